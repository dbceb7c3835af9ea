import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { signIn } from "./account";
import { ApiError, http, isPassing, whenSignedOut, withQuery } from "./http";

const answers = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
  document.cookie = "csrftoken=tok3n";
});
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

test("unsafe requests carry the CSRF token, safe ones do not", async () => {
  fetched.mockImplementation(async () => answers(200, {}));
  await http.get("rooms/5/");
  await http.put("rooms/5/level/", { level: "all" });
  const [[, get], [url, put]] = fetched.mock.calls as [unknown, RequestInit][] as [[string, RequestInit], [string, RequestInit]];
  expect(get.headers).not.toHaveProperty("X-CSRFToken");
  expect(put.headers).toMatchObject({ "X-CSRFToken": "tok3n", "Content-Type": "application/json" });
  expect(url).toBe("/api/v1/rooms/5/level/");
});

test("a refusal becomes an error with its code, data and status", async () => {
  fetched.mockResolvedValue(answers(429, { code: "rate.limited", message: "Slow down.", data: { retry_after: 12 } }));
  await expect(http.post("x/")).rejects.toMatchObject({ code: "rate.limited", data: { retry_after: 12 }, status: 429 });
});

test("an answer that is not ours still has a code", async () => {
  fetched.mockResolvedValue(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  const error = await http.get("x/").catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "server", status: 502 });
  expect(isPassing(error as ApiError)).toBe(true);
});

test("a broken network is told from a refusal", async () => {
  fetched.mockRejectedValue(new TypeError("Failed to fetch"));
  await expect(http.get("x/")).rejects.toMatchObject({ code: "network", status: 0 });
});

test("the end of a session is told once, where it is noticed", async () => {
  const told = vi.fn();
  whenSignedOut(told);
  fetched.mockResolvedValue(answers(401, { code: "auth.required", message: "", data: {} }));
  await http.get("me/").catch(() => {});
  expect(told).toHaveBeenCalledOnce();
});

test("empty parameters are left out of the address", () => {
  expect(withQuery("threads/", { sort: "new", tag: null, after: "", category: 0 })).toBe("threads/?sort=new&category=0");
});

test("a wrong password says so under its own code", async () => {
  fetched.mockResolvedValue(
    answers(400, { status: 400, errors: [{ code: "username_password_mismatch", message: "No.", param: "password" }] }),
  );
  await expect(signIn("ada", "wrong")).rejects.toMatchObject({ code: "account.username_password_mismatch" });
});
