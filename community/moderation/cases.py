"""Reporting, and settling what was reported. Of two who settle the same, the first does; the other is told."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from community import access
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound, TooMany
from community.members.models import Member, User
from community.moderation import audit, hiding, holds, reserved, sanctions, targets
from community.moderation.audit import Moderator
from community.moderation.holds import Submission
from community.moderation.models import Case, CaseNote, Hold, Report
from community.moderation.sanctions import Penalty
from community.moderation.targets import Target
from community.notifications import notices

DUE = timedelta(hours=48)  # after which Discourse reminds its moderators
DUE_IN_DANGER = timedelta(hours=4)
REPORTS = 20  # of a member in a day, as Discourse has it
HEAVY = 4  # reports after which a case is due sooner; of those who are trusted with it, each weighs two
DAY = timedelta(days=1)
NOTE = 500  # characters


@transaction.atomic
def report(user: User, thing: str, why: str, note: str = "") -> Report:
    """Ask moderators to look at something; doing so again gives the first report.

    Args:
        thing: its kind and id, such as `message:812`.
        why: one of `Report.Why`.

    Raises:
        NotFound: the account cannot read it.
        Forbidden: `forbidden`, or `report.own` for one's own words.
        Conflict: `report.settled` where moderators let these very words stand within a day.
        TooMany: `rate.limited`.
    """
    target, member = targets.seen_by(user, thing)
    access.require(member, "report.create")
    if target.author.pk == member.pk:
        raise Forbidden("report.own", "These are your own words: you can take them back yourself.")
    if not target.stands:
        raise NotFound("thing")
    _require_news(target)
    case = _open(target)
    earlier = case.reports.filter(member=member).first()
    if earlier:
        return earlier
    _require_few(member)
    made = Report.objects.create(case=case, member=member, why=why, note=note)
    if why == Report.Why.DANGER or _weight(case) >= HEAVY:
        _hurry(case)
    return made


def note_words(target: Target, words: Sequence[str]) -> None:
    """Let moderators know of something that was written with listed words in it; once, however often it is edited."""
    if words:
        note_found(target, Report.Why.WORDS, ", ".join(words))


@transaction.atomic
def note_found(target: Target, why: str, note: str) -> None:
    """Let moderators know of what a rule of the community found; the same is found once."""
    Report.objects.get_or_create(case=_open(target), member=None, why=why, note=note[:NOTE])


def was_looked_at(thing: str, within: timedelta) -> bool:
    """Whether something is in the queue, or was settled a while ago."""
    recent = Q(settled_at=None) | Q(settled_at__gt=now() - within)
    return Case.objects.filter(recent, object=thing).exists()


@transaction.atomic
def hold(wanted: Submission, words: Sequence[str], why: str = Report.Why.WORDS) -> Hold:
    """Hold something back until it is settled; the same again is one."""
    found = ", ".join(words)[:NOTE]
    held = holds.hold(wanted, found)
    if held.waits():
        note_found(holds.target(held), why, found)
    return held


@transaction.atomic
def take(by: Moderator, case: Case) -> None:
    """Say that one looks after a case; raises `case.taken` where somebody else does, `case.settled` if it is over."""
    by.require("case.settle")
    held = locked(case)
    if held.taken_by and held.taken_by != by.account:
        raise Conflict("case.taken", "Somebody else looks after it.", by=held.taken_by.shown_name())
    if held.taken_by is None:
        audit.record(by, "take case", case, case.community_id, case.member)
    Case.objects.filter(pk=case.pk).update(taken_by=by.account, taken_at=now())


@transaction.atomic
def let_go(by: Moderator, case: Case) -> None:
    """Leave a case to others, whoever looked after it."""
    by.require("case.settle")
    if locked(case).taken_by:
        audit.record(by, "let case go", case, case.community_id, case.member)
    Case.objects.filter(pk=case.pk).update(taken_by=None, taken_at=None)


@transaction.atomic
def add_note(by: Moderator, case: Case, text: str) -> CaseNote:
    """Tell the other moderators something about a case."""
    by.require("case.settle")
    audit.record(by, "note case", case, case.community_id, case.member)
    return CaseNote.objects.create(case=case, by=by.account, text=text)


@transaction.atomic
def settle(
    by: Moderator, case: Case, verdict: str, *, rule: str = "", reason: str = "", penalty: Penalty | None = None,
    part: str = "",
) -> Case:  # fmt: skip
    """Decide: what becomes of the words, and what follows for the one who wrote them.

    Args:
        verdict: one of `Case.Verdict`.
        rule: the article of the community's rules that it goes by.
        reason: the author reads it, if the words go out of sight or anything follows.
        part: what is hidden, where that is not what usually is: of a profile the name.

    Raises:
        Conflict: `case.settled`, with who did and how.
        Forbidden: `forbidden`, `case.involved` for one's own words, and what `sanctions.impose` raises.
    """
    by.require("case.settle")
    require_uninvolved(by, case)
    locked(case)
    reserved.require_settling(by, case)
    Case.objects.filter(pk=case.pk).update(
        settled_at=now(), settled_by=by.account, verdict=verdict, rule=rule, reason=reason
    )
    hidden = None
    if verdict == Case.Verdict.HIDE:
        hidden = targets.hide(by, case.object, reason, rule, part)
    else:
        targets.keep(by, case.object)
    if penalty:
        sanctions.impose(by, case.member, penalty, rule=rule, reason=reason, case=case)
    if hidden and (part or (not penalty and (rule or reason))):
        hiding.tell(by, hidden, rule, reason, part)
    told = {"verdict": verdict, "rule": rule, "object": case.object}
    audit.record(by, "settle", case, case.community_id, case.member, reason, **told)
    case.refresh_from_db()
    _tell_reporters(case)
    return case


@transaction.atomic
def reopen(by: Moderator, case: Case) -> Case:
    """Undo a decision: the words are shown again, what followed is lifted, and the case is open as it was.

    Raises:
        Conflict: `case.open` where it is open, or another one about the same is.
    """
    by.require("case.settle")
    require_uninvolved(by, case)
    settled = Case.objects.select_for_update().exclude(settled_at=None).filter(pk=case.pk).first()
    if settled is None or Case.objects.filter(object=case.object, settled_at=None).exists():
        raise Conflict("case.open", "It is open already.")
    reserved.require_settling(by, settled)
    if settled.verdict == Case.Verdict.HIDE:
        targets.restore(by, case.object)
    for sanction in settled.sanctions.filter(lifted_at=None):
        sanctions.lift(by, sanction)
    Case.objects.filter(pk=case.pk).update(settled_at=None, settled_by=None, verdict="", rule="", reason="")
    audit.record(by, "reopen", case, case.community_id, case.member, object=case.object)
    case.refresh_from_db()
    return case


def _open(target: Target) -> Case:
    """The open case about something, held until commit; a new one if there is none."""
    told = {
        "community_id": target.author.community_id, "member": target.author, "place": target.place,
        "path": target.path, "words": target.words, "due_at": now() + DUE,
    }  # fmt: skip
    open_ones = Case.objects.select_for_update(no_key=True)
    return open_ones.get_or_create(object=target.object, settled_at=None, defaults=told)[0]


def locked(case: Case) -> Case:
    """The case, locked; raises `case.settled` if it is open no more."""
    held = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if not held.is_open():
        who = held.settled_by.shown_name() if held.settled_by else ""
        raise Conflict("case.settled", "Somebody settled it already.", by=who, verdict=held.verdict)
    return held


def _weight(case: Case) -> int:
    """How much its reports weigh together."""
    members = Member.objects.filter(reports__case=case)
    return sum(2 if access.can(member, "report.weigh") else 1 for member in members)


def _hurry(case: Case) -> None:
    soon = now() + DUE_IN_DANGER
    Case.objects.filter(pk=case.pk, due_at__gt=soon).update(due_at=soon)


def _require_news(target: Target) -> None:
    """What was judged a moment ago need not be judged again, unless it says something else now."""
    kept = Case.objects.filter(
        object=target.object, verdict=Case.Verdict.KEEP, words=target.words, settled_at__gt=now() - DAY
    )
    if kept.exists():
        raise Conflict("report.settled", "Moderators looked at this and let it stand.")


def _require_few(member: Member) -> None:
    if member.reports.filter(at__gt=now() - DAY).count() >= REPORTS:
        raise TooMany(retry_after=3600)


def require_uninvolved(by: Moderator, case: Case) -> None:
    if by.account is not None and by.account.pk == case.member.user_id:
        raise Forbidden("case.involved", "This is about yourself: somebody else has to decide.")


def _tell_reporters(case: Case) -> None:
    """Who reported hears that it was looked at, and whether the words stand; not what follows for anybody."""
    said = "" if case.is_of_a_person() else case.words  # a profile is named in nobody else's inbox
    for one in case.reports.exclude(member=None).select_related("member"):
        if one.member and one.member.is_present():
            key = f"report:{one.pk}:{case.settled_at.isoformat() if case.settled_at else ''}"
            notices.tell(one.member, "report_settled", key=key, excerpt=said, data={"verdict": case.verdict})
