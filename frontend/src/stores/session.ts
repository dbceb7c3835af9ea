import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import * as account from "@/api/account";
import { isEmbedded } from "@/api/frame";
import { whenSignedOut } from "@/api/http";
import { fetchMe, type Me, updateMe, type User } from "@/api/me";
import { setUp as postSetUp } from "@/api/setup";
import type { SetUp } from "@/api/shapes";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useCopies } from "./copies";
import { forgetCommunity } from "./entrance";
import { noteSession, WHO } from "./known";

/** Who uses this browser. `unknown` until the first answer, or until what this browser kept says it. */
export const useSession = defineStore("session", () => {
  const communities = useCommunities();
  const connection = useConnection();
  const copies = useCopies();
  const user = shallowRef<User | null>(null);
  const status = ref<"unknown" | "guest" | "user">("unknown");
  const isUser = computed(() => status.value === "user");
  /** How often somebody left: an answer that was asked for before belongs to whoever is gone. */
  let departures = 0;

  function settle(me: Me): void {
    user.value = me.user;
    status.value = me.user ? "user" : "guest";
    communities.mine = me.communities;
    if (me.user) connection.start();
    else connection.stop();
  }

  async function load(): Promise<void> {
    const before = departures;
    const me = await fetchMe();
    if (before !== departures) return;
    if (!me.user && isUser.value) return forget();
    const last = user.value;
    if (me.user) await own(me);
    if (before !== departures) return;
    // Somebody else signed in, here or in another tab: nothing of the last one stays on the screen.
    if (me.user && last && last.id !== me.user.id) return location.reload();
    note(me.user !== null);
    settle(me);
  }

  /** Another site's frame may have a session of its own. */
  function note(isSignedIn: boolean): void {
    if (!isEmbedded) noteSession(isSignedIn);
  }

  /** What lies in this browser is this person's from now on; somebody else's goes. */
  async function own(me: Me): Promise<void> {
    if (isEmbedded) return;
    const id = String(me.user?.id);
    const last = localStorage.getItem(WHO);
    if (last !== null && last !== id) await copies.wipe();
    localStorage.setItem(WHO, id);
    await copies.claim(Number(id));
    void copies.write("me", "", me);
  }

  /** Opens with what this browser kept, if it kept anything; the server's word follows and counts. */
  async function begin(): Promise<void> {
    await copies.resume();
    const held = await copies.read<Me>("me");
    if (!held) return load();
    settle(held);
    void load().catch(() => {});
  }

  function forget(): void {
    departures += 1;
    note(false);
    user.value = null;
    status.value = "guest";
    communities.mine = [];
    forgetCommunity();
    connection.stop();
    void copies.forget();
  }
  whenSignedOut(forget);
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === WHO && !isEmbedded && newValue !== String(user.value?.id) && isUser.value) void load().catch(() => {});
  });

  async function signIn(username: string, password: string): Promise<void> {
    await account.signIn(username, password);
    await load();
  }

  async function signUp(username: string, password: string, name?: string): Promise<void> {
    await account.signUp(username, password);
    if (name) await updateMe({ display_name: name });
    await load();
  }

  async function signOut(): Promise<void> {
    await account.signOut();
    forget();
    await copies.wipe();
    note(false);
  }

  async function setUp(form: SetUp): Promise<string> {
    const community = await postSetUp(form);
    await load();
    return community.slug;
  }

  async function update(changes: Parameters<typeof updateMe>[0]): Promise<void> {
    user.value = await updateMe(changes);
  }

  return { user, status, isUser, load, begin, signIn, signUp, signOut, setUp, update };
});
