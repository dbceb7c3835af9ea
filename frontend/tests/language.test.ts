import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { h } from "vue";

import TimelineRow from "@/features/stream/TimelineRow.vue";
import { streamKey } from "@/features/stream/context";
import { speak, useI18n, withWords } from "@/i18n";
import TimeAgo from "@/ui/TimeAgo.vue";

beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 4, 6, 12) }));
afterEach(() => vi.useRealTimers());

test("a page that changes its language tells its times in it at once", async () => {
  await speak("en");
  const ago = mount(TimeAgo, { props: { at: new Date(2026, 4, 6, 11, 30).toISOString() } });
  const day = mount(TimelineRow, {
    props: { row: { kind: "day", key: "day", at: new Date(2026, 4, 4).toISOString() }, room: {} as never, lit: false },
    global: { provide: { [streamKey as symbol]: { at: { value: null } } } },
  });
  expect([ago.text(), day.text()]).toEqual(["30 min. ago", "Monday, May 4"]);
  await speak("zh-Hans");
  await ago.vm.$nextTick();
  expect([ago.text(), day.text()]).toEqual(["30分钟前", "5月4日星期一"]);
});

test("what stands is not drawn anew when the words of a part come: a dialog would lose its focus", async () => {
  await speak("en");
  const { t } = useI18n();
  let drawn = 0;
  const standing = mount({ setup: () => () => (drawn++, h("p", t("stream.send"))) });
  const part = withWords(Promise.resolve("the board"));
  expect(await part).toBe("the board");
  await standing.vm.$nextTick();
  expect([standing.text(), drawn]).toEqual(["Send", 1]);
  await speak("zh-Hant");
  await standing.vm.$nextTick();
  expect([standing.text(), drawn]).toEqual(["傳送", 2]);
});

test("who is told how many is told so in the right form, and sees the number", async () => {
  await speak("en");
  const { t, n } = useI18n();
  expect([t("talk.messages", { n: 1 }), t("talk.messages", { n: 0 }), t("talk.messages", {}, 3)]).toEqual(["1 message", "0 messages", "3 messages"]);
  expect([n(12_345), t("no.such.key")]).toEqual(["12,345", "no.such.key"]);
});
