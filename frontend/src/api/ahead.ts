/** For so long an answer is as good as one that is asked for now, in milliseconds. */
const FRESH = 10_000;
const ROOM = /^\/c\/([^/]+)\/r\/(\d+)\/?$/;

/** Answers that are asked for before anybody needs them: over a long line each would wait for the one before. */
export class Ahead<Answer> {
  private readonly asked = new Map<string, { answer: Promise<Answer>; at: number }>();

  constructor(private readonly ask: (path: string) => Promise<Answer>) {}

  fetch(paths: readonly string[], now = Date.now()): void {
    for (const path of paths) {
      const answer = this.ask(path);
      answer.catch(() => {});
      this.asked.set(path, { answer, at: now });
    }
  }

  /** The answer, once: whoever asks again wants to know what is so now. */
  take(path: string, now = Date.now()): Promise<Answer> | null {
    const found = this.asked.get(path);
    this.asked.delete(path);
    return found && now - found.at < FRESH ? found.answer : null;
  }
}

/** What the page at an address will ask for; a browser that was here before has messages of its own. */
export function wantedAt(pathname: string, isKnown: boolean): string[] {
  const [, slug, room] = ROOM.exec(pathname) ?? [];
  if (!slug) return [];
  const place = `communities/${slug}/`;
  return ["me/", place, `${place}rooms/`, ...(isKnown ? [] : [`rooms/${room}/messages/`])];
}
