import type { AnswerFrame, CommandName, Commands, Missed, Numbers, ServerEvent, Why } from "@/api/frames";
import { ApiError } from "@/api/http";

import { Backoff } from "./Backoff";
import { GOODBYES, whyClosed } from "./goodbye";

/** The part of WebSocket that is used, so that tests can bring their own. */
export interface Wire {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: ((event: { code: number; reason?: string }) => void) | null;
}

export type SocketState = "idle" | "connecting" | "open" | "waiting" | "refused";

export interface SocketListener {
  state?(state: SocketState): void;
  event?(event: ServerEvent): void;
  /** The current number of topics, as a follow or a beat tells them. */
  numbers?(numbers: Numbers): void;
  refused?(topics: string[]): void;
  /** The number that is held of a topic, if any: what changed since comes along when it is followed again. */
  held?(topic: string): number | undefined;
  missed?(topic: string, changes: Missed, since: number): void;
}

interface Pending {
  settle(frame: AnswerFrame): void;
  fail(error: ApiError): void;
}

const ANSWER_TIMEOUT = 10_000;
const HEALTHY_AFTER = 60_000;
const SILENCE_LIMIT = 65_000;
const BEAT_IS_LATE = 35_000;
const FLOODING_PAUSE = 30_000;
const TOPICS_A_FOLLOW = 200;
const NO_SESSION = 4401;
const FLOODED = 4429;

export class Socket {
  state: SocketState = "idle";

  private wire: Wire | null = null;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();
  private readonly holds = new Map<string, number>();
  private readonly unsent = new Set<string>();
  private readonly listeners = new Set<SocketListener>();
  private reconnecting?: ReturnType<typeof setTimeout>;
  private healthy?: ReturnType<typeof setTimeout>;
  private silence?: ReturnType<typeof setTimeout>;
  private flushing = false;
  private heardAt = 0;
  private sentAwayAt = -Infinity;
  /** Why the topics of the next connection are followed anew. */
  private why: Why = "opened";

  constructor(
    private readonly open: () => Wire,
    private readonly backoff = new Backoff(),
  ) {}

  listen(listener: SocketListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    if (this.state === "idle" || this.state === "refused") this.connect();
  }

  stop(): void {
    this.drop();
    this.holds.clear();
    this.unsent.clear();
    this.backoff.reset();
    this.why = "opened";
    this.become("idle");
  }

  /** The network is back or the page is seen again: do not wait for the timers, which sleep with the page. */
  nudge(): void {
    const dead = this.state === "open" && Date.now() - this.heardAt > BEAT_IS_LATE;
    if (dead) this.why = "lost";
    if (this.state === "waiting" || dead) this.connect();
  }

  /** The network went away: do not wait for the silence to be noticed. */
  lose(): void {
    if (this.state === "open" || this.state === "connecting") this.reconnectLater(this.backoff.next());
  }

  send<C extends CommandName>(name: C, fields: Commands[C]["sends"]): Promise<Commands[C]["ok"]> {
    if (this.state !== "open" || !this.wire) return Promise.reject(new ApiError("offline"));
    const id = this.nextId++;
    const answer = this.awaitAnswer<Commands[C]["ok"]>(id);
    this.wire.send(JSON.stringify({ id, do: name, ...fields }));
    return answer;
  }

  /** Topics are counted: several parts of the page may hold the same one. Returns the way to let go. */
  follow(topic: string): () => void {
    const held = this.holds.get(topic) ?? 0;
    this.holds.set(topic, held + 1);
    if (held === 0) {
      this.unsent.add(topic);
      this.flushSoon();
    }
    let done = false;
    return () => {
      if (done) return;
      done = true;
      this.letGo(topic);
    };
  }

  private letGo(topic: string): void {
    const held = this.holds.get(topic) ?? 0;
    if (held > 1) {
      this.holds.set(topic, held - 1);
      return;
    }
    this.holds.delete(topic);
    if (this.unsent.delete(topic) || held === 0) return;
    this.send("unfollow", { topics: [topic] }).catch(() => {});
  }

  private flushSoon(): void {
    if (this.flushing || this.state !== "open") return;
    this.flushing = true;
    queueMicrotask(() => {
      this.flushing = false;
      this.flushTopics();
    });
  }

  private flushTopics(): void {
    if (this.state !== "open") return;
    const topics = [...this.unsent];
    const why = this.why;
    this.why = "opened";
    this.unsent.clear();
    for (let at = 0; at < topics.length; at += TOPICS_A_FOLLOW) void this.followNow(topics.slice(at, at + TOPICS_A_FOLLOW), why);
  }

