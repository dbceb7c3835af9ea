import { computed } from "vue";
import { type LocationQueryRaw, useRoute, useRouter } from "vue-router";

const number = (value: unknown) => (typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : null);

/**
 * The address of a room says what stands beside it: ?board the list, ?t a thread, ?p a post of it, ?catchup what was
 * missed; ?at a message; ?only shows one conversation. A thread that was opened from the cards leads back to them.
 */
export function useRoomPlace() {
  const route = useRoute();
  const router = useRouter();
  const thread = computed(() => number(route.query.t));
  const post = computed(() => number(route.query.p));
  const at = computed(() => number(route.query.at) ?? undefined);
  const only = computed(() => number(route.query.only));
  const boardOpen = computed(() => thread.value !== null || route.query.board !== undefined);
  const catchingUp = computed(() => route.query.catchup !== undefined);

  const show = (query: LocationQueryRaw) => router.push({ path: route.path, query });
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

  return { thread, post, at, only, boardOpen, catchingUp, openThread, leaveThread, openBoard, openCatchUp, showOnly, closeDrawer, toggleBoard, jump, toOrigin };
}
