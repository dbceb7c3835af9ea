import type { File as Kept } from "@/api/shapes";

/** CSS pixels: an image alone in a bubble is no wider and no higher. */
const WIDEST = 320;
const HIGHEST = 360;

export interface Box {
  width: number;
  ratio: number;
}

/** The room that an image takes, known before it is there: nothing jumps when it comes. */
export function boxOf({ width, height }: Pick<Kept, "width" | "height">): Box {
  const [wide, high] = [width || 4, height || 3];
  const ratio = Math.min(2.4, Math.max(0.5, wide / high));
  return { width: Math.round(Math.max(96, Math.min(WIDEST, wide, HIGHEST * ratio))), ratio };
}

export function sizeOf(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, bytes / 1000), "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  const digits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }).format(value);
}

/** What a document is called by its ending, for its sign. */
export function endingOf(name: string): string {
  const found = /\.(\w{1,5})$/u.exec(name);
  return found ? found[1]!.toUpperCase() : "";
}

/** `72.4` as `1:12`. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const MARKS: Record<Kept["kind"], (file: Kept) => string> = {
  image: () => "🖼️",
  voice: (file) => `🎤 ${clockOf(file.seconds ?? 0)}`,
  document: (file) => `📎 ${file.name}`,
  sticker: (file) => `[${file.name}]`,
};

/** What a message says, or else what it carries, for where only a line of it stands; the server's excerpts look the same. */
export function said({ body, files }: { body: string; files: readonly Kept[] }): string {
  return body || files.map((file) => MARKS[file.kind](file)).join(" ");
}
