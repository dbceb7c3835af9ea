import type { Thread } from "@/api/shapes";
import * as api from "@/api/threadKinds";

type Keep = (thread: Thread) => Thread;
type Change = (id: number, optimistic: Partial<Thread>, act: () => Promise<Thread>) => Promise<void>;

/** What is done with threads of a kind. Each says what was seen, so that of two at once one is told. */
export function kindVerbs(change: Change, keep: Keep) {
  const convert = ({ id, kind: was, status }: Thread, kind: api.ThreadKind) => change(id, {}, () => api.convertThread(id, { kind, was, status }));

  const accept = ({ id, answer }: Thread, post: number) => change(id, {}, () => api.acceptAnswer(id, { post, instead: answer?.id ?? null }));

  const unaccept = ({ id }: Thread, post: number) => change(id, {}, () => api.takeAnswerBack(id, post));

  const decide = ({ id, status: was }: Thread, status: api.IdeaStatus, reason: string) =>
    change(id, {}, () => api.decideIdea(id, { status, was: was ?? "open", reason }));

  /** Throws what stands against it: the editor keeps the words and shows what was written meanwhile. */
  const writeNote = async (id: number, body: string, revision: number) => keep(await api.writeNote(id, { body, revision }));

  return { convert, accept, unaccept, decide, writeNote };
}
