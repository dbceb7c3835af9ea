/** The lines of a text that another does not have, each once. */
export function linesOnlyIn(text: string, other: string): string[] {
  const known = new Set(other.split("\n").map((line) => line.trim()));
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line && !known.has(line));
}

/** "15/7" as a number that people read. */
export function readable(votes: string): string {
  const [part = "0", whole = "1"] = votes.split("/");
  const number = Number(part) / Number(whole);
  return Number.isInteger(number) ? String(number) : number.toFixed(2);
}
