"""Appeals: a member's word against a sanction, answered by somebody who did not impose it."""

from datetime import timedelta

from django.db import transaction

from community import access
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.members.models import Member, User
from community.moderation import audit, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Sanction
from community.notifications import notices

DUE = timedelta(hours=72)
LATEST = timedelta(days=30)  # after the sanction


@transaction.atomic
def appeal(user: User, sanction_id: int, words: str) -> Appeal:
    """Say something against a sanction of one's own, once; the suspended can too. Again gives the first appeal.

    Raises:
        NotFound: it is not theirs.
        Conflict: `appeal.over` where it was lifted, or is longer ago than a month and over.
    """
    sanction = Sanction.objects.filter(pk=sanction_id, member__user=user.pk).select_related("member").first()
    if sanction is None:
        raise NotFound("sanction")
    if not _is_in_time(sanction):
        raise Conflict("appeal.over", "It is over.")
    told = {"community_id": sanction.community_id, "words": words, "due_at": now() + DUE}
    made, new = Appeal.objects.get_or_create(sanction=sanction, defaults=told)
    if new:
        audit.record(Moderator(member=sanction.member), "appeal", sanction, sanction.community_id, sanction.member)
    return made


def can_be_made(sanction: Sanction) -> bool:
    """Whether the member can still say something. The sanction should come with `appeal` selected."""
    return _is_in_time(sanction) and getattr(sanction, "appeal", None) is None


@transaction.atomic
def answer(by: Moderator, appeal: Appeal, outcome: str, words: str) -> Appeal:
    """Let a sanction stand or lift it; the member is told, with the words.

    Raises:
        Forbidden: `forbidden`; `appeal.own` for whoever imposed it, while somebody else could answer.
        Conflict: `appeal.answered`.
    """
    by.require("case.settle")
    sanction = Sanction.objects.select_related("member").get(pk=appeal.sanction_id)
    require_somebody_else(by, sanction)
    told = {"outcome": outcome, "answer": words, "answered_at": now(), "answered_by": by.account}
    if not Appeal.objects.filter(pk=appeal.pk, answered_at=None).update(**told):
        raise Conflict("appeal.answered", "Somebody answered it already.")
    about = sanction.member
    audit.record(by, "answer appeal", sanction, sanction.community_id, about, words[:300], outcome=outcome)
    if outcome == Appeal.Outcome.LIFTED:
        sanctions.lift(by, sanction)
    appeal.refresh_from_db()
    if about.is_present():
        data = {"outcome": outcome, "sanction": sanction.pk}
        notices.tell(about, "appeal_answered", key=f"appeal:{appeal.pk}", excerpt=words, data=data)
    return appeal


def require_somebody_else(by: Moderator, sanction: Sanction) -> None:
    """Raise `case.involved` or `appeal.own` for who cannot answer an appeal against a sanction."""
    account = by.account
    if account is None:
        return
    if account.pk == sanction.member.user_id:
        raise Forbidden("case.involved", "This is about yourself: somebody else has to decide.")
    if account.pk == sanction.by_id and _others(sanction, account):
        raise Forbidden("appeal.own", "You imposed it: somebody else has to answer.")


def _is_in_time(sanction: Sanction) -> bool:
    return sanction.lifted_at is None and (sanction.holds() or sanction.at > now() - LATEST)


def _others(sanction: Sanction, account: User) -> bool:
    """Whether anybody else in the community could answer. If not, an answer by the same is better than none."""
    judges = Member.objects.present().filter(
        community=sanction.community_id, role__in=access.CAPABILITIES["case.settle"], user__is_active=True
    )
    return judges.exclude(user=account).exclude(pk=sanction.member_id).exists()
