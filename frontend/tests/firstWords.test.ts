// @vitest-environment node
import { join } from "node:path";

import { parseAst } from "vite";
import { expect, test } from "vitest";

import en from "@/locales/en.json";

import { FirstWords, keysIn } from "../vite/firstWords";
import { Sources, SRC } from "../vite/sources";
import { awaitWords, callsIn } from "../vite/splitWords";

const keys = Object.keys(en);
const first = new FirstWords();
const at = (path: string) => join(SRC, path);

test("A source says the keys that it names, and the families of those that it puts together", () => {
  const said = keysIn("t(\"stream.send\"); label: 'nav.rooms'; t(`role.${role}`); `board.${id}`", keys);
  expect(said).toEqual(["nav.rooms", ...keys.filter((key) => key.startsWith("role.")), "stream.send"]);
});

test("The first page has its own words, and why something was refused; what opens from it has others", () => {
  for (const key of ["stream.send", "stream.placeholder", "nav.rooms", "connection.offline"]) expect(first.keys).toContain(key);
  expect(keys.filter((key) => key.startsWith("error.") && !first.keys.has(key))).toEqual([]);
  for (const key of ["search.title", "digest.kind.daily", "capsule.kind.answer", "board.editTitle"]) expect(first.keys).not.toContain(key);
});

test("What a module imports at once comes with it, types and what is imported later do not", () => {
  const files = new Sources().comingWith([at("App.vue")]);
  for (const path of ["ui/Toasts.vue", "stores/session.ts", "api/http.ts"]) expect(files).toContain(at(path));
  expect(files).not.toContain(at("features/files/Gallery.vue"));
  expect(new Sources().comingWith([at("api/rooms.ts")])).not.toContain(at("api/wire.d.ts"));
});

test.each(["keyboard/CommandPalette.vue", "board/BoardPane.vue", "offline/index.ts"])("%s says more than the first page", (path) => {
  expect(first.suffice(at(`features/${path}`))).toBe(false);
});

test.each(["pages/RoomPage.vue", "layouts/CommunityLayout.vue", "ui/markdown.ts", "ui/MenuBody.vue"])("%s waits for no words", (path) => {
  expect(first.suffice(at(path))).toBe(true);
});

const written = (code: string) => awaitWords(code, at("App.vue"), callsIn(parseAst(code)), first);

test("The build makes a part wait that needs other words, and no other", () => {
  const board = 'import("@/features/board/BoardPane.vue")';
  const code = `const 鸟 = "${"import('./no')"}"; later(() => ${board}); const two = [() => import("./ui/markdown"), () => ${board}, import("idb")];`;
  expect(written(code)).toBe(`import { withWords } from "@/i18n";\n${code.replaceAll(board, `withWords(${board})`)}`);
  expect(written('const x = import("./ui/markdown");')).toBe('const x = import("./ui/markdown");');
});

test("A part whose name is not written down is refused", () => {
  expect(() => written("import(`./pages/${name}.vue`)")).toThrow("without its name");
});
