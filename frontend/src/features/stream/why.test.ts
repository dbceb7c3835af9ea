import { mount } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test } from "vitest";

import { speak } from "@/i18n";
import type { Outgoing } from "@/sync/Outbox";

import WhyNote from "./WhyNote.vue";

const entry = { client_id: "c1", room: 5, body: "https://example.org", state: "failed" } as Outgoing;
const shown = () => mount(WhyNote, { attachTo: document.body, props: { entry } });
const words = (note: ReturnType<typeof shown>) => note.find<HTMLInputElement>('[data-testid="why-words"]');

beforeEach(async () => {
  setActivePinia(createPinia());
  await speak("en");
});

test("words that were begun stand there when the row is drawn anew, until they are sent or given up", async () => {
  const first = shown();
  await words(first).setValue("This explains");
  first.unmount();

  const second = shown();
  expect(words(second).element.value).toBe("This explains");
  await second.find("form").trigger("submit");
  second.unmount();

  const third = shown();
  expect(words(third).element.value).toBe("");
  await words(third).setValue("Or this");
  await third.find('[data-testid="pending-discard"]').trigger("click");
  third.unmount();
  expect(words(shown()).element.value).toBe("");
});
