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
