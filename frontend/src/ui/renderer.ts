import { shallowRef } from "vue";

import { isPlain, type Place } from "./plain";

type Renderer = typeof import("./markdown");

/** Texts whose HTML is kept, so that a row that comes back into sight costs no more than plain words. */
const MOST = 300;
/** Milliseconds at a time for what nobody sees yet, and until then where the browser does not tell when it is idle. */
const SLICE = 8;
const A_WHILE = 200;
const NOBODY: readonly string[] = [];
const NOWHERE: readonly Place[] = [];

interface Made {
  names: readonly string[];
  places: readonly Place[];
  html: string;
}

/** What makes HTML out of Markdown. It weighs more than the page that needs it, so it comes when it is needed. */
export const renderer = shallowRef<Renderer | null>(null);

let asked: Promise<void> | null = null;
const made = new Map<string, Made>();

/** Has it fetched, once; a try that failed is made again with the next text. */
export function needRenderer(): Promise<void> {
  return (asked ??= import("./markdown").then(
    (module) => void (renderer.value = module),
    () => void (asked = null),
  ));
}

/** A text as HTML; null until what makes it has come. Names and places count only where the text may hold one. */
export function rendered(source: string, names: readonly string[], places: readonly Place[]): string | null {
  if (!renderer.value) return null;
  const known = { names: source.includes("@") ? names : NOBODY, places: source.includes("#") ? places : NOWHERE };
  const held = made.get(source);
  const html = held && held.names === known.names && held.places === known.places ? held.html : renderer.value.renderMarkdown(source, known.names, known.places);
  made.delete(source);
  made.set(source, { ...known, html });
  if (made.size > MOST) made.delete(made.keys().next().value!);
  return html;
}

/** Makes texts ready that will soon be in sight, the last ones first, while the browser has nothing else to do; to be called off. */
export function makeReady(texts: readonly string[], names: readonly string[], places: readonly Place[]): () => void {
  const left = texts.filter((text) => !isPlain(text)).slice(-MOST);
  let isOff = false;
  const work = (hasTime: () => boolean) => {
    if (isOff) return;
    while (left.length && hasTime()) rendered(left.pop()!, names, places);
    if (left.length) whenIdle(work);
  };
  if (left.length) void needRenderer().then(() => renderer.value && whenIdle(work));
  return () => void (isOff = true);
}

function whenIdle(act: (hasTime: () => boolean) => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback((idle) => act(() => idle.timeRemaining() > SLICE / 2));
  else setTimeout(() => act(withinSlice()), A_WHILE);
}

function withinSlice(): () => boolean {
  const until = performance.now() + SLICE;
  return () => performance.now() < until;
}
