import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test } from "vitest";
import { ref, shallowRef } from "vue";

import type { MemberRef } from "@/api/shapes";
import type { RoomView } from "@/stores/rooms";
import { ada, ben, message } from "@/sync/fixtures";

import { ROLE_WORDS } from "./roleWords";
import { useNames } from "./useNames";

const cleo: MemberRef = { ...ada, id: 3, name: "Cleo" };
const where = (...people: MemberRef[]) => ({ snapshot: { messages: people.map((author, nth) => message(nth + 1, { author })) } }) as unknown as RoomView;
const view = shallowRef(where(ada, ben));
const away = ref(false);

beforeEach(() => {
  setActivePinia(createPinia());
  view.value = where(ada, ben);
  away.value = false;
});

test("names stay the very same while the same people speak, and are others where as many others do", () => {
  const names = useNames(() => view.value, () => away.value);
  const before = names.value;
  expect(before).toEqual(["Ada", "Ben", "all", ...ROLE_WORDS]);
  view.value = where(ada, ben, ada);
  expect(names.value).toBe(before);
  view.value = where(ada, cleo);
  expect(names.value).toEqual(["Ada", "Cleo", "all", ...ROLE_WORDS]);
});

test("while nobody looks they stay as they are, and are as they should be for who comes back", () => {
  const names = useNames(() => view.value, () => away.value);
  const before = names.value;
  away.value = true;
  view.value = where(ada, cleo);
  expect(names.value).toBe(before);
  away.value = false;
  expect(names.value).toEqual(["Ada", "Cleo", "all", ...ROLE_WORDS]);
});
