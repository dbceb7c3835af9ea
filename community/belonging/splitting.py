"""Splitting a tribe off: who talks in a place is asked whether they come along; what was said stays where it is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from community.belonging import tasks, tribes
from community.belonging.models import Offer, Origin
from community.clock import now
from community.errors import NotFound
from community.jobs.queue import queue
from community.members import communities
from community.members.models import Member, User

# Of a place that a member can read: the ids of those in it. Raises `not_found` for others.
People = Callable[[Member, int], list[int]]
_PLACES: dict[str, People] = {}


def register(kind: str, people: People) -> None:
    """Let tribes be split off from a kind of place, such as `room`."""
    _PLACES[kind] = people


@dataclass(frozen=True)
class Plan:
    """A tribe that is to be."""

    slug: str
    name: str
    purpose: str = ""


@transaction.atomic
def split_off(member: Member, place: str, plan: Plan) -> Member:
    """Found a tribe and ask everybody in a place to come along.

    Raises:
        NotFound: the place is none of theirs.
        Forbidden, Conflict: those of `tribes.found`.
    """
    kind, _, number = place.partition(":")
    if kind not in _PLACES or not number.isdigit():
        raise NotFound("place")
    people = _PLACES[kind](member, int(number))
    owner = tribes.found(member, plan.slug, plan.name, plan.purpose)
    Origin.objects.create(tribe=owner.community, place=place, by=member)
    others = [pk for pk in people if pk != member.pk]
    Offer.objects.bulk_create(Offer(tribe=owner.community, member_id=pk) for pk in others)
    queue(tasks.tell_offers, owner.community_id)
    return owner


@transaction.atomic
def answer(user: User, offer_id: int, agrees: bool) -> None:
    """Come along, or stay; the first answer counts.

    Raises:
        NotFound: it is not theirs.
    """
    offer = Offer.objects.select_related("tribe", "member").filter(pk=offer_id, member__user=user.pk).first()
    if offer is None or not offer.member.is_present():
        raise NotFound("offer")
    if Offer.objects.filter(pk=offer.pk, answered_at=None).update(answered_at=now(), agreed=agrees) and agrees:
        communities.join(user, offer.tribe, is_vouched=True)
