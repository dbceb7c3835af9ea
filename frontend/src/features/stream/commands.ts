import type { IconName } from "@/ui/icons";

export type CommandId = "board" | "search" | "date" | "mute" | "info";

export interface Command {
  id: CommandId;
  icon: IconName;
  /** What it answers to in every language, whichever the page speaks. */
  names: readonly string[];
  /** Waits for words before it acts. */
  wants: boolean;
}

export const COMMANDS: readonly Command[] = [
  { id: "board", icon: "board", names: ["board", "讨论区", "討論區", "taolunqu", "tlq"], wants: false },
  { id: "search", icon: "search", names: ["search", "搜索", "搜尋", "sousuo", "ss"], wants: true },
  { id: "date", icon: "calendar", names: ["date", "日期", "riqi", "rq"], wants: false },
  { id: "mute", icon: "bellOff", names: ["mute", "静音", "靜音", "jingyin", "jy"], wants: false },
  { id: "info", icon: "info", names: ["info", "房间", "房間", "fangjian", "fj"], wants: false },
];

const WRITTEN = /^\/(\p{L}+)(?:\s+([\s\S]*))?$/u;

/** What a text asks for: a command, one that nobody knows, or nothing, as "//hello" and "/usr/bin" do. */
export function commandIn(text: string): { command: Command; words: string } | { unknown: string } | null {
  const [, name, words = ""] = WRITTEN.exec(text.trim()) ?? [];
  if (!name) return null;
  const command = COMMANDS.find((one) => one.names.includes(name.toLowerCase()));
  return command ? { command, words: words.trim() } : { unknown: name };
}

/** The words that are sent: of two strokes before what would be a command, one was meant. */
export const wordsOf = (text: string): string => (text.startsWith("//") && commandIn(text.slice(1)) ? text.slice(1) : text);
