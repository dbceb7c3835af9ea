import type { RoomMine } from "./shapes";
import type { Changes, Followed, FollowTopics, Posted, SocketPost, ThreadChanges } from "./wire";

export type { Hello, RoomChanged, ServerEvent, ThreadChanged } from "./wire";
export type Numbers = Followed["numbers"];
/** Why somebody asks for what changed since a number: for the operator's figures. */
export type Why = NonNullable<FollowTopics["why"]>;
/** What changed in a topic while we were away: of a room, or of a thread. */
export type Missed = Changes | ThreadChanges;

type Nothing = Record<string, never>;

/** Every command with what it carries and what its `ok` holds. */
export interface Commands {
  follow: { sends: FollowTopics; ok: Followed };
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
