import { computed, type MaybeRefOrGetter, onScopeDispose, type ShallowRef, shallowRef, toValue, useId } from "vue";

import type { MemberRef, Room } from "@/api/shapes";
import { useI18n } from "@/i18n";
import type { Shortcut } from "@/ui/Shortcuts";
import { useShortcuts } from "@/ui/useShortcuts";

import type { Offered, Option, Source } from "./Completion";
import type { PeopleOf } from "./sources";
import type { Writer } from "./Writer";

interface Field {
  field: Readonly<ShallowRef<HTMLTextAreaElement | null>>;
  room?: MaybeRefOrGetter<Room | null>;
  met?: () => readonly MemberRef[];
  more?: () => Promise<readonly Source[]>;
}

const isComposing = (event?: Event) => (event instanceof InputEvent || event instanceof KeyboardEvent) && event.isComposing;

/** Completion and shortcuts for a field of Markdown; what does it comes when somebody begins to write. */
export function useWriting({ field, room = null, met = () => [], more = async () => [] }: Field) {
  const { t, locale } = useI18n();
  const id = useId();
  const offered = shallowRef<Offered | null>(null);
  const writer = shallowRef<Writer | null>(null);
  let asked: Promise<void> | null = null;

  async function fetchWriter(): Promise<void> {
    const { writerAt } = await import("./desk");
    const roles: PeopleOf["roles"] = { word: (role) => t(`writing.role.${role}`), people: (n) => t("writing.rolePeople", { n }, n) };
    const place = { field: () => field.value, room: () => toValue(room), met, more, locale: () => locale.value, everyone: () => t("stream.mentionAll"), roles };
    writer.value = await writerAt(place, (now) => (offered.value = now));
  }

  function begin(): Promise<void> {
    asked ??= fetchWriter().catch(() => void (asked = null));
    return asked;
  }

  /** What an input method is still composing asks for nothing. */
  function look(event?: Event): void {
    if (isComposing(event)) return writer.value?.close();
    void begin().then(() => writer.value?.look());
  }

  const holds = () => field.value !== null && document.activeElement === field.value;
  const hasChosen = () => holds() && field.value!.selectionEnd > field.value!.selectionStart;
  const on = (keys: string, label: string, act: (one: Writer) => void, when = holds): Shortcut => {
    const run = () => void begin().then(() => writer.value && act(writer.value));
    return { keys, label, group: "writing", run, when, within: () => field.value };
  };
  useShortcuts(
    on("mod+b", "keys.bold", (one) => one.mark("**")),
    on("mod+i", "keys.italic", (one) => one.mark("_")),
    on("mod+e", "keys.code", (one) => one.mark("`")),
    on("mod+shift+x", "keys.strike", (one) => one.mark("~~")),
    // With nothing chosen the key goes where it goes everywhere else.
    on("mod+k", "keys.link", (one) => one.link(), hasChosen),
  );
  onScopeDispose(() => writer.value?.close());

  const option = (index: number) => `${id}-${index}`;
  const aria = computed(() => {
    const now = offered.value;
    return now && { "aria-autocomplete": "list" as const, "aria-haspopup": "listbox" as const, "aria-controls": id, "aria-activedescendant": option(now.active) };
  });

  return {
    id,
    offered,
    aria,
    /** What the field should tell besides its input and keys. */
    on: { focus: () => void begin(), compositionend: look, keyup: look, click: look, blur: () => writer.value?.close() },
    look,
    close: () => writer.value?.close(),
    pick: (chosen: Option) => writer.value?.pick(chosen),
    key: (event: KeyboardEvent) => writer.value?.key(event) ?? false,
    newline: () => writer.value?.newline() ?? false,
    paste: (event: ClipboardEvent) => writer.value?.paste(event) ?? false,
  };
}

export type Writing = ReturnType<typeof useWriting>;
