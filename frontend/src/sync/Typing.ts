import type { MemberRef } from "@/api/shapes";

const SAY_EVERY = 3_000;
const EXPIRES_AFTER = 6_000;

/** Lets one "I am typing" through every few seconds. */
export class TypingThrottle {
  private readonly saidAt = new Map<number, number>();

  constructor(
    private readonly say: (room: number) => void,
    private readonly now: () => number = Date.now,
  ) {}

  press(room: number): void {
    const at = this.now();
    if (at - (this.saidAt.get(room) ?? -Infinity) < SAY_EVERY) return;
    this.saidAt.set(room, at);
    this.say(room);
  }

  /** What was being typed is sent: the next key speaks at once. */
  posted(room: number): void {
    this.saidAt.delete(room);
  }
}

/** Who types in one room. Nobody says when they stop, so a name fades by itself. */
export class TypingCrowd {
  private readonly people = new Map<number, { member: MemberRef; timer: ReturnType<typeof setTimeout> }>();

  constructor(private readonly changed: (people: MemberRef[]) => void) {}

  hear(member: MemberRef): void {
    clearTimeout(this.people.get(member.id)?.timer);
    const timer = setTimeout(() => this.quiet(member.id), EXPIRES_AFTER);
    this.people.set(member.id, { member, timer });
    this.publish();
  }

  quiet(id: number): void {
    const one = this.people.get(id);
    if (!one) return;
    clearTimeout(one.timer);
    this.people.delete(id);
    this.publish();
  }

  clear(): void {
    for (const id of [...this.people.keys()]) this.quiet(id);
  }

  private publish(): void {
    this.changed([...this.people.values()].map((one) => one.member));
  }
}