  private async followNow(topics: string[], why: Why): Promise<void> {
    try {
      const since = this.heldOf(topics);
      const { numbers, refused, changes } = await this.send("follow", { topics, since, why });
      if (refused.length) this.tell((listener) => listener.refused?.(refused));
      for (const [topic, page] of Object.entries(changes ?? {})) {
        this.tell((listener) => listener.missed?.(topic, page as Missed, since[topic] ?? 0));
      }
      this.tell((listener) => listener.numbers?.(numbers));
    } catch {
      // Every topic is asked for again on the next connection; a timeout means that this one is no good.
      if (this.state === "open") this.lose();
    }
  }

  private heldOf(topics: string[]): Numbers {
    const since: Numbers = {};
    for (const topic of topics) {
      for (const listener of this.listeners) {
        const rev = listener.held?.(topic);
        if (rev !== undefined) since[topic] = rev;
      }
    }
    return since;
  }

  private awaitAnswer<T>(id: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(id);
        reject(new ApiError("timeout"));
      }, ANSWER_TIMEOUT);
      this.pending.set(id, {
        settle: (frame) => {
          clearTimeout(timer);
          if (frame.error) reject(new ApiError(frame.error.code, frame.error.data, 0, frame.error.message));
          else resolve(frame.ok as T);
        },
        fail: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
    });
  }

  private connect(): void {
    this.drop();
    this.become("connecting");
    const wire = this.open();
    this.wire = wire;
    wire.onopen = () => this.opened();
    wire.onmessage = (event) => this.receive(event.data);
    wire.onclose = (event) => this.closed(event.code, event.reason);
    this.expectSound();
  }

  private opened(): void {
    this.become("open");
    this.healthy = setTimeout(() => this.backoff.reset(), HEALTHY_AFTER);
    for (const topic of this.holds.keys()) this.unsent.add(topic);
    this.flushTopics();
  }

  private closed(code: number, reason?: string): void {
    if (code === NO_SESSION) {
      this.drop();
      this.become("refused");
    } else if (code === FLOODED) {
      this.reconnectLater(FLOODING_PAUSE);
    } else {
      if (GOODBYES.includes(code)) this.sentAway();
      this.reconnectLater(this.backoff.next(), whyClosed(code, reason));
    }
  }

  /** Earlier trouble does not count: back within a second, if not in the same moment as everybody else. Who is sent away time and again waits longer. */
  private sentAway(): void {
    if (Date.now() - this.sentAwayAt > HEALTHY_AFTER) this.backoff.reset();
    this.sentAwayAt = Date.now();
  }

  private reconnectLater(delay: number, why: Why = "lost"): void {
    if (this.state === "open") this.why = why;
    this.drop();
    this.become("waiting");
    this.reconnecting = setTimeout(() => this.connect(), delay);
  }

  private drop(): void {
    clearTimeout(this.reconnecting);
    clearTimeout(this.healthy);
    clearTimeout(this.silence);
    this.silence = undefined;
    const wire = this.wire;
    this.wire = null;
    if (wire) {
      wire.onopen = wire.onmessage = wire.onclose = null;
      wire.close();
    }
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const one of waiting) one.fail(new ApiError("offline"));
  }

  private receive(text: string): void {
    this.expectSound();
    const content = JSON.parse(text) as AnswerFrame | ServerEvent | (AnswerFrame | ServerEvent)[];
    for (const frame of Array.isArray(content) ? content : [content]) this.take(frame);
  }

  private take(frame: AnswerFrame | ServerEvent): void {
    if ("re" in frame) {
      const pending = this.pending.get(frame.re);
      this.pending.delete(frame.re);
      pending?.settle(frame);
      return;
    }
    if (frame.on === "beat") this.answerBeat(frame.n, frame.numbers);
    this.tell((listener) => listener.event?.(frame));
  }

  private answerBeat(n: number, numbers: Numbers): void {
    this.send("beat", { n }).catch(() => {});
    this.tell((listener) => listener.numbers?.(numbers));
  }

  /** A dead network closes nothing: only the missing beat shows it. */
  private expectSound(): void {
    this.heardAt = Date.now();
    this.silence ??= setTimeout(() => this.hearken(), SILENCE_LIMIT);
  }

  /** One timer for all that is heard: a new one each would cost as much as hearing it. */
  private hearken(): void {
    const left = this.heardAt + SILENCE_LIMIT - Date.now();
    this.silence = left > 0 ? setTimeout(() => this.hearken(), left) : undefined;
    if (left <= 0) this.lose();
  }

  private become(state: SocketState): void {
    if (this.state === state) return;
    this.state = state;
    this.tell((listener) => listener.state?.(state));
  }

  private tell(say: (listener: SocketListener) => void): void {
    for (const listener of [...this.listeners]) say(listener);
  }
}
