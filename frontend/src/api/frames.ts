import type { Draft, Fold, MemberRef, Message, Notice, Post, RoomInfo, RoomMine, ThreadInfo } from "./shapes";

export type Numbers = Record<string, number>;

export interface HelloEvent {
  on: "hello";
  user: number;
  version: number;
  beat: number;
  limits: { frame: number; body: number };
}
export interface BeatEvent {
  on: "beat";
  n: number;
  numbers: Numbers;
}
export interface RoomChanged {
  on: "room.changed";
  topic: string;
  why: string;
  room: number;
  seq: number;
  rev: number;
  messages: Message[];
  folds: Fold[];
  info: RoomInfo | null;
}
export interface RoomGone {
  on: "room.gone";
  topic: string;
  room: number;
}
export interface RoomJoined {
  on: "room.joined";
  topic: string;
  room: number;
}
export interface TypingEvent {
  on: "typing";
  topic: string;
  room: number;
  member: MemberRef;
}
export interface PresenceEvent {
  on: "presence";
  topic: string;
  room: number;
  here: MemberRef[];
  count: number;
}
export interface ThreadChanged {
  on: "thread.changed";
  topic: string;
  why: string;
  thread: number;
  seq: number;
  rev: number;
  posts: Post[];
  info: ThreadInfo;
}
export interface BoardChanged {
  on: "board.changed";
  topic: string;
  why: string;
  category: number;
  thread: number;
}
export interface ReadMoved {
  on: "read.moved";
  topic: string;
  room: number;
  read_seq: number;
  unread: number;
  mentions: number;
}
export interface NoticeAdded {
  on: "notice.added";
  topic: string;
  notice: Notice;
  unread: number;
}
export interface NoticesRead {
  on: "notices.read";
  topic: string;
  ids: number[];
  unread: number;
}
export interface DraftSaved {
  on: "draft.saved";
  topic: string;
  place: string;
  body: Draft["body"];
  updated_at: string;
}

export type ServerEvent =
  | HelloEvent
  | BeatEvent
  | RoomChanged
  | RoomGone
  | RoomJoined
  | TypingEvent
  | PresenceEvent
  | ThreadChanged
  | BoardChanged
  | ReadMoved
  | NoticeAdded
  | NoticesRead
  | DraftSaved;

/** Every command with what it carries and what its `ok` holds. */
export interface Commands {
  follow: { sends: { topics: string[] }; ok: { numbers: Numbers; refused: string[] } };
  unfollow: { sends: { topics: string[] }; ok: Record<string, never> };
  post: {
    sends: { room: number; client_id: string; body: string; reply_to: number | null };
    ok: { message: Message };
  };
  read: { sends: { room: number; seq: number }; ok: Pick<RoomMine, "read_seq" | "unread" | "mentions"> };
  typing: { sends: { room: number }; ok: Record<string, never> };
  beat: { sends: { n: number }; ok: Record<string, never> };
}
export type CommandName = keyof Commands;

export interface AnswerFrame {
  re: number;
  ok?: unknown;
  error?: { code: string; message: string; data?: Record<string, unknown> };
}
