const han = /\p{Script=Han}/u;

/** What a person is called at a glance: the last one or two characters of a Chinese name, else the first letters of two words. */
export function initials(name: string): string {
  const trimmed = name.trim();
  const chinese = [...trimmed].filter((character) => han.test(character));
  if (chinese.length > 0) return chinese.slice(-2).join("");
  const words = trimmed.split(/[\s._-]+/u).filter(Boolean);
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toUpperCase();
}
