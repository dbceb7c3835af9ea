/** In a shadow tree, so that neither page paints the other; handed over as a sheet, which a strict policy allows. */
export const style = `
:host { all: initial; --accent: oklch(48.5% 0.093 var(--hue, 205)); --ink: oklch(26% 0.025 var(--hue, 205)); --paper: #fff; --line: oklch(90% 0.013 82); font: 500 14px/1.4 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; }
@media (prefers-color-scheme: dark) { :host { --accent: oklch(76% 0.095 var(--hue, 205)); --ink: oklch(93% 0.01 82); --paper: oklch(22% 0.014 var(--hue, 205)); --line: oklch(32% 0.015 var(--hue, 205)); } }
* { box-sizing: border-box; }
button, a { font: inherit; color: inherit; cursor: pointer; border: 0; background: none; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.open { position: fixed; z-index: 2147483000; inset: auto max(20px, env(safe-area-inset-right)) max(20px, env(safe-area-inset-bottom)) auto; display: grid; place-items: center; width: 56px; height: 56px; border-radius: 50%; background: var(--accent); color: var(--paper); box-shadow: 0 6px 24px rgb(0 0 0 / .24); transition: transform .18s; }
.open:hover { transform: translateY(-2px); }
.open.left { inset: auto auto max(20px, env(safe-area-inset-bottom)) max(20px, env(safe-area-inset-left)); }
.open svg { width: 30px; height: 30px; fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; }
.badge { position: absolute; inset: -4px -4px auto auto; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; background: oklch(52% 0.165 30); color: #fff; font-size: 12px; font-weight: 700; line-height: 22px; text-align: center; }
.load { position: absolute; inset: auto 0 0 auto; width: 15px; height: 15px; border: 3px solid var(--paper); border-radius: 50%; background: oklch(60% 0.11 150); }
.load.busy { background: oklch(75% 0.14 75); }
.load.overloaded { background: oklch(60% 0.18 30); }
[hidden] { display: none !important; }
.shade { position: fixed; z-index: 2147483001; inset: 0; background: rgb(0 0 0 / .35); }
.panel { position: fixed; z-index: 2147483002; inset: 0 0 0 auto; display: flex; flex-direction: column; width: min(430px, 100vw); background: var(--paper); color: var(--ink); box-shadow: -8px 0 40px rgb(0 0 0 / .2); animation: in .22s ease-out; }
.panel.left { inset: 0 auto 0 0; }
.bar { display: flex; flex: none; align-items: center; gap: 4px; height: 44px; padding-inline: 16px 6px; border-bottom: 1px solid var(--line); }
.bar strong { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 650; }
.bar button, .bar a { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 10px; text-decoration: none; }
.bar button:hover, .bar a:hover { background: var(--line); }
.bar svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
iframe { flex: 1; width: 100%; border: 0; background: var(--paper); }
@keyframes in { from { transform: translateX(24px); opacity: 0; } }
@media (max-width: 640px) {
  .panel, .panel.left { inset: auto 0 0 0; width: 100%; height: 94vh; height: 94dvh; border-radius: 18px 18px 0 0; overflow: hidden; animation-name: up; }
  @keyframes up { from { transform: translateY(40px); opacity: 0; } }
}
@media (min-width: 641px) { .shade { display: none; } }
@media (prefers-reduced-motion: reduce) { .panel, .open { animation: none; transition: none; } }
`;
