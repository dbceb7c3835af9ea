import type { NewDevice } from "@/api/shapes";

interface Ports {
  /** The service worker's registration; null where there is none. */
  registration(): Promise<Pick<ServiceWorkerRegistration, "pushManager"> | null>;
  add(device: NewDevice): Promise<unknown>;
  drop(endpoint: string): Promise<unknown>;
}

/** This browser's subscription to notes of the site, and that the server knows of it. */
export class Subscription {
  constructor(private readonly ports: Ports) {}

  async isOn(): Promise<boolean> {
    return (await this.current()) !== null;
  }

  /** Asks for the permission first: browsers allow that only as the answer to a tap. */
  async begin(key: string, name: string): Promise<void> {
    const registration = await this.ports.registration();
    if (!registration) throw new Error("There is no service worker.");
    const old = await registration.pushManager.getSubscription();
    if (old && !isOf(old, key)) await old.unsubscribe();
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
    await this.ports.add(deviceOf(made, name));
  }

  /** Tells the server again: it may have forgotten this browser, or browsers changed what they gave. */
  async renew(key: string, name: string): Promise<void> {
    if (await this.isOn()) await this.begin(key, name);
  }

  /** The server first: without its part done nothing rings, with only ours done it would go on trying. */
  async end(): Promise<void> {
    const current = await this.current();
    if (!current) return;
    await this.ports.drop(current.endpoint).catch(() => {});
    await current.unsubscribe();
  }

  private async current(): Promise<PushSubscription | null> {
    return (await (await this.ports.registration())?.pushManager.getSubscription()) ?? null;
  }
}

function deviceOf(subscription: PushSubscription, name: string): NewDevice {
  const { keys } = subscription.toJSON();
  return { endpoint: subscription.endpoint, keys: { p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" }, name };
}

export function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** A site that changed its key cannot reach what was subscribed with the old one. */
function isOf(subscription: PushSubscription, key: string): boolean {
  const held = subscription.options.applicationServerKey;
  return held !== null && String(new Uint8Array(held)) === String(bytesOf(key));
}
