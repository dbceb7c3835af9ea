"""What the tests of belonging do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from community.belonging import announcements, compiling, delivering
from community.belonging.filters import Filter
from community.belonging.models import Announcement
from community.members import communities
from community.members.models import Community, Member

DAY = date(2026, 3, 10)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def after(days: int) -> datetime:
    return at(DAY + timedelta(days=days))


def all_of(*conditions: dict[str, Any]) -> Filter:
    return Filter.parse({"join": "all", "of": list(conditions)})


def found(community: Community, wanted: Filter) -> set[str]:
    return {member.name for member in compiling.members(community.pk, wanted)}


def announce(member: Member, words: str = "We meet on Friday.", wanted: Filter | None = None) -> Announcement:
    return announcements.announce(member, words, wanted or Filter(), client_id=uuid4())


def delivered(made: Announcement) -> Announcement:
    while delivering.deliver(made.pk):
        pass
    made.refresh_from_db()
    return made


def visit(member: Member) -> Member:
    """Open the community, as the app does."""
    return communities.member_of(member.user, member.community.slug)
