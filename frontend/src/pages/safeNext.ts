/** Where to go after signing in: a path of this site, never the address of another. */
export function safeNext(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/u.test(next) ? next : "/";
}
