import { Drawer } from "./drawer";
import type { Options, OxbowDrawer } from "./types";

declare global {
  interface Window {
    Oxbow?: OxbowDrawer;
  }
}

/** `<script src="…/embed.js" data-community="lake" data-room="5" …>`: everything is said by its attributes. */
function optionsOf(said: DOMStringMap): Options {
  return {
    community: said.community ?? "",
    room: Number(said.room) || null,
    view: said.view === "board" ? "board" : "room",
    token: said.token,
    tokenUrl: said.tokenUrl,
    lang: said.lang,
    label: said.label,
    side: said.side === "left" ? "left" : "right",
    hue: said.hue === undefined ? undefined : Number(said.hue),
  };
}

const script = document.currentScript as HTMLScriptElement | null;

function start(): void {
  if (!script?.dataset.community || window.Oxbow) return;
  window.Oxbow = new Drawer(new URL(script.src).origin, optionsOf(script.dataset)).start();
  dispatchEvent(new CustomEvent("oxbow", { detail: window.Oxbow }));
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
