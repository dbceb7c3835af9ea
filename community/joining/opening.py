"""The opening of a new community: a moment that everybody waits for, and a roll call when it comes."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from community.clock import now
from community.joining.models import Entrance
from community.members.models import Community, Member

ROLL = 50  # faces that are shown, and names that are called

# Told of a community that opens, with whom to call, inside the transaction: the stream says it.
_openers: list[Callable[[Community, list[Member], int], None]] = []


def when_opening(opener: Callable[[Community, list[Member], int], None]) -> None:
    """Have a function called with the community, the first of its members, and how many they are."""
    _openers.append(opener)


def moment_of(community: Community) -> datetime | None:
    """When it opens; None once it has, and where nobody set a moment."""
    entrance = Entrance.objects.filter(pk=community.pk, opened_at=None).first()
    return entrance.opens_at if entrance else None


def is_over(community: Community) -> bool:
    return Entrance.objects.filter(pk=community.pk).exclude(opened_at=None).exists()


def roll(community: Community) -> tuple[list[Member], int]:
    """Who is there, the first one first, and how many."""
    there = Member.objects.present().filter(community=community.pk, user__isnull=False)
    return list(there.order_by("joined_at", "pk")[:ROLL]), there.count()


def open_due() -> None:
    """Open every community whose moment has come, each once, whoever else looks."""
    for entrance in Entrance.objects.filter(opens_at__lte=now(), opened_at=None).select_related("community"):
        with transaction.atomic():
            if Entrance.objects.filter(pk=entrance.pk, opened_at=None, opens_at__lte=now()).update(opened_at=now()):
                _open(entrance.community)


def _open(community: Community) -> None:
    people, count = roll(community)
    for opener in _openers:
        opener(community, people, count)
