import { cross, mark, outward } from "./signs";
import { style } from "./style";
import type { HostEvent, HostEventName, HostEventOf, HostWish, Options, OxbowDrawer } from "./types";
import { wordsFor } from "./words";

const EVERY = 60_000; // milliseconds between two looks while nothing is open
type Heard = (event: HostEvent) => void;
type State = { unread: number | null; mentions: number | null; load: string | null };

function made<K extends keyof HTMLElementTagNameMap>(name: K, set: Partial<HTMLElementTagNameMap[K]> = {}, ...inside: Node[]): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(name), set);
  element.append(...inside);
  return element;
}

/** A button with what is new, and behind it a drawer with the community in a frame that is not there before. */
export class Drawer implements OxbowDrawer {
  private readonly words;
  private readonly host = made("div");
  private readonly button;
  private readonly badge = made("span", { className: "badge", hidden: true });
  private readonly dot = made("span", { className: "load", hidden: true });
  private readonly shade = made("div", { className: "shade", hidden: true });
  private readonly panel;
  private frame: HTMLIFrameElement | null = null;
  private readonly listeners = new Map<HostEventName, Set<Heard>>();
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly base: string,
    private readonly options: Options,
  ) {
    this.words = wordsFor(options.lang ?? (document.documentElement.lang || navigator.language));
    this.button = made("button", { type: "button", className: `open ${options.side ?? "right"}` }, mark(), this.badge, this.dot);
    this.panel = made("section", { className: `panel ${options.side ?? "right"}`, hidden: true }, this.bar());
    this.panel.setAttribute("role", "dialog");
    this.panel.setAttribute("aria-label", options.label ?? this.words.open);
    this.button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    this.shade.addEventListener("click", () => this.close());
    this.build();
    this.show({ unread: null, mentions: null, load: null });
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  start(): this {
    document.body.append(this.host);
    addEventListener("message", this.hear);
    addEventListener("keydown", this.escape);
    void this.look();
    this.timer = setInterval(() => void this.look(), EVERY);
    return this;
  }

  open(place?: { room?: number; thread?: number; board?: boolean }): void {
    const isNew = !this.frame;
    if (isNew) this.load(place);
    else if (place) this.send({ do: "open", ...place });
    this.panel.hidden = this.shade.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.frame?.focus();
  }

  close(): void {
    this.panel.hidden = this.shade.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  on<N extends HostEventName>(name: N, heard: (event: HostEventOf<N>) => void): () => void {
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all.add(heard as Heard));
    return () => all.delete(heard as Heard);
  }

  remove(): void {
    removeEventListener("message", this.hear);
    removeEventListener("keydown", this.escape);
    clearInterval(this.timer);
    this.host.remove();
  }

  private build(): void {
    if (this.options.hue !== undefined) this.host.style.setProperty("--hue", String(this.options.hue));
    const root = this.host.attachShadow({ mode: "open" });
    if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      root.adoptedStyleSheets = [sheet];
    } else root.append(made("style", { textContent: style }));
    root.append(this.button, this.shade, this.panel);
  }

  private bar(): HTMLElement {
    const { close, whole } = this.words;
    const out = made("a", { href: this.address(""), target: "_blank", rel: "noopener", title: whole }, outward());
    const shut = made("button", { type: "button", title: close }, cross());
    out.setAttribute("aria-label", whole);
    shut.setAttribute("aria-label", close);
    shut.addEventListener("click", () => this.close());
    return made("div", { className: "bar" }, made("strong", { textContent: this.options.label ?? "" }), out, shut);
  }

  private address(prefix: "" | "/embed", place = this.place()): string {
    const at = place.thread ? `/t/${place.thread}` : place.room && !place.board ? `/r/${place.room}` : place.board ? "/t" : "";
    return `${this.base}${prefix}/c/${encodeURIComponent(this.options.community)}${at}`;
  }

  private place(): { room?: number; thread?: number; board?: boolean } {
    return { ...(this.options.room ? { room: this.options.room } : {}), board: this.options.view === "board" };
  }

  private load(place?: { room?: number; thread?: number; board?: boolean }): void {
    clearInterval(this.timer);
    this.frame = made("iframe", { src: this.address("/embed", place ?? this.place()), title: this.options.label ?? this.words.open, allow: "clipboard-write; microphone" });
    this.panel.append(this.frame);
  }

  private send(wish: HostWish): void {
    this.frame?.contentWindow?.postMessage({ oxbow: 1, ...wish }, this.base);
  }

  private readonly hear = (message: MessageEvent): void => {
    if (message.origin !== this.base || message.source !== this.frame?.contentWindow || message.data?.oxbow !== 1) return;
    if (message.data.on === "hello") void this.token().then((token) => this.send({ do: "token", token, room: this.options.room ?? null }));
    else this.heard(message.data as HostEvent);
  };

  private heard(event: HostEvent): void {
    if (event.on === "unread") this.show({ ...this.state, unread: event.unread, mentions: event.mentions });
    if (event.on === "leave") this.close();
    if (event.on === "load" && event.room === this.options.room) this.show({ ...this.state, load: event.load });
    for (const heard of this.listeners.get(event.on) ?? []) heard(event);
  }

  private readonly escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && this.isOpen) this.close();
  };

  private async token(): Promise<string | null> {
    const { token, tokenUrl } = this.options;
    try {
      if (tokenUrl) {
        const answer = await fetch(tokenUrl, { credentials: "same-origin", cache: "no-store" });
        return answer.ok ? (await answer.text()).trim() : null;
      }
      return (typeof token === "function" ? await token() : token) ?? null;
    } catch {
      return null;
    }
  }

  private state: State = { unread: null, mentions: null, load: null };

  /** What is new, before anything is opened; a page whose policy forbids to ask shows a button without it. */
  private async look(): Promise<void> {
    if (this.frame || document.visibilityState === "hidden") return;
    const token = await this.token();
    const body = JSON.stringify({ ...(token ? { token } : {}), room: this.options.room ?? null });
    const path = `${this.base}/api/v1/communities/${encodeURIComponent(this.options.community)}/embed/state/`;
    const answer = await fetch(path, { method: "POST", body, headers: { "Content-Type": "text/plain" }, credentials: "omit" }).catch(() => null);
    if (answer?.ok && !this.frame) this.show((await answer.json()) as State);
  }

  private show(state: State): void {
    this.state = state;
    const unread = state.unread ?? 0;
    this.badge.hidden = !unread;
    this.badge.textContent = unread > 99 ? "99+" : String(unread);
    this.dot.hidden = !state.load;
    this.dot.className = `load ${state.load ?? ""}`;
    const said = [this.options.label ?? this.words.open, unread ? this.words.unread(unread) : "", state.load ? this.words.load[state.load] : ""];
    this.button.setAttribute("aria-label", said.filter(Boolean).join(", "));
    this.button.title = said.filter(Boolean).join(" · ");
  }
}
