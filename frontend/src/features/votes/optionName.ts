import type { MotionPage } from "@/api/shapes";
import { useI18n } from "@/i18n";

/** What an option is called: yes and no are in the reader's language. */
export function useOptionName(): (motion: MotionPage, key: string) => string {
  const { t } = useI18n();
  return (motion, key) => {
    if (key === "yes") return t("vote.answer.yes");
    if (key === "no") return t("vote.answer.no");
    return motion.options.find((option) => option.key === key)?.name ?? key;
  };
}
