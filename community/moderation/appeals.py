"""Appeals: a member's word against a sanction, answered by somebody who did not impose it."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.members.models import User
from community.moderation import audit, courts, reserved, sanctions, summons
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Sanction
from community.notifications import notices

DUE = timedelta(hours=72)
LATEST = timedelta(days=30)  # after the sanction
# Told of each, inside the transaction: an upper layer may have others answer.
_listeners: list[Callable[[Appeal], None]] = []


def when_appealed(listener: Callable[[Appeal], None]) -> None:
    _listeners.append(listener)


@transaction.atomic
def appeal(user: User, sanction_id: int, words: str) -> Appeal:
    """Say something against a sanction of one's own, once; the suspended can too. Again gives the first appeal.

    Raises:
        NotFound: it is not theirs.
        Conflict: `appeal.over` where it was lifted, or is longer ago than a month and over.
    """
    mine = Sanction.objects.filter(pk=sanction_id, member__user=user.pk)
    sanction = mine.select_related("member", "community").first()
    if sanction is None:
        raise NotFound("sanction")
    if not _is_in_time(sanction):
        raise Conflict("appeal.over", "It is over.")
    told = {"community_id": courts.court(sanction), "words": words, "due_at": now() + DUE}
    made, new = Appeal.objects.get_or_create(sanction=sanction, defaults=told)
    if new:
        audit.record(Moderator(member=sanction.member), "appeal", sanction, sanction.community_id, sanction.member)
        for listener in _listeners:
            listener(made)
        summons.call(made)
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
    sanction = Sanction.objects.select_related("member", "community").get(pk=appeal.sanction_id)
    require_somebody_else(by, sanction)
    reserved.require_answering(by, locked(appeal))
    told = {"outcome": outcome, "answer": words, "answered_at": now(), "answered_by": by.account}
    Appeal.objects.filter(pk=appeal.pk).update(**told)
    about = sanction.member
    audit.record(by, "answer appeal", sanction, sanction.community_id, about, words[:300], outcome=outcome)
    if outcome == Appeal.Outcome.LIFTED:
        sanctions.let_go(by, sanction)
    summons.recount(appeal.community_id)
    appeal.refresh_from_db()
    if about.is_present():
        data = {"outcome": outcome, "sanction": sanction.pk}
        notices.tell(about, "appeal_answered", key=f"appeal:{appeal.pk}", excerpt=words, data=data)
    return appeal


def locked(appeal: Appeal) -> Appeal:
    """The appeal, locked; raises `appeal.answered` if it waits for nobody any more."""
    held = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    if held.answered_at:
        raise Conflict("appeal.answered", "Somebody answered it already.")
    return held


def require_somebody_else(by: Moderator, sanction: Sanction) -> None:
    """Raise `case.involved`, `appeal.own` or `appeal.parent` for who cannot answer an appeal against a sanction."""
    account = by.account
    if account is None:
        return
    if account.pk == sanction.member.user_id:
        raise Forbidden("case.involved", "This is about yourself: somebody else has to decide.")
    if account.pk == sanction.by_id and not courts.has_nobody_else(sanction):
        raise Forbidden("appeal.own", "You imposed it: somebody else has to answer.")
    if not courts.may_sit(by, sanction):
        raise Forbidden("appeal.parent", "This is for the parent of the tribe to hear.")


def _is_in_time(sanction: Sanction) -> bool:
    return sanction.lifted_at is None and (sanction.holds() or sanction.at > now() - LATEST)
