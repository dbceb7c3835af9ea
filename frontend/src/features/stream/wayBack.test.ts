import { mount } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { ref } from "vue";

import { speak } from "@/i18n";

import JumpPills from "./JumpPills.vue";
import { useWayBack } from "./useWayBack";

const atEnd = ref(false);
let middle: number;
let went: number[];
let way: ReturnType<typeof useWayBack>;

/** A jump that lands in the middle of what was said before, or at the end. */
const jump = (seq: number, last = false) =>
  way.leave(async () => {
    await Promise.resolve();
    middle = seq;
    atEnd.value = last;
  });

beforeEach(async () => {
  await speak("en");
  atEnd.value = false;
  middle = 40;
  went = [];
  way = useWayBack({ atEnd, middle: () => middle });
});

test("after a jump one goes back to where one was, once", async () => {
  await jump(7);
  expect(way.place.value).toBe(40);
  const go = async (seq: number) => void went.push(seq);
  await way.take(go);
  await way.take(go);
  expect([went, way.place.value]).toEqual([[40], null]);
});

test("of two jumps the last place counts", async () => {
  await jump(7);
  await jump(3);
  expect(way.place.value).toBe(7);
});

test("whoever goes on to the end needs no way back; a jump that lands there keeps it", async () => {
  await jump(90, true);
  expect(way.place.value).toBe(40);
  atEnd.value = false;
  atEnd.value = true;
  expect(way.place.value).toBeNull();
});

test("from the end the way to the newest is enough", async () => {
  atEnd.value = true;
  await jump(7);
  expect(way.place.value).toBeNull();
});

test("each pill leads where it says", async () => {
  const pills = mount(JumpPills, { props: { missed: { from: 12, count: 30 }, below: 3, away: true, back: true } });
  for (const name of ["unread", "back", "latest"]) await pills.get(`[data-testid="jump-${name}"]`).trigger("click");
  expect([pills.emitted("first"), pills.emitted("back"), pills.emitted("end")]).toEqual([[[12]], [[]], [[]]]);
  expect(pills.get('[data-testid="jump-latest"]').text()).toBe("3 new");
  await pills.setProps({ back: false, missed: null, away: false });
  expect(pills.findAll("button")).toEqual([]);
});
