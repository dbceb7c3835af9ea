"""Who hears an announcement: whom its filter finds, but for its author and those who want to hear none."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from community import access
from community.belonging import compiling
from community.belonging.filters import Filter
from community.members.models import Member

FIRST = 20


@dataclass(frozen=True)
class Preview:
    """Whom an announcement would reach now.

    Attributes:
        first: some of them, by name.
        muted: how many fit and want no announcements of the community.
        has_author: whether whoever would write it fits, who is not told of their own words.
    """

    people: int
    first: list[Member]
    muted: int
    has_author: bool


def of(community_id: int, wanted: Filter, author_id: int) -> QuerySet[Member]:
    """Everybody who is told."""
    return compiling.members(community_id, wanted).filter(earplug=None).exclude(pk=author_id)


def preview(member: Member, wanted: Filter) -> Preview:
    """What an announcement of a member would reach, without making it.

    Raises:
        Forbidden: `forbidden`.
        InvalidInput: the filter names what there is not.
    """
    access.require(member, "announcement.create")
    fit = compiling.members(member.community_id, wanted)
    mine = Q(pk=member.pk)
    with compiling.bounded():
        count = fit.aggregate(
            fit=Count("pk"), author=Count("pk", filter=mine), muted=Count("pk", filter=~mine & Q(earplug__isnull=False))
        )
        first = list(of(member.community_id, wanted, member.pk).order_by("name", "pk")[:FIRST])
    told = count["fit"] - count["author"] - count["muted"]
    return Preview(told, first, count["muted"], bool(count["author"]))
