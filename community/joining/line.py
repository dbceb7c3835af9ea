"""The line before a full community, as those see it who decide who comes in."""

from dataclasses import dataclass

from django.db.models import QuerySet

from community import access
from community.joining.models import Waiting
from community.members.models import Member


@dataclass(frozen=True)
class Row:
    """Somebody in line.

    Attributes:
        number: the first is 1.
    """

    place: Waiting
    number: int


def of(member: Member) -> QuerySet[Waiting]:
    """Everybody who waits for a place, the first in line first."""
    access.require_to_read(member, "application.decide")
    return Waiting.objects.filter(community=member.community_id).select_related("user", "host").order_by("pk")


def numbered(places: list[Waiting]) -> list[Row]:
    """One page of the line, each with how far ahead they are."""
    if not places:
        return []
    before = Waiting.objects.filter(community=places[0].community_id, pk__lt=places[0].pk).count()
    return [Row(place, before + number) for number, place in enumerate(places, start=1)]
