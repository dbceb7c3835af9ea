import { shallowRef } from "vue";

type Renderer = typeof import("./markdown");

/** What makes HTML out of Markdown. It weighs more than the page that needs it, so it comes when it is needed. */
export const renderer = shallowRef<Renderer | null>(null);

let asked: Promise<void> | null = null;

/** Has it fetched, once; a try that failed is made again with the next text. */
export function needRenderer(): void {
  asked ??= import("./markdown").then(
    (module) => void (renderer.value = module),
    () => void (asked = null),
  );
}
