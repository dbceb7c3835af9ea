import { computed, onMounted, ref, shallowRef } from "vue";

import * as api from "@/api/people";
import type { Filter, FoundMember, Segment, Vocabulary } from "@/api/shapes";
import { type ApiError, asApiError } from "@/api/http";

import { filterOf, linesOf, type Row } from "./filter";

/** The form of a filter, the segments that were saved, and whom the filter finds. */
export function usePeople(slug: string) {
  const known = shallowRef<Vocabulary | null>(null);
  const segments = shallowRef<Segment[]>([]);
  const join = ref<"all" | "any">("all");
  const lines = ref<Row[]>([]);
  const found = shallowRef<FoundMember[]>([]);
  const people = ref<number | null>(null);
  const next = ref<number | null>(null);
  const loading = ref(false);
  const error = shallowRef<ApiError | null>(null);
  const filter = computed<Filter>(() => filterOf(join.value, lines.value));
  let asked: Filter = {};

  async function attempt(work: () => Promise<void>): Promise<void> {
    loading.value = true;
    error.value = null;
    await work().catch((reason) => (error.value = asApiError(reason)));
    loading.value = false;
  }

  const begin = () =>
    attempt(async () => {
      const [words, saved] = await Promise.all([api.fetchVocabulary(slug), api.listSegments(slug)]);
      known.value = words;
      segments.value = saved.results;
    });

  const find = () =>
    attempt(async () => {
      asked = filter.value;
      const page = await api.findPeople(slug, asked);
      [found.value, next.value, people.value] = [page.results, page.next, page.people];
    });

  const more = () =>
    attempt(async () => {
      const page = await api.findPeople(slug, asked, next.value ?? 0);
      [found.value, next.value] = [[...found.value, ...page.results], page.next];
    });

  async function open(segment: Segment): Promise<void> {
    const shown = linesOf(segment.filter);
    if (!shown) return;
    [join.value, lines.value] = [shown.join, shown.lines];
    await find();
  }

  async function save(name: string): Promise<void> {
    const made = await api.saveSegment(slug, name, filter.value);
    segments.value = [...segments.value, made];
  }

  const remove = (segment: Segment) =>
    attempt(async () => {
      await api.removeSegment(slug, segment.id);
      segments.value = segments.value.filter(({ id }) => id !== segment.id);
    });

  onMounted(begin);
  return { known, segments, join, lines, found, people, next, loading, error, filter, begin, find, more, open, save, remove };
}
