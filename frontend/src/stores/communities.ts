import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";

import * as api from "@/api/communities";
import type { Community, Door, SuspendedDoor } from "@/api/shapes";

import { useConnection } from "./connection";
import { useCopies } from "./copies";

const isMine = (found: Community | Door): found is Community => "id" in found && "me" in found;

/** The communities of this person, and the one on the screen. */
export const useCommunities = defineStore("communities", () => {
  const connection = useConnection();
  const copies = useCopies();
  const mine = shallowRef<Community[]>([]);
  const current = shallowRef<Community | null>(null);
  const door = shallowRef<Door | SuspendedDoor | null>(null);
  let unfollow: (() => void)[] = [];
  let wanted = "";

  const slug = computed(() => current.value?.slug ?? null);
  const me = computed(() => current.value?.me ?? null);
  const can = (capability: string) => current.value?.can.includes(capability) ?? false;

  function stepOut(): void {
    for (const letGo of unfollow) letGo();
    unfollow = [];
    current.value = null;
  }

  function settleIn(community: Community): void {
    if (current.value?.id !== community.id) {
      stepOut();
      unfollow = [connection.follow(`member.${community.me.id}`), connection.follow(`board.${community.id}`)];
    }
    current.value = community;
    door.value = null;
    mine.value = [...mine.value.filter((one) => one.id !== community.id), community];
  }

  /** Members come in; for everyone else `door` says what stands on it. Who went on to another one meanwhile is left there. */
  async function enter(at: string): Promise<boolean> {
    wanted = at;
    const found = await api.fetchCommunity(at);
    if (wanted !== at) return false;
    if (isMine(found)) {
      settleIn(found);
      void copies.write("community", at, found);
      return true;
    }
    if (await copies.read("community", at)) await copies.empty();
    if (wanted !== at) return false;
    mine.value = mine.value.filter((one) => one.slug !== at);
    stepOut();
    door.value = found;
    return false;
  }

  /** Comes in with what this browser kept; false where it kept nothing. */
  async function reopen(at: string): Promise<boolean> {
    const held = await copies.read<Community>("community", at);
    if (held) settleIn(held);
    return held !== null;
  }

  /** Only opens the door; `enter` then comes in, so that no page stands before its stores are filled. */
  const join = (at: string, invitation?: string): Promise<Community> => api.joinCommunity(at, invitation);

  async function leave(): Promise<void> {
    const leaving = current.value;
    if (!leaving) return;
    await api.leaveCommunity(leaving.slug);
    mine.value = mine.value.filter((one) => one.id !== leaving.id);
    stepOut();
    await copies.empty();
  }

  async function update(changes: Partial<api.CommunityForm>): Promise<void> {
    if (current.value) settleIn(await api.updateCommunity(current.value.slug, changes));
  }

  /** The rules were accepted, and nothing is asked any more. */
  function accepted(): void {
    if (current.value) settleIn({ ...current.value, rules_due: null });
  }

  return { mine, current, door, slug, me, can, enter, reopen, join, leave, stepOut, update, accepted };
});
