import type { Deed } from "@/api/shapes";
import { useI18n } from "@/i18n";
import { fullTime } from "@/ui/time";

type Say = (value: unknown) => string;

/** What was chosen by an act of the record, a line each. */
export function useFacts(): (deed: Deed) => string[] {
  const { t, locale } = useI18n();
  const DOORS: Record<string, () => string> = {
    open: () => t("settings.doorOpen"),
    application: () => t("settings.doorApplication"),
    invitation: () => t("settings.doorInvitation"),
  };
  const days = (n: number) => t("keeping.days", { n }, n);
  const often = (n: number) => (n ? t("rules.everyDays", { n }, n) : t("rules.never"));
  const SAY: Record<string, Say> = {
    days: (value) => (value === null ? t("keeping.forGood") : days(Number(value))),
    since: (value) => t("record.since", { time: fullTime(String(value), locale.value) }),
    capability: (value) => t(`roles.can.${value}`),
    least: (value) => (value ? t("roles.from", { role: t(`role.${value}`) }) : t("record.asUsual")),
    audience: (value) => t(`board.audience.${value}`),
    door: (value) => DOORS[String(value)]?.() ?? "",
    phase: (value) => t(`vote.phase.${value}`),
    names: (value) => (value ? t("record.named") : t("record.unnamed")),
    every: (value) => t("record.reminded", { often: often(Number(value)) }),
  };
  return (deed) => Object.entries(deed.facts).map(([name, value]) => SAY[name]?.(value) ?? "");
}
