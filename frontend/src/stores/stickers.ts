import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import { type ApiError, asApiError } from "@/api/http";
import type { NewSticker, Sticker } from "@/api/shapes";
import * as api from "@/api/stickers";
import { usedLast } from "@/sync/stickerOrder";

import { belongsToCommunity } from "./belongings";
import { useCommunities } from "./communities";

/** The stickers of a community, and which of them somebody sent last from here. */
export const useStickers = defineStore("stickers", () => {
  const communities = useCommunities();
  const list = shallowRef<readonly Sticker[]>([]);
  const recent = shallowRef<readonly number[]>([]);
  const loaded = ref(false);
  const error = shallowRef<ApiError | null>(null);
  const tab = ref<"emoji" | "stickers">("emoji");
  let turn = 0;

  const slug = () => communities.slug ?? "";
  const key = () => `oxbow.stickers.${communities.me?.id ?? 0}`;

  /** What was loaded before stays in sight meanwhile. */
  async function load(): Promise<void> {
    const mine = ++turn;
    error.value = null;
    recent.value = JSON.parse(localStorage.getItem(key()) ?? "[]") as number[];
    try {
      const { results } = await api.listStickers(slug());
      if (mine !== turn) return;
      list.value = results;
      loaded.value = true;
    } catch (reason) {
      if (mine === turn) error.value = asApiError(reason);
    }
  }

  function used({ id }: Sticker): void {
    recent.value = usedLast(recent.value, id);
    localStorage.setItem(key(), JSON.stringify(recent.value));
  }

  async function add(form: NewSticker): Promise<void> {
    await api.addSticker(slug(), form);
    await load();
  }

  async function remove({ id }: Sticker): Promise<void> {
    await api.removeSticker(id);
    await load();
  }

  function forget(): void {
    turn += 1;
    list.value = [];
    loaded.value = false;
    error.value = null;
  }

  belongsToCommunity(forget);
  return { list, recent, loaded, error, tab, load, used, add, remove };
});
