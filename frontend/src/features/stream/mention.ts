export interface MentionToken {
  /** Index of the "@". */
  start: number;
  end: number;
  query: string;
}

const BEFORE_CARET = /(?:^|[\s(（「，。！？、,.!?])@([^\s@]{0,24})$/u;

/** The "@na" that is being typed at the caret, if any; an address like a@b is none. */
export function mentionAt(text: string, caret: number): MentionToken | null {
  const match = BEFORE_CARET.exec(text.slice(0, caret));
  if (!match) return null;
  const query = match[1] ?? "";
  return { start: caret - query.length - 1, end: caret, query };
}

export function completeMention(text: string, token: MentionToken, name: string): { text: string; caret: number } {
  const inserted = `@${name} `;
  return { text: text.slice(0, token.start) + inserted + text.slice(token.end), caret: token.start + inserted.length };
}
