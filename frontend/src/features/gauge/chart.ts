import type { LoadPoint } from "@/api/shapes";

export type Measure = "messages" | "posters" | "conversations" | "debt";
export type State = LoadPoint["state"];

export interface Bar {
  at: number;
  value: number;
  state: State;
}

const MINUTE = 60_000;
const RANK: Record<State, number> = { calm: 0, busy: 1, overloaded: 2 };

interface Range {
  from: number;
  to: number;
  count: number;
  measure: Measure;
}

/** What was said in equal steps of time: messages as a mean a minute, everything else at its highest. */
export function barsOf(points: readonly LoadPoint[], { from, to, count, measure }: Range): Bar[] {
  const step = (to - from) / count;
  const bars = Array.from({ length: count }, (_, index): Bar => ({ at: from + index * step, value: 0, state: "calm" }));
  for (const point of points) {
    const bar = bars[Math.floor((new Date(point.at).getTime() - from) / step)];
    if (!bar) continue;
    const value = point[measure] ?? 0;
    if (measure === "messages") bar.value += value / Math.max(step / MINUTE, point.span);
    else bar.value = Math.max(bar.value, value);
    if (RANK[point.state] > RANK[bar.state]) bar.state = point.state;
  }
  return bars;
}

/** The next round number above the highest bar: 1, 2 or 5 with zeros. */
export function niceTop(highest: number): number {
  if (highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 5, 10].find((step) => step * power >= highest) ?? 10) * power;
}

const STEPS = [1, 2, 3, 6, 12, 24, 48, 168];

/** Full hours to name below the chart, at most six of them. */
export function hoursBetween(from: number, to: number, zone = new Date(from).getTimezoneOffset()): number[] {
  const hour = 60 * MINUTE;
  const step = (STEPS.find((hours) => (to - from) / (hours * hour) <= 6) ?? 168) * hour;
  const shift = zone * MINUTE;
  const first = Math.ceil((from - shift) / step) * step + shift;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}

/** Tenths where they matter. */
export const rounded = (value: number) => (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);
