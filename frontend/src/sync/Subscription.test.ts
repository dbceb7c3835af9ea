import { beforeEach, expect, test, vi } from "vitest";

import { bytesOf, Subscription } from "./Subscription";

const [KEY, NEW_KEY] = ["BAEC", "BAED"];
let held: { endpoint: string; key: string } | null;
let told: string[];

const subscription = () =>
  held && {
    endpoint: held.endpoint,
    options: { applicationServerKey: bytesOf(held.key).buffer },
    toJSON: () => ({ keys: { p256dh: "point", auth: "secret" } }),
    unsubscribe: async () => ((held = null), true),
  };

const pushManager = {
  getSubscription: async () => subscription(),
  subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
    held ??= { endpoint: "https://push.example.org/1", key: btoa(String.fromCharCode(...applicationServerKey)) };
    return subscription();
  },
} as unknown as PushManager;

const make = (drop = async (endpoint: string) => void told.push(`- ${endpoint}`)) =>
  new Subscription({ registration: async () => ({ pushManager }), add: async ({ endpoint }) => void told.push(`+ ${endpoint}`), drop });

beforeEach(() => {
  held = null;
  told = [];
});

test("the server is told of what the browser subscribed to", async () => {
  const line = make();
  await line.begin(KEY, "Phone");
  expect(await line.isOn()).toBe(true);
  expect(told).toEqual(["+ https://push.example.org/1"]);
});

test("a site with a new key gets a new subscription", async () => {
  held = { endpoint: "https://push.example.org/old", key: KEY };
  await make().begin(NEW_KEY, "Phone");
  expect(told).toEqual(["+ https://push.example.org/1"]);
});

test("whoever ends it while the server is away hears nothing more all the same", async () => {
  held = { endpoint: "https://push.example.org/1", key: KEY };
  await make(() => Promise.reject(new Error("offline"))).end();
  expect(held).toBeNull();
});

test("nothing is renewed where nothing was asked for", async () => {
  await make().renew(KEY, "Phone");
  expect(told).toEqual([]);
  expect(held).toBeNull();
});

test("without a service worker it says so", async () => {
  const line = new Subscription({ registration: async () => null, add: vi.fn(), drop: vi.fn() });
  expect(await line.isOn()).toBe(false);
  await expect(line.begin(KEY, "Phone")).rejects.toThrow("service worker");
});
