import { defineStore } from "pinia";
import { computed, ref, shallowReactive, shallowRef } from "vue";

import * as api from "@/api/capsules";
import { type ApiError, asApiError } from "@/api/http";
import type { Capsule, CapsulePart, NewCapsule } from "@/api/shapes";
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

  const list = computed(() => order.value.map((id) => byId.get(id)).filter((one): one is Capsule => one !== undefined));

  function keep(capsule: Capsule): Capsule {
    byId.set(capsule.id, capsule);
    faults.delete(capsule.id);
    return capsule;
  }

  async function load(slug: string, after: string | null = null): Promise<void> {
    loading.value = true;
    error.value = null;
    try {
      const page = await api.listCapsules(slug, after);
      for (const capsule of page.results) keep(capsule);
      order.value = [...new Set([...(after ? order.value : []), ...page.results.map((capsule) => capsule.id)])];
      next.value = page.next;
      loaded.value = true;
    } catch (reason) {
      error.value = asApiError(reason);
    } finally {
      loading.value = false;
    }
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
      keep(await api.fetchCapsule(id));
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

  const update = async (id: number, changes: { title?: string; parts?: CapsulePart[] }) => keep(await api.updateCapsule(id, changes));

  async function remove(id: number): Promise<void> {
    await api.deleteCapsule(id);
    order.value = order.value.filter((one) => one !== id);
    byId.delete(id);
  }

  /** Keep the client id over retries: then it is shared once. */
  async function share(id: number, room: number, clientId = uuid()): Promise<void> {
    rooms.receive(await api.shareCapsule(id, room, clientId));
  }

  function reset(): void {
    byId.clear();
    faults.clear();
    order.value = [];
    next.value = null;
    loaded.value = false;
  }

  belongsToCommunity(reset);

  return { byId, faults, list, next, loading, loaded, error, load, want, refresh, create, update, remove, share };
});
