import { beforeEach, describe, expect, test, vi } from "vitest";

import { listMembers } from "@/api/members";
import { listCallable } from "@/api/roleCalls";
import { listRoomMembers } from "@/api/rooms";
import type { MemberRef, Room } from "@/api/shapes";
import { readsLikeIn } from "@/features/keyboard/pinyin";

import { emojisFor } from "./emojiSource";
import { peopleSource, roomSource } from "./sources";

vi.mock("@/api/members", () => ({ listMembers: vi.fn() }));
vi.mock("@/api/roleCalls", () => ({ listCallable: vi.fn() }));
vi.mock("@/api/rooms", () => ({ listRoomMembers: vi.fn() }));

const person = (id: number, name: string) => ({ id, name, hue: 1, role: "member" }) as MemberRef;
const [me, wang, ada, cleo] = [person(1, "Ben"), person(2, "王小明"), person(3, "Ada"), person(4, "Cleo")];
const readsLike = () => readsLikeIn("zh-Hans");
const room = (more: Partial<Room> = {}) => ({ id: 9, kind: "open", name: "Square", topic: "", can: [], ...more }) as unknown as Room;
const answer = (...people: MemberRef[]) => ({ results: people, next: null }) as never;

beforeEach(() => {
  vi.mocked(listMembers).mockImplementation(async (_slug, { q = "" } = {}) => answer(...[me, wang, ada].filter((one) => one.name.toLowerCase().includes(q))));
  vi.mocked(listRoomMembers).mockResolvedValue(answer(me, ada));
  vi.mocked(listCallable).mockReset().mockResolvedValue([]);
});

const WORDS: Record<string, string> = { moderator: "版主", host: "主持人" };
const roles = { word: (role: string) => WORDS[role] ?? role, people: (count: number) => `${count} people` };

function asking(at: Room | null, met: MemberRef[] = []) {
  const of = { slug: () => "lake", me: () => 1, room: () => at, met: () => met };
  const source = peopleSource({ ...of, everyone: () => "all of them", roles, readsLike });
  return async (query: string) => (await source.find(query)).map((option) => option.text);
}

describe("people", () => {
  test.each(["wxm", "wangxm", "王", "小明"])("%s finds 王小明", async (query) => expect(await asking(room())(query)).toEqual(["@王小明 "]));
  test("nobody is offered themselves", async () => expect(await asking(room())("ben")).toEqual([]));
  test("a closed room offers its readers alone, whoever else spoke there", async () => {
    const asked = asking(room({ kind: "closed" }), [cleo, ada]);
    expect(await asked("")).toEqual(["@Ada "]);
  });
  test("in an open room those who spoke last stand first", async () => expect((await asking(room(), [cleo])(""))[0]).toBe("@Cleo "));
  test("everybody is called by those who may", async () => {
    expect(await asking(room({ can: ["mention.all"] }))("al")).toEqual(["@all "]);
    expect(await asking(room())("al")).toEqual([]);
  });
  describe("by their role", () => {
    beforeEach(() => void vi.mocked(listCallable).mockResolvedValue([{ role: "moderator", count: 3 }, { role: "host", count: 1 }]));

    test.each(["版", "bz", "banzhu", "mod"])("%s finds the moderators, as they are called here", async (query) => {
      const [found] = (await peopleSource({ slug: () => "lake", me: () => 1, room, met: () => [], everyone: () => "", roles, readsLike }).find(query)).filter((one) => one.key.startsWith("role:"));
      expect(found).toMatchObject({ text: "@版主 ", note: "3 people" });
    });
    test("two who are by themselves call nobody so", async () => {
      expect(await asking(room({ kind: "direct" }))("版")).toEqual([]);
      expect(listCallable).not.toHaveBeenCalled();
    });
    test("a room and the board are asked about once each", async () => {
      const here = asking(room());
      await here("");
      await here("b");
      await asking(null)("");
      expect(vi.mocked(listCallable).mock.calls).toEqual([["lake", 9], ["lake", undefined]]);
    });
    test("where roles cannot be fetched people are offered all the same", async () => {
      vi.mocked(listCallable).mockRejectedValue(new Error("away"));
      expect(await asking(room())("王")).toEqual(["@王小明 "]);
    });
  });
  test("on the board the members are offered", async () => expect(await asking(null)("ad")).toEqual(["@Ada "]));
});

test("rooms are found by name and pinyin; direct ones have none", async () => {
  const rooms = [room({ name: "公告" }), room({ id: 2, name: "Garden" }), room({ id: 3, kind: "direct", name: "Gong" })];
  const find = async (query: string) => (await roomSource(() => rooms, readsLike).find(query)).map((option) => option.text);
  expect(await find("gg")).toEqual(["#公告 "]);
  expect(await find("gar")).toEqual(["#Garden "]);
});

describe("emoji", () => {
  const found = async (query: string) => emojisFor(query, await readsLike()).map((option) => option.text.trim());
  test("are found by their names in both languages, and by pinyin", async () => {
    expect((await found("smi"))[0]).toBe("😄");
    expect(await found("笑")).toContain("😂");
    expect(await found("hongbao")).toEqual(["🧧"]);
  });
  test("each stands there once, and what nobody is called finds none", async () => {
    const all = await found("ha");
    expect(new Set(all).size).toBe(all.length);
    expect(await found("zzz")).toEqual([]);
  });
});
