"""Which interests members picked when they came in."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from community.joining.models import Entrance, Interest


def picked(community_id: int, names: Sequence[str]) -> QuerySet[Any]:
    """The ids of the members of a community who picked one of these."""
    return Interest.objects.filter(member__community=community_id, tag__in=names).values("member")


def names(community_id: int) -> list[str]:
    """What can be picked there."""
    found = Entrance.objects.filter(pk=community_id).values_list("interests", flat=True).first()
    return sorted(found or [])
