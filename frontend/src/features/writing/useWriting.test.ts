import { mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test, vi } from "vitest";
import { defineComponent, h, shallowRef } from "vue";


import { useWriting, type Writing } from "./useWriting";

const find = vi.fn(async () => [{ key: "1", name: "Ada", text: "@Ada ", sign: { icon: "user" as const } }]);
let writing: Writing;
let field: HTMLTextAreaElement;

beforeEach(() => {
  find.mockClear();
  setActivePinia(createPinia());
  const element = shallowRef<HTMLTextAreaElement | null>(null);
  const Field = defineComponent(() => {
    writing = useWriting({ field: element, more: async () => [{ trigger: "/", patience: 0, find }] });
    return () => h("textarea", { ref: (it) => (element.value = it as HTMLTextAreaElement | null), onInput: writing.look, onKeyup: writing.look });
  });
  field = mount(Field, { attachTo: document.body }).element as HTMLTextAreaElement;
});

const type = (text: string, event: Event) => {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(event);
};

test("what an input method is still composing opens no list; what it has written does", async () => {
  type("/a", new InputEvent("input", { isComposing: true }));
  type("/a", new KeyboardEvent("keyup", { isComposing: true }));
  await new Promise((resolve) => setTimeout(resolve));
  expect(find).not.toHaveBeenCalled();
  type("/a", new InputEvent("input"));
  await vi.waitFor(() => expect(writing.offered.value?.options).toHaveLength(1), 5_000);
  expect(writing.aria.value).toMatchObject({ "aria-activedescendant": `${writing.id}-0` });
  writing.close();
  expect(writing.aria.value).toBeNull();
});
