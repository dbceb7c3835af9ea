import { asyncComputed } from "@vueuse/core";
import { computed, type Ref } from "vue";

import { listCategories } from "@/api/categories";
import { listMembers } from "@/api/members";
import { titleOf } from "@/features/rooms/title";
import { useI18n } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { useRooms } from "@/stores/rooms";

import { filled, type Filter, openFilter } from "./filters";

const MOST = 6;
const THINGS = ["link", "image", "file", "voice"] as const;

/** What may stand behind the filter that is being typed: people, rooms and categories, kinds of things. */
export function useCompletion(query: Ref<string>) {
  const { t } = useI18n();
  const communities = useCommunities();
  const rooms = useRooms();
  const open = computed(() => openFilter(query.value));
  const categories = asyncComputed(async () => (open.value?.filter === "in" ? (await listCategories(communities.slug ?? "")).results : []), []);
  const people = asyncComputed(async () => {
    if (open.value?.filter !== "from") return [];
    return (await listMembers(communities.slug ?? "", { q: open.value.value.replace(/^@/u, "") })).results.map((member) => member.name);
  }, []);
  const fits = (name: string) => name.toLowerCase().includes(open.value!.value.replace(/^#/u, "").toLowerCase());
  const places = () => [...rooms.list.filter((room) => room.kind !== "direct").map(titleOf), ...categories.value.map((one) => one.name)];

  const values: Record<Filter, () => string[]> = {
    from: () => people.value,
    in: () => [...new Set(places())].filter(fits),
    has: () => THINGS.map((thing) => t(`search.thing.${thing}`)).filter(fits),
    before: () => [],
    after: () => [],
  };
  const offered = computed(() => (open.value ? values[open.value.filter]().slice(0, MOST) : []));

  function choose(value: string): void {
    if (open.value) query.value = filled(query.value, open.value, t(`search.filter.${open.value.filter}`), value);
  }

  return { open, offered, choose };
}
