import type { Card, Conversation, Fold, MemberRef, Message, Post, Sticker } from "@/api/shapes";

export const ada: MemberRef = { id: 1, name: "Ada", hue: 20, role: "owner" };
export const ben: MemberRef = { id: 2, name: "Ben", hue: 140, role: "member" };

/** By default a message took its place and its number together. */
export function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: 100 + seq,
    room: 5,
    seq,
    rev: seq,
    client_id: `c${seq}`,
    kind: "text",
    author: ada,
    body: `words ${seq}`,
    files: [],
    preview: null,
    reply_to: null,
    created_at: "2026-11-21T08:00:00Z",
    edited_at: null,
    removed: null,
    reactions: [],
    mentions: [],
    mention_all: false,
    pinned: false,
    fold: null,
    ...more,
  };
}

export function fold(id: number, seq: number, more: Partial<Fold> = {}): Fold {
  return {
    id,
    room: 5,
    rev: 50,
    seq,
    count: 2,
    title: "Where to meet",
    by: ada,
    created_at: "2026-11-21T09:00:00Z",
    undone: false,
    thread: 3,
    promotion: 4,
    replies: 0,
    last_by: null,
    last_at: null,
    ...more,
  };
}

export function post(seq: number, path: string, more: Partial<Post> = {}): Post {
  return {
    id: 200 + seq,
    thread: 3,
    seq,
    rev: seq,
    client_id: `p${seq}`,
    parent: null,
    path,
    depth: path.split(".").length - 1,
    author: ada,
    body: `post ${seq}`,
    files: [],
    preview: null,
    reply_to: null,
    created_at: "2026-11-21T08:00:00Z",
    edited_at: null,
    removed: null,
    reactions: [],
    origin: null,
    ...more,
  };
}

export function conversation(id: number, more: Partial<Conversation> = {}): Conversation {
  return {
    id,
    room: 5,
    first_seq: 10 * id,
    last_seq: 10 * id + 8,
    first_at: "2026-11-21T08:00:00Z",
    last_at: "2026-11-21T09:00:00Z",
    messages: 6,
    people: [ada, ben],
    people_count: 2,
    title: `Talk ${id}`,
    fold: null,
    thread: null,
    ...more,
  };
}

export function card(id: number, more: Partial<Card> = {}): Card {
  return {
    conversation: conversation(id),
    unread: 6,
    stake: "took_part",
    score: 0.5,
    lines: [{ message: 100 + 10 * id, seq: 10 * id, author: ada, excerpt: "The key line" }],
    perhaps: [],
    mentions: 0,
    followed: false,
    ...more,
  };
}

export const sticker = (id: number, name = `Sticker ${id}`, keywords = ""): Sticker => ({
  id,
  file: { id: 500 + id, kind: "sticker", name, size: 9000, type: "image/webp", width: 512, height: 384, seconds: null, peaks: null },
  keywords,
});
