"""Points from the purse to members: by a vote, or at the word of the owner where no vote is asked for."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from community import access
from community.errors import InvalidInput
from community.governance.kinds.roles import present
from community.jobs.queue import queue
from community.members import guards
from community.members.models import Member
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator
from community.points import ledger
from community.purse import calls


def give(giver: Member, member_id: int, amount: int, why: str, *, client_id: UUID) -> None:
    """Give somebody else points from the purse; the same `client_id` again does nothing.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `words.blocked`; `governance.by_vote` in a self-governing community.
        NotFound: there is no such member.
        Conflict: `points.too_few`.
    """
    access.require(giver, "points.give")
    guards.require_free(giver.community_id, "spend")
    wordlists.require_clean(giver.community_id, why)
    if member_id == giver.pk:
        raise InvalidInput("input.invalid", "Nobody gives to themselves.", fields={"member": "oneself"})
    taker = present(giver.community_id, member_id)
    spend(Moderator(member=giver), [taker], amount, key=f"gift:{giver.pk}:{client_id}", why=why)


@transaction.atomic
def spend(by: Moderator, takers: Sequence[Member], amount: int, *, key: str, why: str) -> None:
    """Give each of some members of a community so many points, or none of them any.

    Raises:
        Conflict: `points.too_few`.
    """
    by.require("points.give")
    community_id = takers[0].community_id
    shares = {ledger.of(taker): amount for taker in takers}
    made, is_new = ledger.pay(ledger.purse(community_id), shares, key=key, why=why, by=by.member)
    if not is_new:
        return
    for transfer, taker in zip(made, takers, strict=True):
        audit.record(by, "spend points", transfer, community_id, taker, why, points=amount)
    queue(calls.tell, community_id, key)
