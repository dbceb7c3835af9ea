import { enableAutoUnmount, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defineComponent, h, KeepAlive, nextTick, ref } from "vue";

import { afterFrame } from "./afterFrame";
import { useRest } from "./useRest";

const said = ref("");
const here = ref(true);
let drawn: string[];
let told: string[];

const Kept = defineComponent({
  setup() {
    const away = useRest({ begin: () => told.push("begin"), end: () => told.push(`end ${away.value}`), tidy: () => told.push("tidy") });
    return () => h("p", drawn.push(said.value) && said.value);
  },
});
const show = () => mount({ setup: () => () => h(KeepAlive, null, { default: () => (here.value ? h(Kept) : null) }) });
const aFrame = () => new Promise<void>((done) => afterFrame(done));

async function turn(to: boolean): Promise<void> {
  here.value = to;
  await nextTick();
}

beforeEach(() => {
  said.value = "one";
  here.value = true;
  drawn = [];
  told = [];
});
enableAutoUnmount(afterEach);

test("a part that was just made begins by itself; taken off the page it ends, and puts away what it may after a frame", async () => {
  show();
  expect(told).toEqual([]);
  await turn(false);
  expect(told).toEqual(["end true"]);
  await aFrame();
  expect(told).toEqual(["end true", "tidy"]);
});

test("off the page it draws nothing; what changed meanwhile is drawn once, when it is back", async () => {
  const page = show();
  await turn(false);
  await aFrame();
  await nextTick();
  for (const words of ["two", "three"]) {
    said.value = words;
    await nextTick();
  }
  expect(drawn).toEqual(["one"]);
  await turn(true);
  expect([drawn, page.text(), told.at(-1)]).toEqual([["one", "three"], "three", "begin"]);
});

test("whoever comes back at once finds nothing put away", async () => {
  show();
  await turn(false);
  await turn(true);
  await aFrame();
  said.value = "two";
  await nextTick();
  expect([told, drawn]).toEqual([["end true", "begin"], ["one", "two"]]);
});
