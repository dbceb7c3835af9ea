import type { RoomMine } from "./shapes";
import type { Followed, Posted, SocketPost } from "./wire";

export type { Hello, RoomChanged, ServerEvent, ThreadChanged } from "./wire";
export type Numbers = Followed["numbers"];

type Nothing = Record<string, never>;

/** Every command with what it carries and what its `ok` holds. */
export interface Commands {
  follow: { sends: { topics: string[] }; ok: Followed };
  unfollow: { sends: { topics: string[] }; ok: Nothing };
  post: { sends: SocketPost; ok: Posted };
  read: { sends: { room: number; seq: number }; ok: Pick<RoomMine, "read_seq" | "unread" | "mentions"> };
  typing: { sends: { room: number }; ok: Nothing };
  beat: { sends: { n: number }; ok: Nothing };
}
export type CommandName = keyof Commands;

export interface AnswerFrame {
  re: number;
  ok?: unknown;
  error?: { code: string; message: string; data?: Record<string, unknown> };
}
