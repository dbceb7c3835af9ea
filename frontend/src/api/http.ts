import { Ahead, wantedAt } from "./ahead";

export type ErrorData = Record<string, unknown>;

/** What either door answers when it refuses: the code and the data that the interface translates. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly data: ErrorData = {},
    readonly status = 0,
    message = code,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

export function asApiError(reason: unknown): ApiError {
  if (reason instanceof ApiError) return reason;
  return new ApiError("unknown", {}, 0, reason instanceof Error ? reason.message : String(reason));
}

/** Worth trying again without asking anybody: the request never got a verdict. */
export function isPassing(error: ApiError): boolean {
  return ["network", "offline", "timeout", "rate.limited", "server.away"].includes(error.code) || error.status >= 500;
}

const API = "/api/v1/";
const TIMEOUT = 20_000;
const CODE_BY_STATUS: Record<number, string> = {
  401: "auth.required",
  403: "forbidden",
  404: "not_found",
  429: "rate.limited",
};

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Query = Record<string, string | number | boolean | null | undefined>;

let onSignedOut: () => void = () => {};
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

let session = "";
let fileKey = "";

/** From now on requests and the socket carry this session instead of cookies, which a frame does not have. */
export function bearSession(key: string, files: string): void {
  session = key;
  fileKey = files;
}

/** The address of a file; pictures and sounds carry no session but the key in it. */
export const withFileKey = (path: string): string => (fileKey ? `${path}?key=${encodeURIComponent(fileKey)}` : path);

/** The protocols with which the socket names that session; none where there are cookies. */
export const socketProtocols = (): string[] => (session ? ["oxbow", `session.${session}`] : []);

function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** The raw request: both Django's API and allauth's go through here. */
export async function request(method: Method, url: string, body?: unknown): Promise<{ status: number; data: unknown }> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (session) headers.Authorization = `Session ${session}`;
  else if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  try {
    const response = await fetch(url, {
      method,
      headers,
      credentials: "same-origin",
      signal: stop.signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, data: await bodyOf(response) };
  } catch {
    throw new ApiError(stop.signal.aborted ? "timeout" : "network");
  } finally {
    clearTimeout(timer);
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {};
  }
}

interface Exchange {
  headers?: Record<string, string>;
  body?: Blob;
  signal?: AbortSignal;
  /** How long to wait for the answer, in milliseconds. */
  patience?: number;
}

/** For what is no JSON: the answer as it came, or the refusal that it is. */
export async function exchange(method: Method | "HEAD", path: string, given: Exchange = {}): Promise<Response> {
  const response = await answered(method, API + path, given);
  if (response.status < 400) return response;
  throw refusal(response.status, await bodyOf(response));
}

async function answered(method: string, url: string, { headers = {}, body, signal, patience = TIMEOUT }: Exchange): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const given = () => stop.abort();
  signal?.addEventListener("abort", given);
  if (signal?.aborted) given();
  try {
    const all = new Headers(headers);
    if (session) all.set("Authorization", `Session ${session}`);
    else if (method !== "GET" && method !== "HEAD") all.set("X-CSRFToken", csrfToken());
    return await fetch(url, { method, body, credentials: "same-origin", signal: stop.signal, headers: all });
  } catch {
    throw new ApiError(stop.signal.aborted && !signal?.aborted ? "timeout" : "network");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", given);
  }
}

interface ErrorBody {
  code?: string;
  message?: string;
  data?: ErrorData;
}

const ahead = new Ahead((path) => request("GET", API + path));

/** Asks at once for what the page at an address will need. */
export const lookAhead = (pathname: string, isKnown: boolean): void => ahead.fetch(wantedAt(pathname, isKnown));

async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const early = method === "GET" ? ahead.take(path) : null;
  const { status, data } = await (early ?? request(method, API + path, body));
  if (status < 400) return data as T;
  throw refusal(status, data);
}

function refusal(status: number, data: unknown): ApiError {
  const { code, message, data: details } = data as ErrorBody;
  const error = new ApiError(
    code ?? CODE_BY_STATUS[status] ?? (status >= 500 ? "server" : "unknown"),
    details ?? {},
    status,
    message,
  );
  if (error.code === "auth.required") onSignedOut();
  return error;
}

export const http = {
  get: <T>(path: string, query?: Query) => call<T>("GET", withQuery(path, query)),
  post: <T>(path: string, body: unknown = {}) => call<T>("POST", path, body),
  put: <T>(path: string, body: unknown = {}) => call<T>("PUT", path, body),
  patch: <T>(path: string, body: unknown) => call<T>("PATCH", path, body),
  delete: <T>(path: string, body?: unknown) => call<T>("DELETE", path, body),
};

export interface List<T> {
  results: T[];
  next: string | null;
}
