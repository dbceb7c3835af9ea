import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Category, Community, Room } from "@/api/shapes";
import { speak } from "@/i18n";
import { useBoard } from "@/stores/board";
import { useCommunities } from "@/stores/communities";
import { useRooms } from "@/stores/rooms";
import { ben, conversation } from "@/sync/fixtures";
import { useToast } from "@/ui/toast";

import SteerSheet from "./SteerSheet.vue";

const room = (id: number, more: Partial<Room> = {}) => ({ id, name: `Room ${id}`, topic: "", kind: "open", archived: false, seq: 0, can: [], mine: null, ...more }) as unknown as Room;
const category = (id: number, more: Partial<Category> = {}) => ({ id, name: `Category ${id}`, room: null, description: "", position: id, audience: "members", ...more }) as Category;
let asked: { url: string; body: Record<string, unknown> }[];
let answer: () => { status: number; body: unknown };

const find = (testid: string) => document.querySelector<HTMLInputElement>(`[data-testid="${testid}"]`);
const places = () => [...document.querySelectorAll<HTMLInputElement>("input[type=radio]")].map((one) => one.value);
const told = () => useToast().toasts.value.at(-1)?.text;

async function show() {
  const sheet = mount(SteerSheet, { attachTo: document.body, props: { conversation: conversation(3), open: true } });
  await flushPromises();
  return sheet;
}

async function choose(value: string): Promise<void> {
  find(`steer-${value}`)!.click();
  await flushPromises();
}

async function call(name: string): Promise<void> {
  const field = find("steer-name")!;
  field.value = name;
  field.dispatchEvent(new Event("input"));
  await flushPromises();
}

async function confirm(): Promise<void> {
  find("steer-confirm")!.click();
  await flushPromises();
}

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
  asked = [];
  answer = () => ({ status: 200, body: room(8) });
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: ["room.create"] } as unknown as Community;
  useBoard().categories = [category(1), category(2, { room: 5 })];
  for (const one of [room(5), room(6, { kind: "closed" }), room(7, { archived: true }), room(8)]) useRooms().byId.set(one.id, one);
  vi.stubGlobal("fetch", async (url: string, { body }: RequestInit) => {
    asked.push({ url: url.replace("/api/v1/", ""), body: body ? JSON.parse(String(body)) : {} });
    const { status, body: said } = answer();
    return new Response(JSON.stringify(said), { status });
  });
});
enableAutoUnmount(afterEach);
afterEach(() => void vi.unstubAllGlobals());

test("only another open room that is in use is a place to carry on in", async () => {
  await show();
  expect(places()).toEqual(["category-1", "category-2", "room-8", "new-room"]);
});

test("who may not make rooms is not offered a new one", async () => {
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  await show();
  expect(places()).toEqual(["category-1", "category-2", "room-8"]);
});

test("the room's own category is chosen first, and the conversation goes there", async () => {
  const sheet = await show();
  await confirm();
  expect(asked).toEqual([{ url: "conversations/3/steer/", body: { category: 2 } }]);
  expect(told()).toBe("It carries on in “Category 2”.");
  expect(sheet.emitted("steered")).toHaveLength(1);
  expect(sheet.emitted("update:open")).toEqual([[false]]);
});

test("the conversation carries on in the room that is chosen", async () => {
  const sheet = await show();
  await choose("room-8");
  expect(document.body.textContent).toContain("the 2 people in it find a seat there");
  await confirm();
  expect(asked).toEqual([{ url: "conversations/3/carry-on/", body: { client_id: expect.any(String), room: 8 } }]);
  expect(told()).toBe("It carries on in “Room 8”.");
  expect(sheet.emitted("steered")).toHaveLength(1);
});

test("a new room needs a name, and is there at once", async () => {
  answer = () => ({ status: 200, body: room(9, { name: "Boats" }) });
  await show();
  expect(find("steer-name")).toBeNull();
  await choose("new-room");
  expect(find("steer-confirm")!.disabled).toBe(true);
  await call("   ");
  expect(find("steer-confirm")!.disabled).toBe(true);
  await call(" Boats ");
  await confirm();
  expect(asked).toEqual([{ url: "conversations/3/carry-on/", body: { client_id: expect.any(String), name: "Boats" } }]);
  expect(useRooms().byId.get(9)?.name).toBe("Boats");
  expect(told()).toBe("It carries on in “Boats”.");
});

test("a name that is refused is told beside it, and what was chosen stays", async () => {
  answer = () => ({ status: 400, body: { code: "input.invalid", detail: "", data: { fields: { name: "string_too_long" } } } });
  const sheet = await show();
  await choose("new-room");
  await call("Boats");
  await confirm();
  expect(document.body.textContent).toContain("This is too long.");
  expect(find("steer-name")!.value).toBe("Boats");
  expect(sheet.emitted("steered")).toBeUndefined();
});

test("trying again is the same act: everybody is brought along once", async () => {
  answer = () => ({ status: 500, body: { code: "server.error" } });
  await show();
  await choose("room-8");
  await confirm();
  answer = () => ({ status: 200, body: room(8) });
  await confirm();
  expect(asked).toHaveLength(2);
  expect(asked[0]).toEqual(asked[1]);
});
