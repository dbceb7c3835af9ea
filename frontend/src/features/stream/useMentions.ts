import { useDebounceFn } from "@vueuse/core";
import { nextTick, type Ref, ref, type ShallowRef, shallowRef } from "vue";
import { useI18n } from "vue-i18n";

import { listMembers } from "@/api/members";
import { listRoomMembers } from "@/api/rooms";
import type { MemberRef, Room } from "@/api/shapes";
import { useCommunities } from "@/stores/communities";

import { completeMention, mentionAt, type MentionToken } from "./mention";

export interface MentionOption {
  key: string;
  name: string;
  member: MemberRef | null;
  note?: string;
}

const MOST = 6;
const ALL = "all";

/** Completes "@na" while it is typed: who can read the room, and "@all" for those who may call everyone. */
export function useMentions(room: () => Room, body: Ref<string>, field: Readonly<ShallowRef<HTMLTextAreaElement | null>>) {
  const { t } = useI18n();
  const communities = useCommunities();
  const options = shallowRef<MentionOption[]>([]);
  const open = ref(false);
  const active = ref(0);
  let token: MentionToken | null = null;
  let turn = 0;

  async function find(query: string): Promise<MemberRef[]> {
    if (room().kind === "open") return (await listMembers(communities.slug ?? "", { q: query })).results;
    const { results } = await listRoomMembers(room().id);
    return results.filter((member) => member.name.toLowerCase().includes(query.toLowerCase()));
  }

  const search = useDebounceFn(async (query: string) => {
    const mine = ++turn;
    const people = await find(query).catch(() => []);
    if (mine !== turn || !token) return;
    const all = room().can.includes("mention.all") && ALL.startsWith(query.toLowerCase());
    const found = people.filter((member) => member.id !== communities.me?.id).slice(0, MOST);
    options.value = [
      ...found.map((member) => ({ key: String(member.id), name: member.name, member })),
      ...(all ? [{ key: ALL, name: ALL, member: null, note: t("stream.mentionAll") }] : []),
    ];
    active.value = 0;
    open.value = options.value.length > 0;
  }, 120);

  function close() {
    turn += 1;
    token = null;
    open.value = false;
  }

  function look() {
    const next = mentionAt(body.value, field.value?.selectionStart ?? body.value.length);
    if (!next) return close();
    if (token?.query === next.query && token.start === next.start) return;
    token = next;
    void search(next.query);
  }

  function pick(option: MentionOption) {
    if (!token) return;
    const { text, caret } = completeMention(body.value, token, option.name);
    body.value = text;
    close();
    void nextTick(() => {
      field.value?.focus();
      field.value?.setSelectionRange(caret, caret);
    });
  }

  /** Whether the key was meant for the list. */
  function key(event: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = options.value[active.value];
    if (!open.value || !chosen) return false;
    if (step) active.value = (active.value + step + options.value.length) % options.value.length;
    else if (event.key === "Enter" || event.key === "Tab") pick(chosen);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { options, open, active, look, pick, key, close };
}
