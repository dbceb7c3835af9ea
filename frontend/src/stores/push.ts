import { defineStore } from "pinia";
import { ref, watch } from "vue";

import { addDevice, dropDevice, fetchPush } from "@/api/push";
import { Subscription } from "@/sync/Subscription";

import { useCommunities } from "./communities";
import { useNotices } from "./notices";

const canRing = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** A word for this browser in the list of devices. */
const nameOf = (agent: string) => /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0].replace("Edg", "Edge") ?? "";

/** Whether this browser rings, and that it does not go on showing what was read. */
export const usePush = defineStore("push", () => {
  const communities = useCommunities();
  const notices = useNotices();
  const permission = ref<NotificationPermission>(canRing ? Notification.permission : "denied");
  const on = ref(false);

  // In development there is no service worker, and `ready` would never come.
  const registration = async () => (canRing ? ((await navigator.serviceWorker.getRegistration()) ?? null) : null);
  const line = new Subscription({ registration, add: addDevice, drop: dropDevice });

  async function look(): Promise<void> {
    on.value = permission.value === "granted" && (await line.isOn());
  }

  async function begin(): Promise<void> {
    permission.value = await Notification.requestPermission();
    if (permission.value !== "granted") return;
    await line.begin((await fetchPush()).key, nameOf(navigator.userAgent));
    on.value = true;
  }

  async function renew(): Promise<void> {
    await look();
    if (on.value) await line.renew((await fetchPush()).key, nameOf(navigator.userAgent));
  }

  async function end(): Promise<void> {
    on.value = false;
    await line.end();
    await putAway(() => true);
  }

  async function putAway(isRead: (tag: string) => boolean): Promise<void> {
    const shown = (await (await registration())?.getNotifications()) ?? [];
    for (const one of shown) if (isRead(one.tag)) one.close();
  }

  const tagOf = (place: string) => `${communities.slug}/${place}`;
  /** Nothing rings on of which the bell says that it was read. */
  function tidy(): void {
    const left = notices.list.filter((notice) => !notice.read);
    if (notices.loading || !communities.slug || left.length < notices.unread) return;
    const tags = new Set(left.map((notice) => tagOf(notice.place)));
    void putAway((tag) => tag.startsWith(tagOf("")) && !tags.has(tag));
  }
  watch(() => [notices.list, notices.unread, notices.loading], tidy, { immediate: true });

  return { canRing, permission, on, look, begin, renew, end };
});
