import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import * as account from "@/api/account";
import { whenSignedOut } from "@/api/http";
import { fetchMe, updateMe, type User } from "@/api/me";
import { setUp as postSetUp } from "@/api/setup";
import type { SetUp } from "@/api/shapes";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { forgetCommunity } from "./entrance";

/** Who uses this browser. `unknown` until the first answer. */
export const useSession = defineStore("session", () => {
  const communities = useCommunities();
  const connection = useConnection();
  const user = shallowRef<User | null>(null);
  const status = ref<"unknown" | "guest" | "user">("unknown");
  const isUser = computed(() => status.value === "user");

  async function load(): Promise<void> {
    const me = await fetchMe();
    user.value = me.user;
    status.value = me.user ? "user" : "guest";
    communities.mine = me.communities;
    if (me.user) connection.start();
    else connection.stop();
  }

  function forget(): void {
    user.value = null;
    status.value = "guest";
    communities.mine = [];
    forgetCommunity();
    connection.stop();
  }
  whenSignedOut(forget);

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
  }

  async function setUp(form: SetUp): Promise<string> {
    const community = await postSetUp(form);
    await load();
    return community.slug;
  }

  async function update(changes: Parameters<typeof updateMe>[0]): Promise<void> {
    user.value = await updateMe(changes);
  }

  return { user, status, isUser, load, signIn, signUp, signOut, setUp, update };
});
