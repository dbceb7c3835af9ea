import { expect, it, vi } from "vitest";

import { HostLine } from "./HostLine";

function stage() {
  const said: unknown[] = [];
  const host = { postMessage: (message: unknown) => void said.push(message) };
  const target = new EventTarget();
  const line = new HostLine(host, target as unknown as Window);
  const hear = (data: unknown, source: unknown = host) => target.dispatchEvent(Object.assign(new Event("message"), { data, source }));
  return { said, line, hear };
}

it("asks for a token and takes the answer", async () => {
  const { said, line, hear } = stage();
  const token = line.introduce();
  expect(said).toEqual([{ oxbow: 1, on: "hello" }]);
  hear({ oxbow: 1, do: "open", room: 3 });
  hear({ oxbow: 1, do: "token", token: "signed", room: 5 });
  expect(await token).toMatchObject({ token: "signed", room: 5 });
});

it("waits for a silent page only for a while", async () => {
  vi.useFakeTimers();
  const token = stage().line.introduce();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await token).toEqual({ token: null });
  vi.useRealTimers();
});

it("hears only the page right around it, and only its own language", () => {
  const { line, hear } = stage();
  const wishes: unknown[] = [];
  const stop = line.onWish((wish) => wishes.push(wish));
  hear({ oxbow: 1, do: "open", room: 1 }, {});
  hear({ do: "open", room: 2 });
  hear("open");
  hear({ oxbow: 1, do: "open", room: 3 });
  stop();
  hear({ oxbow: 1, do: "open", room: 4 });
  expect(wishes).toEqual([{ oxbow: 1, do: "open", room: 3 }]);
});
