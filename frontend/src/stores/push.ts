import { defineStore } from "pinia";
import { ref } from "vue";

import { addDevice, dropDevice, fetchPush } from "@/api/push";
import { Subscription } from "@/sync/Subscription";

import { useCommunities } from "./communities";
import { useConnection } from "./connection";
import { useNotices } from "./notices";

const canRing = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** A word for this browser in the list of devices. */
const nameOf = (agent: string) => /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0].replace("Edg", "Edge") ?? "";

/** Whether this browser rings, and that it does not go on showing what was read. */
export const usePush = defineStore("push", () => {
  const connection = useConnection();
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
  connection.on("read.moved", ({ room, mentions }) => {
    if (mentions === 0) void putAway((tag) => tag === tagOf(`room:${room}`));
  });
  connection.on("notices.read", ({ unread }) => {
    const left = new Set(notices.list.filter((notice) => !notice.read).map((notice) => tagOf(notice.place)));
    const known = new Set(notices.list.map((notice) => tagOf(notice.place)));
    void putAway((tag) => tag.startsWith(tagOf("")) && (unread === 0 || (known.has(tag) && !left.has(tag))));
  });

  return { canRing, permission, on, look, begin, renew, end };
});
