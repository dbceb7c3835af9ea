import type { ReadsLike } from "./rank";

/** Traditional characters triple the table: only who reads them fetches it. */
export async function readsLikeIn(locale: string): Promise<ReadsLike> {
  const { default: pinyin } = locale === "zh-Hant" ? await import("pinyin-match/es/traditional") : await import("pinyin-match");
  return (name, query) => /\p{Script=Han}/u.test(name) && pinyin.match(name, query) !== false;
}
