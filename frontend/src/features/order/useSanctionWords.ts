import type { InForce } from "@/api/shapes";
import { useI18n } from "@/i18n";
import { fullTime } from "@/ui/time";

/** What was imposed on somebody, and until when, in plain words. */
export function useSanctionWords() {
  const { t, locale } = useI18n();
  const whatOf = ({ grade, room }: Pick<InForce, "grade" | "room">) => t(`decisions.grade.${grade}`, { room: room || t("decisions.someRoom") });
  const endOf = ({ until }: Pick<InForce, "until">) => (until ? t("sanction.until", { time: fullTime(until, locale.value) }) : t("sanction.forGood"));
  return { whatOf, endOf };
}
