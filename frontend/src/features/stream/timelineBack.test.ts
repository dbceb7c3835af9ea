import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { computed, defineComponent, ref } from "vue";

import type { Community, Room } from "@/api/shapes";
import { speak } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { useRooms } from "@/stores/rooms";
import { ben, message } from "@/sync/fixtures";

import { type StreamContext, streamKey } from "./context";
import Timeline from "./Timeline.vue";

const HIGH = 10;
const COUNT = 60;
const went = vi.hoisted(() => ({ to: [] as number[], scrolled: (): void => {}, place: (): number => 0 }));

// The list of the library, in a page without a layout: rows of one height, ten on the screen.
vi.mock("virtua/vue", () => ({
  Virtualizer: defineComponent({
    props: { data: { type: Array, required: true } },
    emits: ["scroll"],
    setup(props, { emit, expose }) {
      went.scrolled = () => emit("scroll");
      expose({
        get scrollOffset() {
          return went.place();
        },
        get scrollSize() {
          return props.data.length * HIGH;
        },
        viewportSize: 10 * HIGH,
        getItemSize: () => HIGH,
        findItemIndex: (offset: number) => Math.floor(offset / HIGH),
        scrollToIndex: (index: number) => void went.to.push(index),
      });
      return () => null;
    },
  }),
}));

const ROOM = { id: 5, community: 1, kind: "open", name: "River", topic: "", seq: COUNT, rev: COUNT, people: 2, can: [], load: "calm", slow: 0, mine: { read_seq: COUNT, unread: 0, mentions: 0, level: "all" } } as unknown as Room;
const context = {
  room: computed(() => 5), me: computed(() => 2), at: ref(null), can: computed(() => []), recall: computed(() => 2), names: computed(() => []),
  strands: { lit: ref(null), strandOf: () => null, light: () => {} }, promotion: { selecting: ref(false) }, readBy: computed(() => null),
  act: () => {}, react: () => {}, jump: () => {}, openThread: () => {}, askDay: () => {}, openMenu: () => {},
} as unknown as StreamContext;
let stream: VueWrapper;
const back = () => stream.find('[data-testid="jump-back"]');

function scrollTo(top: number): void {
  stream.get<HTMLElement>('[data-testid="timeline"]').element.scrollTop = top;
  went.scrolled();
}

beforeEach(async () => {
  setActivePinia(createPinia());
  localStorage.clear();
  await speak("en");
  went.to = [];
  const history = { rev: COUNT, seq: COUNT, messages: Array.from({ length: COUNT }, (_, nth) => message(nth + 1)), folds: [], before: false, after: false };
  vi.stubGlobal("fetch", async (url: string) => new Response(JSON.stringify(url.includes("/messages/") ? history : { ...ROOM, results: [ROOM], next: null })));
  useCommunities().current = { id: 1, slug: "lake", me: ben, can: [] } as unknown as Community;
  await useRooms().load("lake");
  await useRooms().open(5);
  stream = mount(Timeline, { props: { room: ROOM }, global: { provide: { [streamKey as symbol]: context } }, attachTo: document.body });
  const scroller = stream.get<HTMLElement>('[data-testid="timeline"]').element;
  Object.defineProperty(scroller, "scrollHeight", { value: (COUNT + 2) * HIGH });
  Object.defineProperty(scroller, "clientHeight", { value: 10 * HIGH });
  went.place = () => scroller.scrollTop;
  scrollTo((COUNT + 2) * HIGH);
  await flushPromises();
});
afterEach(() => {
  stream.unmount();
  vi.unstubAllGlobals();
});

// Above the first message stand where the room begins, and the day.
const indexOf = (seq: number) => seq + 1;

test("a jump offers the way back to what stood in the middle, and going there takes the offer away", async () => {
  scrollTo(300);
  await (stream.vm as unknown as { jump: (seq: number) => Promise<void> }).jump(5);
  expect(back().text()).toBe("Back to where you were");
  await back().trigger("click");
  await flushPromises();
  expect([went.to, back().exists()]).toEqual([[indexOf(5), indexOf(34)], false]);
});

test("whoever scrolls on to the end is offered no way back", async () => {
  scrollTo(300);
  await (stream.vm as unknown as { jump: (seq: number) => Promise<void> }).jump(5);
  scrollTo(520);
  await flushPromises();
  expect(back().exists()).toBe(false);
});
