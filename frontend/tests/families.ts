import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
const WIRE = readFileSync(join(ROOT, "frontend/src/api/wire.d.ts"), "utf8");

/**
 * Keys that are put together where they are said: their beginnings, and where their ends come from. `Post.removed` is
 * a field of a shape on the wire, `=one two` says them, a path is a file that names each of them as a word of its own.
 */
const SOURCES: Record<string, readonly string[]> = {
  "appeal.answer.": ["Appeal.outcome", "=late waiting"],
  "board.act.": ["ThreadAct.kind"],
  "board.audience.": ["Category.audience"],
  "board.gone.": ["Thread.removed"],
  "board.kind.": ["Thread.kind", "=all"],
  "board.kindText.": ["Thread.kind"],
  "board.level.": ["ThreadMine.level"],
  "board.note.piece.": ["TextPiece.fate"],
  "board.removed.": ["Post.removed"],
  "board.sort.": ["frontend/src/api/threads.ts"],
  "board.status.": ["=idea_open idea_planned idea_done idea_declined question_open question_solved"],
  "capsule.kind.": ["CapsulePart.kind"],
  "catchUp.stake.": ["Card.stake", "=mentionedOften"],
  "command.about.": ["frontend/src/features/stream/commands.ts"],
  "command.name.": ["frontend/src/features/stream/commands.ts"],
  "decisions.grade.": ["Sanction.grade"],
  "decisions.state.": ["frontend/src/features/order/decision.ts"],
  "digest.because.": ["DigestItem.reason", "=room"],
  "digest.call.": ["DigestItem.reason"],
  "digest.figure.": ["docs/protocol.md"],
  "digest.kind.": ["Digest.kind"],
  "digest.section.": ["docs/protocol.md"],
  "digest.why.": ["DigestItem.reason"],
  "error.": ["docs/protocol.md", "frontend/src/api/http.ts", "=account"],
  "fields.seenBy.": ["Field.audience"],
  "fields.type.": ["Field.kind"],
  "gauge.limit.": ["frontend/src/features/gauge/LoadSettings.vue"],
  "gauge.measure.": ["frontend/src/features/gauge/chart.ts"],
  "gauge.relief.": ["Load.relief"],
  "gauge.reliefText.": ["Load.relief"],
  "gauge.state.": ["Load.state"],
  "gauge.stateText.": ["Load.state"],
  "gauge.unit.": ["frontend/src/features/gauge/chart.ts"],
  "gauge.why.": ["Suggestion.why"],
  "hearing.after.": ["Trial.state", "=votes"],
  "hearing.state.": ["Trial.state", "=votes waits"],
  // Fields of forms: pydantic's own words among them.
  "input.": ["=count invalid missing required string_too_long string_too_short taken twice unchanged"],
  "joining.state.": ["DecidedApplication.state"],
  "jury.about.": ["Trial.kind"],
  "jury.back.": ["frontend/src/features/jury/whyBack.ts"],
  "jury.grade.": ["Imposed.grade"],
  "jury.kind.": ["Trial.kind"],
  "jury.measure.": ["Trial.verdict"],
  "jury.part.": ["frontend/src/features/jury/duty.ts"],
  "jury.released.": ["JurorSeat.released"],
  "jury.state.": ["Trial.state"],
  "jury.why.": ["community/moderation/models/cases.py"],
  "keys.group.": ["frontend/src/ui/Shortcuts.ts"],
  "lending.fate.": ["Ballot.fate"],
  "lending.way.": ["Ballot.fate"],
  "notices.appeal.": ["Appeal.outcome"],
  "notices.away.": ["community/governance/telling.py"],
  "notices.digest.": ["Digest.kind"],
  "notices.held.": ["community/moderation/holds.py"],
  "notices.idea.": ["DecideIdea.status"],
  "notices.jury.": ["community/jury/telling.py"],
  "notices.juryBack.": ["frontend/src/features/jury/whyBack.ts"],
  "notices.jurySanction.": ["Sanction.grade"],
  "notices.kind.": ["Notice.kind"],
  "notices.lifted.": ["Sanction.grade"],
  "notices.moved.": ["Move.state"],
  "notices.raid.": ["Raid.cause"],
  "notices.report.": ["community/moderation/act_names.py"],
  "notices.sanctioned.": ["Sanction.grade"],
  "notices.vote.": ["Motion.state"],
  "numbers.why.": ["frontend/src/features/votes/kinds.ts"],
  "offer.": ["Offer.kind", "=hintText promote_biggestText slow_modeText auto_promoteText circleText splitText"],
  "palette.kind.": ["frontend/src/features/keyboard/useCommands.ts"],
  "people.by.": ["frontend/src/features/people/filter.ts"],
  "people.measure.": ["chat/measures.py", "board/measures.py"],
  "people.pace.": ["Paced.pace"],
  "record.act.": [
    "community/rules/record.py", "community/roles/recording.py", "community/roles/apps.py", "chat/retention/doors.py",
    "community/purse/apps.py", "community/jury/apps.py", "community/joining/apps.py", "board/deeds.py", "chat/deeds.py",
    "community/belonging/doors.py", "community/governance/apps.py", "community/desk/apps.py",
  ],
  "record.kind.": ["frontend/src/features/rules/Record.vue"],
  "record.outcome.": ["Appeal.outcome"],
  "report.around.": ["frontend/src/features/order/reported.ts"],
  "report.help.": ["NewReport.why"],
  "report.why.": ["NewReport.why"],
  "role.": ["frontend/src/features/members/roles.ts"],
  "roles.can.": ["community/backstage/capabilities.py"],
  "rules.fate.": ["Article.fate"],
  "sanction.grade.": ["NewSanction.grade", "=label"],
  "sanction.text.": ["NewSanction.grade"],
  "saved.at.": ["frontend/src/features/saved/moments.ts"],
  "search.chip.": ["frontend/src/features/search/filters.ts"],
  "search.example.": ["frontend/src/features/search/SearchTips.vue"],
  "search.filter.": ["frontend/src/features/search/filters.ts"],
  "search.thing.": ["frontend/src/features/search/useCompletion.ts"],
  "search.tip.": ["frontend/src/features/search/SearchTips.vue"],
  "standing.figure.": ["LevelNeed.name"],
  "standing.level.": ["Standing.level"],
  "standing.opening.": ["Standing.opens"],
  "stream.removed.": ["Message.removed"],
  "terms.links.": ["RoomTerms.links"],
  "terms.outside.": ["RoomTerms.outside"],
  "terms.writers.": ["RoomTerms.writers"],
  "tribes.figure.": ["frontend/src/features/people/TribeKeeping.vue"],
  "visibility.door.": ["=everybody nobody"],
  "visibility.presence.": ["Visibility.presence"],
  "visibility.reading.": ["Visibility.reading"],
  "visibility.to.": ["Visibility.bio"],
  "vote.answer.": ["frontend/src/features/votes/BallotForm.vue"],
  "vote.figure.": ["PhaseFigure.name"],
  "vote.kind.": ["Motion.kind", "=label"],
  "vote.liftLine.": ["LiftSanction.grade"],
  "vote.liftOf.": ["LiftSanction.grade"],
  "vote.method.": ["Motion.method"],
  "vote.number.": ["frontend/src/features/votes/kinds.ts"],
  "vote.phase.": ["Charter.phase"],
  "vote.phaseText.": ["Charter.phase"],
  "vote.state.": ["Motion.state"],
  "writing.role.": ["=owner admin moderator host greeter expert contributor"],
};

