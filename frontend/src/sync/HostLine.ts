import type { HostEvent, HostWish, Introduction } from "../../embed/types";

interface Neighbour {
  postMessage(message: unknown, origin: string): void;
}

const TOKEN_PATIENCE = 4_000;

/**
 * The line to the page around the frame. Only pages that the community allows can be there, so what is told may be told
 * to any of them; what comes is heard only from the page right around us.
 */
export class HostLine {
  private readonly wishes = new Set<(wish: HostWish) => void>();

  constructor(
    private readonly host: Neighbour,
    private readonly hears: Pick<Window, "addEventListener">,
  ) {
    this.hears.addEventListener("message", (message: MessageEvent) => {
      if (message.source !== (this.host as unknown) || message.data?.oxbow !== 1) return;
      for (const heard of this.wishes) heard(message.data as HostWish);
    });
  }

  tell(event: HostEvent): void {
    this.host.postMessage({ oxbow: 1, ...event }, "*");
  }

  onWish(heard: (wish: HostWish) => void): () => void {
    this.wishes.add(heard);
    return () => this.wishes.delete(heard);
  }

  /** Asks the page who is in front of it; no token where it does not say. */
  introduce(): Promise<Introduction> {
    return new Promise((settle) => {
      const end = (said: Introduction) => {
        clearTimeout(timer);
        stop();
        settle(said);
      };
      const stop = this.onWish((wish) => wish.do === "token" && end(wish));
      const timer = setTimeout(() => end({ token: null }), TOKEN_PATIENCE);
      this.host.postMessage({ oxbow: 1, on: "hello" }, "*");
    });
  }
}
