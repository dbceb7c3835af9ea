"""Saved filters over members, and who is found by one."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from community import access
from community.belonging import compiling
from community.belonging.filters import Filter
from community.belonging.models import Segment
from community.errors import Conflict, NotFound
from community.members.models import Community, Member

MOST = 50
PAGE = 50


@transaction.atomic
def save(member: Member, name: str, wanted: Filter) -> Segment:
    """Keep a filter under a name.

    Raises:
        Forbidden: `forbidden`.
        Conflict: `segment.taken`, `segment.too_many`.
        InvalidInput: it names what there is not.
    """
    access.require(member, "people.see")
    compiling.members(member.community_id, wanted)
    Community.objects.select_for_update(no_key=True).get(pk=member.community_id)
    if Segment.objects.filter(community=member.community_id).count() >= MOST:
        raise Conflict("segment.too_many", "There are as many segments as there can be.", most=MOST)
    try:
        with transaction.atomic():
            return Segment.objects.create(community_id=member.community_id, name=name, filter=wanted.wire(), by=member)
    except IntegrityError:
        raise Conflict("segment.taken", "There is a segment of this name.") from None


def of(member: Member) -> QuerySet[Segment]:
    access.require_to_read(member, "people.see")
    return Segment.objects.filter(community=member.community_id).order_by("name", "pk")[:MOST]


def find(member: Member, segment_id: int) -> Segment:
    """A segment of one's community; raises `not_found`."""
    access.require(member, "people.see")
    found = Segment.objects.filter(pk=segment_id, community=member.community_id).first()
    if found is None:
        raise NotFound("segment")
    return found


def remove(member: Member, segment_id: int) -> None:
    access.require(member, "people.see")
    Segment.objects.filter(pk=segment_id, community=member.community_id).delete()


def filter_of(segment: Segment) -> Filter:
    return Filter.model_validate(segment.filter)


def members(segment: Segment) -> QuerySet[Member]:
    return compiling.members(segment.community_id, filter_of(segment))


def found(member: Member, wanted: Filter, after: int = 0, size: int = PAGE) -> list[Member]:
    """A page of those whom a filter finds, by key: one more than its size where there are more."""
    access.require_to_read(member, "people.see")
    rows = compiling.members(member.community_id, wanted).filter(pk__gt=after).order_by("pk")
    with compiling.bounded():
        return list(rows.select_related("user", "silence")[: size + 1])


def count(member: Member, wanted: Filter) -> int:
    access.require_to_read(member, "people.see")
    with compiling.bounded():
        return compiling.members(member.community_id, wanted).count()
