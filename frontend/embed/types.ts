/** What the frame tells its host page. */
export type HostEvent =
  | { on: "ready"; signedIn: boolean }
  | { on: "unread"; unread: number; mentions: number }
  | { on: "load"; room: number; load: "calm" | "busy" | "overloaded" }
  | { on: "promoted"; room: number; thread: number; title: string; url: string }
  | { on: "thread"; thread: number; url: string }
  | { on: "leave" };

/** What the page says of its visitor, and which room its button is about. */
export interface Introduction {
  token: string | null;
  room?: number | null;
}

/** What a host page asks of the frame. */
export type HostWish = ({ do: "token" } & Introduction) | { do: "open"; room?: number; thread?: number; board?: boolean };

export type HostEventName = HostEvent["on"];
export type HostEventOf<N extends HostEventName> = Extract<HostEvent, { on: N }>;

/** A short-lived token that the host's server signed, or how to get one. */
export type TokenSource = string | (() => string | null | Promise<string | null>);

export interface Options {
  community: string;
  room?: number | null;
  view?: "room" | "board";
  token?: TokenSource;
  /** A path of the host's own server that answers with a token as plain text. */
  tokenUrl?: string;
  lang?: string;
  label?: string;
  side?: "left" | "right";
  hue?: number;
}

/** `window.Oxbow`, once the script has run. */
export interface OxbowDrawer {
  open(place?: { room?: number; thread?: number; board?: boolean }): void;
  close(): void;
  readonly isOpen: boolean;
  /** Returns what ends the listening. */
  on<N extends HostEventName>(name: N, heard: (event: HostEventOf<N>) => void): () => void;
  /** Takes everything off the page again. */
  remove(): void;
}
