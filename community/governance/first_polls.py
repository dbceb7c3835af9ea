"""The first poll of a new community: hosts write it before the opening, and with the opening everybody is asked."""

import logging
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from community import access
from community.access import Role
from community.clock import now
from community.errors import Conflict, InvalidInput, Refusal
from community.governance import beginning
from community.governance.actions import Prepared
from community.governance.models import Charter, FirstPoll, Proposal
from community.joining.models import Entrance
from community.members.models import Community, Member
from community.moderation import wordlists

log = logging.getLogger(__name__)


def of(community_id: int) -> FirstPoll | None:
    return FirstPoll.objects.filter(pk=community_id).first()


@transaction.atomic
def ask(member: Member, question: str, answers: Sequence[str], days: int) -> FirstPoll:
    """Write the question, or write it anew, while the community has not opened.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `words.blocked`.
        Conflict: `opening.over`.
        InvalidInput: `input.invalid` for the same answer twice.
    """
    access.require(member, "opening.ask")
    if len(set(answers)) != len(answers):
        raise InvalidInput("input.invalid", "Each answer once.", fields={"answers": "twice"})
    for text in (question, *answers):
        wordlists.require_clean(member.community_id, text)
    _require_ahead(member.community_id)
    told = {"by": member, "question": question, "answers": list(answers), "days": days}
    return FirstPoll.objects.update_or_create(pk=member.community_id, defaults=told)[0]


@transaction.atomic
def drop(member: Member) -> None:
    """Ask nothing. Twice is once.

    Raises:
        Forbidden: `forbidden`, `member.silenced`.
        Conflict: `opening.over`.
    """
    access.require(member, "opening.ask")
    _require_ahead(member.community_id)
    FirstPoll.objects.filter(pk=member.community_id).delete()


def open_with(community: Community, people: list[Member], count: int) -> None:
    """Ask everybody who is there. What stands against it does not keep the community from opening."""
    poll = FirstPoll.objects.select_related("by").filter(pk=community.pk, proposal=None).first()
    author = _author(poll) if poll else None
    if poll is None or author is None:
        return
    try:
        with transaction.atomic():
            FirstPoll.objects.filter(pk=poll.pk).update(proposal=_put_to_vote(poll, author))
    except Refusal as refusal:
        log.warning("%s opened without its first poll: %s", community.slug, refusal.code)


def _put_to_vote(poll: FirstPoll, author: Member) -> Proposal:
    prepared = Prepared({}, method=Proposal.Method.APPROVAL, options=tuple(poll.answers))
    words = "\n".join(f"- {answer}" for answer in poll.answers)
    key = uuid5(NAMESPACE_URL, f"first-poll:{poll.pk}")
    made = beginning.put_up(author, "opinion", poll.question, words, prepared, key, now())
    # Everybody is new, so nobody has to have been there for days; and however few answer, it is an answer.
    beginning.open_vote(made, Charter(community_id=poll.pk, roll_days=0, voting_days=poll.days, quorum=0), survey=True)
    return made


def _author(poll: FirstPoll) -> Member | None:
    """Whoever wrote it, or an owner in their place."""
    if poll.by.is_present():
        return poll.by
    return Member.objects.present().filter(community=poll.pk, role=Role.OWNER).order_by("pk").first()


def _require_ahead(community_id: int) -> None:
    """Raise `opening.over` once the community has opened; until the transaction ends it does not open."""
    entrance = Entrance.objects.select_for_update(no_key=True).filter(pk=community_id).first()
    if entrance and entrance.opened_at:
        raise Conflict("opening.over", "The community has opened.")
