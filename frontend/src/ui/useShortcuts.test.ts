import { mount } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import { defineComponent, h, KeepAlive, nextTick, ref } from "vue";

import { shortcuts } from "./Shortcuts";
import { useShortcuts } from "./useShortcuts";

const run = vi.fn();
const here = ref(true);
const Kept = defineComponent({
  setup() {
    useShortcuts({ keys: "w", label: "keys.write", group: "stream", run });
    return () => h("p");
  },
});
const press = () => shortcuts.press(new KeyboardEvent("keydown", { key: "w" }));

test("the keys of a part that is kept for later work while it is on the page", async () => {
  const page = mount({ setup: () => () => h(KeepAlive, null, { default: () => (here.value ? h(Kept) : null) }) });
  expect(press()).toBe(true);
  here.value = false;
  await nextTick();
  expect([press(), shortcuts.list]).toEqual([false, []]);
  here.value = true;
  await nextTick();
  expect(press()).toBe(true);
  page.unmount();
  expect([press(), run.mock.calls.length]).toEqual([false, 2]);
});
