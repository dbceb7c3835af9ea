import type { MemberRef } from "@/api/shapes";

const SAY_EVERY = 3_000;
const EXPIRES_AFTER = 6_000;
/** Milliseconds: who comes while others type is told of with them, and may have sent the words by then. */
const TOLD_LATE = 1_500;
/** Milliseconds: the pause after which somebody looks up from the keys. */
const LOOKS_UP = 1_000;

/** Lets one "I am typing" through every few seconds. */
export class TypingThrottle {
  private readonly saidAt = new Map<number, number>();
  private pressedAt = -Infinity;

  constructor(
    private readonly say: (room: number) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether somebody types on this very screen, in whatever room. */
  get isUnderWay(): boolean {
    return this.now() - this.pressedAt < LOOKS_UP;
  }

  press(room: number): void {
    const at = this.now();
    this.pressedAt = at;
    if (at - (this.saidAt.get(room) ?? -Infinity) < SAY_EVERY) return;
    this.saidAt.set(room, at);
    this.say(room);
  }

  /** What was being typed is sent: the next key speaks at once. */
  posted(room: number): void {
    this.saidAt.delete(room);
    this.pressedAt = -Infinity;
  }
}

/** Who types in one room. Nobody says when they stop, so a name fades by itself. */
export class TypingCrowd {
  private readonly people = new Map<number, { member: MemberRef; timer: ReturnType<typeof setTimeout> }>();

  private readonly postedAt = new Map<number, number>();

  constructor(
    private readonly changed: (people: MemberRef[]) => void,
    private readonly now: () => number = Date.now,
  ) {}

  hear(members: readonly MemberRef[]): void {
    const typing = members.filter((one) => this.now() - (this.postedAt.get(one.id) ?? -Infinity) >= TOLD_LATE);
    for (const member of typing) {
      clearTimeout(this.people.get(member.id)?.timer);
      const timer = setTimeout(() => this.quiet(member.id), EXPIRES_AFTER);
      this.people.set(member.id, { member, timer });
    }
    if (typing.length) this.publish();
  }

  /** What they typed has come. */
  posted(id: number): void {
    this.postedAt.set(id, this.now());
    this.quiet(id);
  }

  quiet(id: number): void {
    const one = this.people.get(id);
    if (!one) return;
    clearTimeout(one.timer);
    this.people.delete(id);
    this.publish();
  }

  clear(): void {
    this.postedAt.clear();
    for (const id of [...this.people.keys()]) this.quiet(id);
  }

  private publish(): void {
    this.changed([...this.people.values()].map((one) => one.member));
  }
}
