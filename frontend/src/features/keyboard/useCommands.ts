import { computed } from "vue";
import { useRoute, useRouter } from "vue-router";

import type { MemberRef, Thread } from "@/api/shapes";
import { titleOf } from "@/features/rooms/title";
import { languageNames } from "@/features/settings/languages";
import { useI18n } from "@/i18n";
import { useCommunities } from "@/stores/communities";
import { useNotices } from "@/stores/notices";
import { LOCALES, THEMES, usePrefs } from "@/stores/prefs";
import { useRooms } from "@/stores/rooms";
import type { IconName } from "@/ui/icons";

import type { Entry } from "./rank";

export type Kind = "room" | "direct" | "thread" | "member" | "action";
export interface Command extends Entry {
  kind: Kind;
  icon: IconName;
  run: () => void;
}

const PLACES = [
  ["rooms", "hash", "nav.rooms"],
  ["board", "board", "nav.board"],
  ["capsules", "capsule", "capsule.essence"],
  ["inbox", "bell", "nav.inbox"],
  ["search", "search", "search.label"],
  ["members", "users", "nav.members"],
  ["me", "settings", "settings.title"],
] as const satisfies readonly (readonly [string, IconName, string])[];

const THEME_NAMES = { auto: "settings.themeAuto", light: "settings.themeLight", dark: "settings.themeDark" } as const;

/** Everything that the palette can reach, most recent first. */
export function useCommands(found: { threads: () => readonly Thread[]; members: () => readonly MemberRef[] }, help: () => void) {
  const { t } = useI18n();
  const router = useRouter();
  const route = useRoute();
  const rooms = useRooms();
  const communities = useCommunities();
  const notices = useNotices();
  const prefs = usePrefs();
  const go = (name: string, params: Record<string, number> = {}, query: Record<string, string> = {}) =>
    void router.push({ name, params: { slug: communities.slug, ...params }, query });
  const action = (id: string, icon: IconName, name: string, run: () => void): Command => ({ id: `action:${id}`, kind: "action", icon, name, run });

  async function write(member: number): Promise<void> {
    const room = await rooms.direct(member);
    go("room", { room: room.id });
  }

  const talks = computed(() =>
    rooms.list.map((room): Command => {
      const kind = room.kind === "direct" ? "direct" : "room";
      return { id: `room:${room.id}`, kind, icon: kind === "direct" ? "user" : "hash", name: titleOf(room), run: () => go("room", { room: room.id }) };
    }),
  );
  const threads = computed(() =>
    found.threads().map((thread): Command => ({ id: `thread:${thread.id}`, kind: "thread", icon: "board", name: thread.title, run: () => go("thread", { thread: thread.id }) })),
  );
  const members = computed(() => {
    const known = new Set(rooms.list.map((room) => room.peer?.id));
    return found
      .members()
      .filter((member) => member.id !== communities.me?.id && !known.has(member.id))
      .map((member): Command => ({ id: `member:${member.id}`, kind: "member", icon: "user", name: member.name, run: () => void write(member.id).catch(() => {}) }));
  });

  const here = computed(() => (typeof route.params.room === "string" ? rooms.byId.get(Number(route.params.room)) : undefined));
  const inRoom = computed(() => {
    const room = here.value;
    if (!room?.mine) return [];
    return [
      action("catch-up", "inbox", t("catchUp.open"), () => go("catch-up", { room: room.id })),
      action("read", "check", t("palette.readRoom", { room: titleOf(room) }), () => void rooms.readAll(room.id).catch(() => {})),
    ];
  });
  const actions = computed(() => [
    ...inRoom.value,
    ...(communities.can("thread.create") ? [action("thread", "plus", t("board.newThread"), () => go("board", {}, { new: "1" }))] : []),
    ...PLACES.map(([name, icon, label]) => action(name, icon, t("palette.goTo", { place: t(label) }), () => go(name))),
    action("notices", "check", t("notices.readAll"), () => void notices.readAll().catch(() => {})),
    ...THEMES.map((theme) => action(theme, "eye", t("palette.theme", { theme: t(THEME_NAMES[theme]) }), () => (prefs.theme = theme))),
    ...LOCALES.map((locale) => action(locale, "globe", t("palette.language", { language: languageNames[locale] }), () => prefs.setLocale(locale))),
    action("help", "info", t("keys.title"), help),
  ]);

  return computed(() => [...talks.value, ...threads.value, ...members.value, ...actions.value]);
}
