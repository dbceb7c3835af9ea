import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { PlacePush } from "@/api/shapes";
import { speak } from "@/i18n";

import PlaceWishes from "./PlaceWishes.vue";

let kept: PlacePush;
let refuse: boolean;
let sent: [string, unknown][];
let page: VueWrapper;

async function answer(url: string, { method = "GET", body }: RequestInit): Promise<Response> {
  if (method === "PUT") {
    if (refuse) return new Response(JSON.stringify({ code: "server.error" }), { status: 500 });
    kept = JSON.parse(String(body)) as PlacePush;
    sent.push([url, kept]);
  }
  return new Response(JSON.stringify(kept));
}
const levels = () => page.findAll<HTMLSelectElement>("select").map((one) => one.element.value);
const choose = async (nth: number, value: string) => {
  await page.findAll("select")[nth]!.setValue(value);
  await flushPromises();
};

beforeEach(async () => {
  await speak("en");
  [kept, refuse, sent] = [{ level: null, quiet: null, hourly: null }, false, []];
  vi.stubGlobal("fetch", answer);
  page = mount(PlaceWishes, { props: { slug: "lake", place: "thread:3" }, attachTo: document.body });
  await flushPromises();
});
enableAutoUnmount(afterEach);
afterEach(() => vi.unstubAllGlobals());

test("what was not chosen here is as everywhere", () => expect(levels()).toEqual(["as", "as"]));

test("each choice is sent with all that was chosen before", async () => {
  await choose(0, "mentions");
  await choose(1, "true");
  await page.get('[data-testid="push-quiet"] [role="switch"]').trigger("click");
  await flushPromises();
  expect(sent).toEqual([
    ["/api/v1/communities/lake/push/thread:3/", { level: "mentions", quiet: null, hourly: null }],
    ["/api/v1/communities/lake/push/thread:3/", { level: "mentions", quiet: null, hourly: true }],
    ["/api/v1/communities/lake/push/thread:3/", { level: "mentions", quiet: { first: 22, last: 7 }, hourly: true }],
  ]);
  expect(levels().slice(0, 2)).toEqual(["mentions", "true"]);
});

test("where nothing rings, no pace is asked for; as everywhere takes it back", async () => {
  await choose(0, "nothing");
  expect(page.findAll("select")).toHaveLength(1);
  await choose(0, "as");
  expect([kept.level, levels()]).toEqual([null, ["as", "as"]]);
});

test("what is refused goes back to what counts, and is said", async () => {
  refuse = true;
  await choose(0, "nothing");
  expect([levels()[0], page.find('[role="alert"]').exists()]).toEqual(["as", true]);
});
