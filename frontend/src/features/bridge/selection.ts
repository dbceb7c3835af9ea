import type { Message } from "@/api/shapes";

/** Words that stand in the stream and nowhere else can be chosen. */
export const isSelectable = (message: Message) => message.kind === "text" && message.fold === null && message.removed === null;

/** What is chosen for promotion: one by one, or "from here to here". */
export interface Selection {
  ids: ReadonlySet<number>;
  /** The message from which a range is drawn. */
  anchor: number | null;
  ranging: boolean;
}

export const begin = (message: Message): Selection => ({ ids: new Set([message.id]), anchor: message.id, ranging: false });

export function tap(selection: Selection, message: Message, rows: readonly Message[]): Selection {
  if (!isSelectable(message)) return selection;
  if (selection.ranging) return reachTo(selection, message, rows);
  const ids = new Set(selection.ids);
  if (!ids.delete(message.id)) ids.add(message.id);
  return { ids, anchor: message.id, ranging: false };
}

function reachTo(selection: Selection, message: Message, rows: readonly Message[]): Selection {
  const from = rows.find((row) => row.id === selection.anchor)?.seq ?? message.seq;
  const [first, last] = from < message.seq ? [from, message.seq] : [message.seq, from];
  const between = rows.filter((row) => row.seq >= first && row.seq <= last && isSelectable(row));
  return { ids: new Set([...selection.ids, ...between.map((row) => row.id)]), anchor: message.id, ranging: false };
}

const LONGEST_SUGGESTION = 60;

/** The first words of the talk, without marks, as a first guess at a title. */
export function suggestTitle(messages: readonly Message[]): string {
  const first = messages.map((message) => plain(message.body)).find((words) => [...words].length >= 3) ?? "";
  const sentence = /^.*?(?:[。！？]|[.!?](?=\s|$))/u.exec(first)?.[0] ?? first;
  const letters = [...sentence.replace(/[.。]$/u, "")];
  return letters.length <= LONGEST_SUGGESTION ? letters.join("") : `${letters.slice(0, LONGEST_SUGGESTION - 1).join("")}…`;
}

function plain(body: string): string {
  return body
    .replace(/```[\s\S]*?```/gu, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replace(/https?:\/\/\S+/gu, " ")
    .replace(/^(?:@\S+[\s,:，：]+)+/u, "")
    .replace(/[*_`#>~]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}
