import { computed } from "vue";
import { type LocationQuery, type LocationQueryRaw, useRoute, useRouter } from "vue-router";

const NOTHING: LocationQuery = {};
const number = (value: unknown) => (typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : null);

/**
 * The address of a room says what stands beside it: ?board the list, ?t a thread, ?p a post of it, ?catchup what was
 * missed; ?at a message; ?only shows one conversation. A thread that was opened from the cards leads back to them.
 * The page of the room is kept while one is elsewhere: then nothing of this is so, whatever the address says.
 */
export function useRoomPlace() {
  const route = useRoute();
  const router = useRouter();
  const here = computed(() => route.name === "room");
  const query = computed(() => (here.value ? route.query : NOTHING));
  const thread = computed(() => number(query.value.t));
  const post = computed(() => number(query.value.p));
  const at = computed(() => number(query.value.at) ?? undefined);
  const only = computed(() => number(query.value.only));
  const boardOpen = computed(() => thread.value !== null || query.value.board !== undefined);
  const catchingUp = computed(() => query.value.catchup !== undefined);

  /** Who has left by then is not called back. */
  const show = async (wanted: LocationQueryRaw) => void (here.value && (await router.push({ path: route.path, query: wanted })));
  const cards = () => ({ catchup: route.query.catchup });
  const beside = () => ({ t: route.query.t, board: route.query.board, ...cards() });
  const openThread = (id: number | null) => void show(id === null ? { board: "1" } : { t: id, ...cards() });
  /** The list of the board, whatever stood there. */
  const openBoard = () => show({ board: "1" });
  const openCatchUp = () => void show({ catchup: "1" });
  const leaveThread = () => (catchingUp.value ? openCatchUp() : openThread(null));
  const closeDrawer = () => void show({});
  const toggleBoard = () => (boardOpen.value ? closeDrawer() : openThread(null));

  const showOnly = (conversation: number | null) => void show({ ...beside(), ...(conversation === null ? {} : { only: conversation }) });

  /** Goes to a moment in this room and keeps what stands beside it; again, too, for somebody who scrolled away from it. */
  async function jump(seq: number) {
    if (at.value === seq) await router.replace({ path: route.path, query: beside() });
    await show({ ...beside(), at: seq });
  }

  /** Leads from a thread back to the moment in the stream, in this room or another. */
  function toOrigin(place: { room: number; seq: number }, keepBoard: boolean) {
    void router.push({ name: "room", params: { slug: route.params.slug, room: place.room }, query: { ...(keepBoard && beside()), at: place.seq } });
  }

  return { here, thread, post, at, only, boardOpen, catchingUp, openThread, leaveThread, openBoard, openCatchUp, showOnly, closeDrawer, toggleBoard, jump, toOrigin };
}
