import { computed } from "vue";
import { type LocationQueryRaw, useRoute, useRouter } from "vue-router";

const number = (value: unknown) => (typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : null);

/** The address of a room says what stands beside it: ?board the list, ?t a thread, ?p a post of it, ?at a message; ?only shows one conversation. */
export function useRoomPlace() {
  const route = useRoute();
  const router = useRouter();
  const thread = computed(() => number(route.query.t));
  const post = computed(() => number(route.query.p));
  const at = computed(() => number(route.query.at) ?? undefined);
  const only = computed(() => number(route.query.only));
  const boardOpen = computed(() => thread.value !== null || route.query.board !== undefined);

  const show = (query: LocationQueryRaw) => void router.push({ path: route.path, query });
  const openThread = (id: number | null) => show(id === null ? { board: "1" } : { t: id });
  const closeBoard = () => show({});
  const toggleBoard = () => (boardOpen.value ? closeBoard() : openThread(null));

  const showOnly = (conversation: number | null) => show({ ...beside(), ...(conversation === null ? {} : { only: conversation }) });
  const beside = () => ({ t: route.query.t, board: route.query.board });

  /** Leads from a thread back to the moment in the stream, in this room or another. */
  function toOrigin(place: { room: number; seq: number }, keepBoard: boolean) {
    void router.push({ name: "room", params: { slug: route.params.slug, room: place.room }, query: { ...(keepBoard && beside()), at: place.seq } });
  }

  return { thread, post, at, only, boardOpen, openThread, showOnly, closeBoard, toggleBoard, toOrigin };
}
