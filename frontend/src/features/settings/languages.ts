import type { Locale } from "@/stores/prefs";

/** Every language in its own words. */
export const languageNames: Record<Locale, string> = { "zh-Hans": "简体中文", "zh-Hant": "繁體中文", en: "English" };
