import type { ReadsLike } from "./rank";

/** Letters of a syllable, as in "zhuang". */
const LONGEST = 6;

/** Traditional characters triple the table: only who reads them fetches it. */
export async function readsLikeIn(locale: string): Promise<ReadsLike> {
  const { default: pinyin } = locale === "zh-Hant" ? await import("pinyin-match/es/traditional") : await import("pinyin-match");
  const isOf = (sign: string, letters: string) => pinyin.match(sign, letters) !== false;
  return (name, query) => /\p{Script=Han}/u.test(name) && (isOf(name, query) || anySigns([...name], query, isOf));
}

/** Syllables and initials may be mixed: "wangxm" is 王小明 as well as "wxm". */
const anySigns = (signs: readonly string[], query: string, isOf: ReadsLike) =>
  /^[a-z]{1,24}$/iu.test(query) && signs.some((_, at) => beginsSo(signs.slice(at), query, isOf));

function beginsSo([sign, ...rest]: readonly string[], query: string, isOf: ReadsLike): boolean {
  if (!query) return true;
  if (sign === undefined) return false;
  const longest = Math.min(LONGEST, query.length);
  return Array.from({ length: longest }, (_, less) => longest - less).some((size) => isOf(sign, query.slice(0, size)) && beginsSo(rest, query.slice(size), isOf));
}
