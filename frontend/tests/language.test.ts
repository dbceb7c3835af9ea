import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { h } from "vue";

import TimelineRow from "@/features/stream/TimelineRow.vue";
import { streamKey } from "@/features/stream/context";
import { i18n, speak, withWords } from "@/i18n";
import TimeAgo from "@/ui/TimeAgo.vue";

beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 4, 6, 12) }));
afterEach(() => vi.useRealTimers());

test("a page that changes its language tells its times in it at once", async () => {
  await speak("en");
  const ago = mount(TimeAgo, { props: { at: new Date(2026, 4, 6, 11, 30).toISOString() }, global: { plugins: [i18n] } });
  const day = mount(TimelineRow, {
    props: { row: { kind: "day", key: "day", at: new Date(2026, 4, 4).toISOString() }, room: {} as never, lit: false },
    global: { plugins: [i18n], provide: { [streamKey as symbol]: { at: { value: null } } } },
  });
  expect([ago.text(), day.text()]).toEqual(["30 min. ago", "Monday, May 4"]);
  await speak("zh-Hans");
  await ago.vm.$nextTick();
  expect([ago.text(), day.text()]).toEqual(["30分钟前", "5月4日星期一"]);
});

test("what stands is not drawn anew when the words of a part come: a dialog would lose its focus", async () => {
  await speak("en");
  let drawn = 0;
  const standing = mount({ setup: () => () => (drawn++, h("p", i18n.global.t("stream.send"))) }, { global: { plugins: [i18n] } });
  const part = withWords(Promise.resolve("the board"));
  expect(await part).toBe("the board");
  await standing.vm.$nextTick();
  expect([standing.text(), drawn]).toEqual(["Send", 1]);
  await speak("zh-Hant");
  await standing.vm.$nextTick();
  expect([standing.text(), drawn]).toEqual(["傳送", 2]);
});
