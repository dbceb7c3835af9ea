import { defineStore } from "pinia";
import { computed, ref, shallowReactive, shallowRef } from "vue";

import * as api from "@/api/capsules";
import { type ApiError, asApiError } from "@/api/http";
import type { Capsule, CapsulePart, NewCapsule } from "@/api/shapes";
import { UnderWay } from "@/sync/UnderWay";
import { uuid } from "@/sync/uuid";

import { belongsToCommunity } from "./belongings";
import { useRooms } from "./rooms";

/** What a community keeps as its essence. */
export const useCapsules = defineStore("capsules", () => {
  const rooms = useRooms();
  const byId = shallowReactive(new Map<number, Capsule>());
  const faults = shallowReactive(new Map<number, ApiError>());
  const order = shallowRef<number[]>([]);
  const next = ref<string | null>(null);
  const loading = ref(false);
  const loaded = ref(false);
  const error = shallowRef<ApiError | null>(null);
  const asked = new Map<number, Promise<void>>();
  const underWay = new UnderWay<Capsule>((capsule) => capsule.id);
  let turn = 0;
  let failedAt: string | null = null;

  const list = computed(() => order.value.map((id) => byId.get(id)).filter((one): one is Capsule => one !== undefined));

  function keep(capsule: Capsule): Capsule {
    byId.set(capsule.id, capsule);
    faults.delete(capsule.id);
    return capsule;
  }

  async function load(slug: string, after: string | null = null): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    error.value = null;
    try {
      await fetchPage(slug, after, mine);
    } catch (reason) {
      failedAt = after;
      if (mine === turn) error.value = asApiError(reason);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  async function fetchPage(slug: string, after: string | null, mine: number): Promise<void> {
    const answer = api.listCapsules(slug, after);
    const before = after ? [] : order.value;
    const results = await underWay.upToDate(answer.then((page) => page.results));
    if (mine !== turn) return;
    for (const capsule of results) keep(capsule);
    // What was made meanwhile stands on no page that was read before.
    const held = order.value.filter((id) => !before.includes(id));
    order.value = [...new Set([...held, ...results.map((capsule) => capsule.id)])];
    next.value = (await answer).next;
    loaded.value = true;
  }

  /** Fetches once for however many cards of it are on the screen; a refusal is remembered until `refresh`. */
  async function want(id: number): Promise<void> {
    if (byId.has(id) || faults.has(id)) return;
    const fetching = asked.get(id) ?? refresh(id).finally(() => asked.delete(id));
    asked.set(id, fetching);
    await fetching;
  }

  async function refresh(id: number): Promise<void> {
    try {
      const [capsule] = await underWay.upToDate(api.fetchCapsule(id).then((one) => [one]));
      if (capsule) keep(capsule);
    } catch (reason) {
      byId.delete(id);
      faults.set(id, asApiError(reason));
    }
  }

  async function create(slug: string, form: NewCapsule): Promise<Capsule> {
    const made = keep(await api.createCapsule(slug, form));
    order.value = [made.id, ...order.value];
    return made;
  }

  async function update(id: number, changes: { title?: string; parts?: CapsulePart[] }): Promise<Capsule> {
    const changed = await api.updateCapsule(id, changes);
    underWay.tell(id, () => changed);
    return keep(changed);
  }

  async function remove(id: number): Promise<void> {
    await api.deleteCapsule(id);
    underWay.tell(id, () => null);
    order.value = order.value.filter((one) => one !== id);
    byId.delete(id);
  }

  /** Keep the client id over retries: then it is shared once. */
  async function share(id: number, room: number, clientId = uuid()): Promise<void> {
    rooms.receive(await api.shareCapsule(id, room, clientId));
  }

  function reset(): void {
    turn += 1;
    loading.value = false;
    error.value = null;
    byId.clear();
    faults.clear();
    order.value = [];
    next.value = null;
    loaded.value = false;
  }

  belongsToCommunity(reset);

  return { byId, faults, list, next, loading, loaded, error, load, retry: (slug: string) => load(slug, failedAt), want, refresh, create, update, remove, share };
});
