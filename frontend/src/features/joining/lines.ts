/** A list as it is written in a field, a line each; the end of what is being typed stays as it is. */
export const asLines = (list: readonly string[]): string => list.join("\n");

export const linesOf = (text: string): string[] => text.split("\n");

/** The same as it is sent: without what says nothing, each once. */
export const worded = (list: readonly string[]): string[] => [...new Set(list.map((line) => line.trim()).filter(Boolean))];
