"""What belonging adds to the layers below it."""

from django.db.models import QuerySet

from community.belonging import cleanup, keeping, tribes, visits
from community.members import communities
from community.members.models import Community, Member
from community.rules import places, record
from community.rules.places import Place


def register() -> None:
    communities.when_joining(welcome)
    communities.when_leaving(farewell)
    communities.when_visiting(seen)
    places.register("community", tribes_named, tribes_of)
    record.make_public("found tribe", "community", "found_tribe", record.ORDER, is_inside=True)
    record.make_public("announce", "announcement", "announce", record.PEOPLE)
    record.make_public("clean up", "member", "clean_up", record.PEOPLE)
    record.make_public("export people", "community", "export_people", record.PEOPLE)
    record.make_public("make field", "field", "make_field", record.ORDER)
    record.make_public("remove field", "field", "remove_field", record.ORDER)


def tribes_named(reader: Member, ids: set[int]) -> dict[int, Place]:
    return {tribe.pk: Place(tribe.name, f"/c/{tribe.slug}") for tribe in tribes_of(reader).filter(pk__in=ids)}


def tribes_of(reader: Member) -> QuerySet[Community]:
    """The tribes of the reader's community that they can know of."""
    return Community.objects.known_to(reader.user).filter(parent=reader.community_id)


def welcome(member: Member) -> None:
    """Called before the upper layers seat them, so that what was kept is there before what is new."""
    keeping.give_back(member)
    seen(member)
    tribes.require_parent(member)
    tribes.come_back(member)


def farewell(member: Member) -> None:
    if member.user_id is not None:
        tribes.go_along(member)


def seen(member: Member) -> None:
    visits.note(member)
    cleanup.came_back(member)