export const FAMILIES = Object.keys(SOURCES);

/** Codes of the library behind signing in, which words them by itself. */
const isOfSignIn = (end: string) => end.startsWith("account.");
const quoted = (end: string, text: string) => new RegExp(`["'\`]${end.replaceAll(".", "\\.")}["'\`]|(?<![\\w.])${end.replaceAll(".", "\\.")}\\??:`, "u").test(text);

function ofShape(name: string): readonly string[] {
  const [shape, field] = name.split(".") as [string, string];
  const body = new RegExp(`export (?:interface|type) ${shape}\\b[^\\n]*\\{\\n([\\s\\S]*?)\\n\\}`, "u").exec(WIRE)?.[1] ?? "";
  const type = new RegExp(`^\\s+${field}\\??: (.*)$`, "mu").exec(body)?.[1] ?? "";
  return [...type.matchAll(/"([^"]*)"/gu)].map((hit) => hit[1] ?? "").filter(Boolean);
}

function says(source: string, end: string): boolean {
  if (source === "=account") return isOfSignIn(end);
  if (source.startsWith("=")) return source.slice(1).split(" ").includes(end);
  if (source.includes("/")) return quoted(end, readFileSync(join(ROOT, source), "utf8"));
  return ofShape(source).includes(end);
}

/** Whether anything can put this end to that beginning. */
export const isSaid = (head: string, key: string): boolean => (SOURCES[head] ?? []).some((source) => says(source, key.slice(head.length)));

/** Sources that name nothing: a shape or file that is gone, or a field that says no words. */
export const emptySources = (): string[] =>
  Object.values(SOURCES).flat().filter((source) => /^\w+\.\w+$/u.test(source) && ofShape(source).length === 0);
