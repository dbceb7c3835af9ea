import { useI18n } from "@/i18n";

import type { Notice } from "@/api/shapes";
import { useRooms } from "@/stores/rooms";
import { fullTime } from "@/ui/time";

type Telling = Pick<Notice, "kind" | "data">;

/** What moderators decided, in plain words; null for notices of other kinds. */
export function useDecisionWords(): (notice: Telling) => string | null {
  const { t, locale } = useI18n();
  const rooms = useRooms();

  const roomAt = (place: unknown) => rooms.byId.get(Number(String(place ?? "").split(":")[1]))?.name ?? t("decisions.someRoom");
  const timeOf = (at: unknown) => (typeof at === "string" ? fullTime(at, locale.value) : "");

  return ({ kind, data }) => {
    const told = { place: roomAt(data.place), until: timeOf(data.until) };
    if (kind === "sanctioned") return t(`notices.sanctioned.${data.grade}`, told);
    if (kind === "sanction_lifted") return t(`notices.lifted.${data.grade}`, told);
    if (kind === "appeal_answered") return t(`notices.appeal.${data.outcome}`);
    if (kind === "report_settled") return t(`notices.report.${data.verdict}`);
    if (kind === "held_decided") return t(`notices.held.${data.outcome}`);
    return null;
  };
}
