import type { Load, MemberRef, Message, Thread } from "@/api/shapes";
import type { DeckCard } from "@/sync/CatchUpDeck";
import { card, conversation, fold, message } from "@/sync/fixtures";
import type { Outgoing } from "@/sync/Outbox";
import type { TrayItem } from "@/sync/Tray";

const people: MemberRef[] = [
  { id: 1, name: "Ada Lind", hue: 20, role: "owner" },
  { id: 2, name: "王小明", hue: 200, role: "member" },
  { id: 3, name: "Jonas", hue: 300, role: "moderator" },
  { id: 4, name: "陳美玲", hue: 130, role: "member" },
];
const [ada, ming, jonas, mei] = people as [MemberRef, MemberRef, MemberRef, MemberRef];
const at = (minute: number) => new Date(Date.UTC(2026, 4, 6, 9, minute)).toISOString();

/** The same in both languages, so that what fits in one is seen in the other. */
const WORDS = {
  en: {
    first: "The ferry at ten is full. Shall we take the one at noon, and have lunch on the boat?",
    second: "Noon is fine. I bring bread, **you** bring the cheese.",
    third: "@王小明 could you keep two seats?",
    title: "Which ferry, and what is for lunch",
    line: "The one at noon; bread and cheese on the boat",
  },
  zh: {
    first: "十点的渡轮满了。我们坐中午那班，在船上吃午饭好吗？",
    second: "中午可以。我带面包，**你**带奶酪。",
    third: "@王小明 能帮忙占两个座吗？",
    title: "坐哪班渡轮，午饭吃什么",
    line: "中午那班；面包和奶酪在船上吃",
  },
} as const;
export type Tongue = keyof typeof WORDS;
export { people };

export const messagesIn = (tongue: Tongue): Message[] => {
  const { first, second, third } = WORDS[tongue];
  return [
    message(1, { author: ming, body: first, created_at: at(1), reactions: [{ emoji: "👍", count: 3, members: [1, 3, 4] }, { emoji: "🧀", count: 1, members: [2] }] }),
    message(2, { author: ada, body: second, created_at: at(2), edited_at: at(4), reply_to: { id: 101, seq: 1, author: ming, excerpt: first, removed: null, fold: null } }),
    message(3, { author: jonas, body: third, created_at: at(3), mentions: [1], pinned: true }),
    message(4, { author: mei, body: "⛴️", created_at: at(4) }),
  ];
};

export const foldIn = (tongue: Tongue) => fold(9, 1, { title: WORDS[tongue].title, by: ada, count: 4, replies: 12, last_by: "陳美玲", last_at: at(30) });

export const cardsIn = (tongue: Tongue): DeckCard[] =>
  (["mentioned", "followed", "size"] as const).map((stake, index) => ({
    ...card(index + 1, {
      stake,
      mentions: index === 0 ? 2 : 0,
      conversation: conversation(index + 3, { title: WORDS[tongue].title, people, people_count: 7, last_at: at(20) }),
      lines: [{ message: 1, seq: 1, author: ming, excerpt: WORDS[tongue].line }],
    }),
    read: index === 2,
    error: null,
  }));

export const threadIn = (tongue: Tongue) =>
  ({
    id: 3, kind: "question", status: "open", revision: 1, answer: null, title: WORDS[tongue].title, excerpt: WORDS[tongue].first, author: ada, category: 1, tags: [], pinned: true, locked: false, removed: null, replies: 12,
    created_at: at(5), last_at: at(30), last_by: mei, origin: { room: 5, room_name: "Harbour", seq: 1, promotion: 4 }, can: [],
    mine: { unread: 3, level: "normal", read_seq: 9 },
  }) as unknown as Thread;

export const STATES = ["calm", "busy", "overloaded"] as const;
const OFFERS: Record<Load["state"], Load["offers"]> = {
  calm: [],
  busy: [{ kind: "promote_biggest", conversation: 4 }],
  overloaded: [{ kind: "promote_biggest", conversation: 4 }, { kind: "slow_mode", conversation: null }, { kind: "split", conversation: null }],
};

export const loadIn = (state: Load["state"]): Load => {
  const step = STATES.indexOf(state) + 1;
  return {
    room: 5, state, since: at(5), gauge: 0.33 * step, messages_per_minute: 4 * step, words_per_minute: 60 * step, posters: 6 * step, conversations: step,
    offers: OFFERS[state], limits: { posters: 20, messages: 10, words: 120 }, relief: "propose", slow: state === "overloaded" ? 30 : 0,
  };
};

/** Posts of one's own before they stand: each as their author sees it. */
export const outgoingIn = (tongue: Tongue): Outgoing[] => {
  const { first, second, third, line } = WORDS[tongue];
  const one = (client_id: string, body: string, more: Partial<Outgoing> = {}): Outgoing => ({
    client_id, room: 5, body, reply_to: null, files: [], at: at(6), state: "waiting", error: null, hold: null, ...more,
  });
  return [
    one("a", second),
    one("b", third, { state: "sending" }),
    one("c", line, { hold: { code: "room.slow_mode", until: Date.now() + 45_000 } }),
    one("d", first, { state: "failed", error: { code: "forbidden", data: {} } }),
  ];
};

export const VOICE = { id: 0, seconds: 14, peaks: Array.from({ length: 40 }, (_, nth) => 4 + ((nth * 7) % 24)) };

const carried = (key: number, name: string, more: Partial<TrayItem>): TrayItem => ({
  key, name, kind: "document", preview: null, seconds: null, peaks: null, size: 240_000, state: "done", fraction: 1, error: null, file: null, kept: true, ...more,
});
export const TRAY: TrayItem[] = [
  carried(1, "ferry.pdf", { state: "going", fraction: 0.4 }),
  carried(2, "渡轮时刻表.xlsx", { state: "waiting", fraction: 0.7 }),
  carried(3, "lunch.txt", {}),
  carried(4, "film.zip", { state: "failed", error: { code: "files.too_large", data: { mb: 20 } } }),
];
