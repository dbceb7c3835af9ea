import { useI18n } from "@/i18n";

import type { Notice } from "@/api/shapes";
import { whyBack } from "@/features/jury/whyBack";
import { useRooms } from "@/stores/rooms";
import { fullTime } from "@/ui/time";

type Telling = Pick<Notice, "kind" | "data">;

/** What moderators decided, in plain words; null for notices of other kinds. */
export function useDecisionWords(): (notice: Telling) => string | null {
  const { t, locale } = useI18n();
  const rooms = useRooms();

  const roomAt = (place: unknown) => rooms.byId.get(Number(String(place ?? "").split(":")[1]))?.name ?? t("decisions.someRoom");
  const timeOf = (at: unknown) => (typeof at === "string" ? fullTime(at, locale.value) : "");

  function late(cases: number, appeals: number): string {
    if (!appeals) return t("notices.late.cases", { n: cases }, cases);
    if (!cases) return t("notices.late.appeals", { n: appeals }, appeals);
    return t("notices.late.both", { n: cases + appeals, cases, appeals });
  }

  /** What went of the reader's profile: without a word of it, all but the name. */
  function cleared(goes: unknown): string {
    if (goes === "name") return t("notices.nameCleared");
    return goes === "all" ? t("notices.nameAndProfileCleared") : t("notices.profileCleared");
  }

  return ({ kind, data }) => {
    const told = { place: roomAt(data.place), until: timeOf(data.until) };
    if (kind === "sanctioned" && String(data.vote ?? "").startsWith("trial:")) return t(`notices.jurySanction.${data.grade}`, told);
    if (kind === "sanctioned") return t(`notices.sanctioned.${data.grade}`, told);
    if (kind === "sanction_lifted") return t(`notices.lifted.${data.grade}`, told);
    if (kind === "appeal_answered") return t(`notices.appeal.${data.outcome}`);
    if (kind === "report_settled") return t(`notices.report.${data.verdict}`);
    if (kind === "rules") return data.again ? t("notices.rulesAgain") : t("notices.rulesChanged");
    if (kind === "words_hidden" && String(data.object).startsWith("member:")) return cleared(data.goes);
    if (kind === "held_decided") return t(`notices.held.${data.outcome}`);
    if (kind === "move_decided") return t(`notices.moved.${data.state}`, { title: String(data.title), place: String(data.category) });
    if (kind === "idea_decided") return t(`notices.idea.${data.status}`, { title: String(data.title) });
    if (kind === "raid") return t(`notices.raid.${data.cause}`, told);
    if (kind === "appeal_made") return t("notices.appealMade", { n: Number(data.appeals) }, Number(data.appeals));
    if (kind === "work_waits") return late(Number(data.cases), Number(data.appeals));
    if (kind === "vote_decided") return t(`notices.vote.${data.state}`, { title: String(data.title) });
    if (kind === "points_given") return t("notices.points", { n: Number(data.points), title: String(data.title) }, Number(data.points));
    if (kind === "owner_away") return t(`notices.away.${data.state}`, { title: String(data.title) });
    if (kind === "jury_called") return t("notices.juryCalled", told);
    if (kind === "jury_open") return t("notices.juryOpen");
    if (kind === "jury_summons") return t("notices.jurySummons", told);
    if (kind === "jury_decided") return t(`notices.jury.${data.part}`);
    if (kind === "jury_returned") return t(`notices.juryBack.${whyBack(data.why)}`);
    return null;
  };
}
