"""Handing a case, or an appeal, to a jury, and taking it back."""

from django.db import transaction

from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.governance import phases
from community.governance.models import Charter
from community.jury import deciding, hearings, measures, seating
from community.jury.models import Juror, Trial
from community.members.models import Member, User
from community.moderation import appeals, audit, cases, courts, summons
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Case

State = Trial.State


@transaction.atomic
def hand_over(by: Moderator, case: Case, asked: str, *, rule: str = "", reason: str = "") -> Trial:
    """Have a jury decide a case. Where too few members can judge, it is back at once, and says so.

    Args:
        asked: the key of the harshest measure that the jury can choose.
        rule: the article of the community's rules that it goes by.
        reason: why; the jury reads it.

    Raises:
        Forbidden: `forbidden`, `case.involved`.
        Conflict: `case.settled`; `jury.hears` where one has it already; `member.no_account`.
        InvalidInput: there is no such measure here.
    """
    by.require("case.settle")
    cases.require_uninvolved(by, case)
    held = cases.locked(case)
    if asked not in measures.offered(held.place):
        raise InvalidInput("input.invalid", "This is not decided here.", fields={"asked": "unknown"})
    if held.member.user_id is None:
        raise Conflict("member.no_account", "Nobody signs in as this member.")
    _require_unheard(held)
    told = {"case": held, "member": held.member, "asked": asked, "rule": rule, "reason": reason}
    return _begin(by, held.community_id, told)


@transaction.atomic
def hand_over_appeal(by: Moderator, appeal: Appeal, reason: str = "") -> Trial:
    """Have a jury answer an appeal; raises as `hand_over` does, and `appeal.answered`."""
    by.require("case.settle")
    if by.account and by.account.pk == appeal.sanction.member.user_id:
        raise Forbidden("case.involved", "This is about yourself: somebody else has to decide.")
    trial = _hear(by, appeal, reason)
    summons.recount(appeal.community_id)
    return trial


def hear_if_serious(appeal: Appeal) -> None:
    """A jury hears from the start what moderators do not answer, and what nobody but who imposed it could."""
    if is_for_jury(appeal) or courts.has_nobody_else(appeal.sanction):
        _hear(Moderator(is_rule=True), appeal)


@transaction.atomic
def withdraw(by: Moderator, trial: Trial, reason: str = "") -> None:
    """Take it back, as long as nobody has voted.

    Raises:
        Forbidden: `forbidden`, `case.involved`; `jury.needed` for an appeal that is a jury's by the rules.
        Conflict: `jury.over`; `jury.voted`.
    """
    by.require("case.settle")
    held = in_session(trial)
    if by.account and by.account.pk == held.member.user_id:
        raise Forbidden("case.involved", "This is about yourself: somebody else has to decide.")
    if held.appeal and (is_for_jury(held.appeal) or courts.has_nobody_else(held.appeal.sanction)):
        raise Forbidden("jury.needed", "A jury of members answers this.")
    if held.jurors.exclude(voted_at=None).exists():
        raise Conflict("jury.voted", "Somebody has voted already.")
    deciding.end_by_hand(held, by, reason)


def in_session(trial: Trial) -> Trial:
    """The trial, locked; raises `jury.over` where it is over."""
    held = Trial.objects.select_for_update(no_key=True).get(pk=trial.pk)
    if held.is_over() or held.closes_at <= now():
        raise Conflict("jury.over", "It is over.", state=held.state)
    return held


def seen_by(user: User, trial_id: int) -> tuple[Trial, Member]:
    """A trial of a community that an account belongs to, and who it is there; raises `not_found`."""
    trial = Trial.objects.select_related("case", "appeal__sanction__case", "member").filter(pk=trial_id).first()
    member = Member.objects.of_user(user).filter(community=trial.community_id).first() if trial else None
    if trial is None or member is None:
        raise NotFound("trial")
    return trial, member


def called(user: User, trial_id: int) -> tuple[Juror, Member]:
    """The part that an account has in a trial for which it was drawn; raises `not_found`."""
    trial, member = seen_by(user, trial_id)
    juror = trial.jurors.filter(member=member).first()
    if juror is None:
        raise NotFound("trial")
    juror.trial = trial
    return juror, member


def is_for_jury(appeal: Appeal) -> bool:
    """Whether moderators do not answer it: a jury imposed it, or only a jury could."""
    sanction = appeal.sanction
    if Trial.objects.filter(sanction=sanction).exists():
        return True
    if phases.of(appeal.community_id) not in phases.BY_JURY:
        return False
    return measures.is_long(sanction.grade, sanction.at, sanction.until, longest_alone(appeal.community_id))


def longest_alone(community_id: int) -> int:
    """For how many days moderators suspend or silence somebody without a jury."""
    return charter(community_id).jury_days


def charter(community_id: int) -> Charter:
    """The numbers of a community, without writing them down where it has chosen none."""
    return Charter.objects.filter(pk=community_id).first() or Charter(pk=community_id)


def latest(**about: object) -> Trial | None:
    """The last trial of something."""
    return Trial.objects.filter(**about).order_by("-pk").first()


def _hear(by: Moderator, appeal: Appeal, reason: str = "") -> Trial:
    held = appeals.locked(appeal)
    if Trial.objects.filter(appeal=held, state=State.HEARING).exists():
        raise Conflict("jury.hears", "A jury has it already.")
    told = {"appeal": held, "member": held.sanction.member, "asked": measures.UPHELD, "reason": reason}
    return _begin(by, held.community_id, told | {"rule": held.sanction.rule})


def _require_unheard(case: Case) -> None:
    if Trial.objects.filter(case=case, state=State.HEARING).exists():
        raise Conflict("jury.hears", "A jury has it already.")


def _begin(by: Moderator, community_id: int, told: dict[str, object]) -> Trial:
    trial = Trial.objects.create(
        community_id=community_id, asked_by=by.account, size=seating.SIZE, quorum=seating.QUORUM,
        closes_at=now() + hearings.longest("case" in told), **told,
    )  # fmt: skip
    audit.record(by, "call jury", trial, community_id, trial.member, trial.reason, asked=trial.asked)
    seating.draw(trial, charter(community_id).roll_days)
    hearings.summon(trial)
    return trial
