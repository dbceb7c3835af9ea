import { uuid } from "./uuid";

const NAME = "oxbow.tab";
/** Milliseconds in which the page before this one lets go; a tab that was copied waits in vain. */
const PATIENCE = 2_000;

const lockOf = (name: string) => `oxbow.tab.${name}`;

/** This tab under one name, over its reloads. As long as it is open it holds a lock of that name, so that others see when it is gone. */
export class Tab {
  private claimed: Promise<string> | null = null;

  constructor(
    private readonly session: Storage = sessionStorage,
    private readonly locks: Pick<LockManager, "request"> | undefined = navigator.locks,
  ) {}

  name(): Promise<string> {
    return (this.claimed ??= this.claim());
  }

  /** Act for a tab that is closed, if nobody else does. Where there are no locks nobody knows. */
  async ifClosed(name: string, act: () => Promise<void>): Promise<void> {
    if (!this.locks) return act();
    await this.locks.request(lockOf(name), { ifAvailable: true }, (lock) => (lock ? act() : undefined)).catch(() => {});
  }

  private async claim(): Promise<string> {
    const last = this.session.getItem(NAME);
    if (last && (await this.hold(last))) return last;
    const name = uuid();
    this.session.setItem(NAME, name);
    await this.hold(name);
    return name;
  }

  private hold(name: string): Promise<boolean> {
    const { locks } = this;
    if (!locks) return Promise.resolve(true);
    return new Promise((settle) => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), PATIENCE);
      const forever = () => (settle(true), new Promise<void>(() => {}));
      locks.request(lockOf(name), { signal: stop.signal }, forever).catch(() => settle(false));
    });
  }
}
