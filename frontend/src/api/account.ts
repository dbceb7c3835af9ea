import { ApiError, request } from "./http";

const AUTH = "/_allauth/browser/v1/";

interface Answer {
  errors?: { code: string; message: string; param?: string }[];
  meta?: { is_authenticated?: boolean };
}

/** allauth answers 401 for "not signed in (yet)"; only `meta` tells whether that is a failure. */
async function ask(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<boolean> {
  const { status, data } = await request(method, AUTH + path, body);
  const answer = data as Answer;
  const first = answer.errors?.[0];
  if (first) throw new ApiError(`account.${first.code}`, { field: first.param ?? null }, status, first.message);
  if (status === 429) throw new ApiError("rate.limited", { retry_after: 60 }, status);
  if (status === 403) throw new ApiError("forbidden", {}, status);
  if (status >= 500) throw new ApiError("server", {}, status);
  return answer.meta?.is_authenticated ?? status < 400;
}

async function enter(path: string, body: Record<string, string>): Promise<boolean> {
  // Any answer of allauth brings the cookie whose value unsafe requests have to carry.
  if (!document.cookie.includes("csrftoken=")) await ask("GET", "config");
  return ask("POST", path, body);
}

export const signIn = (username: string, password: string) => enter("auth/login", { username, password });
export const signUp = (username: string, password: string) => enter("auth/signup", { username, password });
export const signOut = () => ask("DELETE", "auth/session");
