/** What the server tells this device: its shape is `PushNote` of the protocol. */
export interface Note {
  title: string;
  body: string;
  tag: string;
  path: string;
  count: number;
  locale: string;
  still: string[];
}

interface Shown {
  tag: string;
  close(): void;
}

interface Window {
  focused: boolean;
  focus(): Promise<unknown>;
  postMessage(word: { do: "open"; path: string }): void;
}

/** What of the browser's own a note needs. */
export interface Clients {
  matchAll(of: { type: "window" }): Promise<readonly Window[]>;
  openWindow(path: string): Promise<unknown>;
}

export interface Board {
  getNotifications(): Promise<readonly Shown[]>;
  showNotification(title: string, options: ReturnType<typeof optionsOf>): Promise<void>;
}

export function noteOf(text: string | undefined): Note | null {
  try {
    const note = JSON.parse(text ?? "") as Note;
    return typeof note.title === "string" && typeof note.tag === "string" ? note : null;
  } catch {
    return null;
  }
}

/** A place has one notification: the new one takes the place of the old one, and rings again. */
export const optionsOf = (note: Note) => ({
  body: note.body,
  tag: note.tag,
  renotify: true,
  lang: note.locale,
  icon: "/icons/any-192.png",
  badge: "/icons/badge-96.png",
  data: { path: note.path },
});

/** What was read elsewhere rings no more. */
export function putAway(shown: readonly Shown[], note: Note): void {
  for (const one of shown) if (!note.still.includes(one.tag)) one.close();
}

/** Only ways inside of this site: a note is no link to anywhere. */
export function pathOf(data: unknown): string {
  const path = (data as { path?: unknown } | null)?.path;
  return typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : "/";
}

/**
 * Each note also tells what is left: a browser lets no push come that shows nothing, so what was read elsewhere while
 * no page was open goes with the next one, or with the next page.
 */
export async function ring(text: string | undefined, clients: Clients, board: Board): Promise<void> {
  const note = noteOf(text);
  if (!note) return;
  putAway(await board.getNotifications(), note);
  // Whoever looks at the app sees the bell there.
  if ((await clients.matchAll({ type: "window" })).some((window) => window.focused)) return;
  await board.showNotification(note.title, optionsOf(note));
}

/** The tab that is there comes to the front and goes to the message; without one a new one opens. */
export async function open(path: string, clients: Clients): Promise<void> {
  const [window] = await clients.matchAll({ type: "window" });
  if (!window) {
    await clients.openWindow(path);
    return;
  }
  await window.focus();
  window.postMessage({ do: "open", path });
}
