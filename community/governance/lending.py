"""Lending one's vote to somebody, for the open votes in which one does not vote oneself."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from community import access
from community.access import CAPABILITIES
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.governance import charters
from community.governance.models import Charter, Loan
from community.governance.tally import lending as ways
from community.members.models import Member

ALL = ""
# What can be voted on openly. In a secret vote nobody can follow a lent vote without learning how it was cast.
KINDS = ("opinion", "rules", "room_open", "room_close")


@transaction.atomic
def lend(member: Member, kind: str, to_id: int) -> Loan:
    """Have somebody vote for one, on one kind of proposals or on all of which one says nothing else.

    Raises:
        Forbidden: `forbidden`; `lending.off` where the members have not decided to lend votes.
        NotFound: for whoever does not vote here.
        Conflict: `lending.circle`, `lending.too_long`.
    """
    access.require(member, "proposal.vote")
    _require_kind(kind)
    charters.of(member.community_id)
    # Of two who would close a circle at once, the second finds the loan of the first.
    charter = Charter.objects.select_for_update(no_key=True).get(pk=member.community_id)
    if not charter.lending:
        raise Forbidden("lending.off", "Votes are not lent here.")
    told = {"community_id": member.community_id, "to": _voter(member, to_id)}
    made, _ = Loan.objects.update_or_create(member=member, kind=kind, defaults=told)
    _require_ends(member, (kind,) if kind else (ALL, *KINDS))
    return made


def take_back(member: Member, kind: str) -> None:
    """Vote for oneself again. Asks for no right, and twice is once."""
    Loan.objects.filter(member=member, kind=kind).delete()


def forget(member: Member) -> None:
    """Whoever goes lends nothing, and nothing is lent to them."""
    Loan.objects.filter(Q(member=member) | Q(to=member)).delete()


def of(member: Member) -> list[Loan]:
    return list(Loan.objects.filter(member=member).select_related("to").order_by("kind"))


def carried_by(member: Member) -> int:
    """How many have lent somebody their vote, for whatever kind."""
    return Loan.objects.filter(to=member).values("member").distinct().count()


def lent_to(member_id: int, kind: str) -> Member | None:
    """Who votes for somebody on a kind of proposals where they do not."""
    rows = Loan.objects.filter(member=member_id, kind__in=(ALL, kind)).select_related("to")
    found = rows.order_by("-kind").first()
    return found.to if found else None


def standing(community_id: int, kind: str) -> dict[int, int]:
    """To whom each member lends on one kind of proposals."""
    return in_force(Loan.objects.filter(community=community_id).values_list("kind", "member", "to"), kind)


def in_force(loans: Iterable[tuple[str, int, int]], kind: str) -> dict[int, int]:
    """What is lent for one kind goes before what is lent for all."""
    every: dict[int, int] = {}
    own: dict[int, int] = {}
    for which, member, to in loans:
        if which in (ALL, kind):
            (own if which else every)[member] = to
    return every | own


def _require_ends(member: Member, kinds: Iterable[str]) -> None:
    loans = list(Loan.objects.filter(community=member.community_id).values_list("kind", "member", "to"))
    for kind in kinds:
        _require_way(in_force(loans, kind), member.pk)


def _require_way(lent: Mapping[int, int], giver: int) -> None:
    if ways.comes_back(lent, giver):
        raise Conflict("lending.circle", "Their vote comes to you in the end.")
    if ways.longest_through(lent, giver) > ways.LONGEST:
        raise Conflict("lending.too_long", "It would pass through too many hands.", limit=ways.LONGEST)


def _require_kind(kind: str) -> None:
    if kind not in (ALL, *KINDS):
        raise InvalidInput("input.invalid", "Votes of this kind are not lent.", fields={"kind": "unknown"})


def _voter(member: Member, to_id: int) -> Member:
    if to_id == member.pk:
        raise InvalidInput("input.invalid", "Lend it to somebody else.", fields={"to": "oneself"})
    rows = Member.objects.present().exclude(user=None).filter(role__in=CAPABILITIES["proposal.vote"])
    if found := rows.filter(community=member.community_id, pk=to_id).first():
        return found
    raise NotFound("member")
