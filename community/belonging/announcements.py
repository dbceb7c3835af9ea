"""Telling many members something at once: written once, delivered in batches, to each one once."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from community import access
from community.activity.models import record
from community.belonging import compiling, tasks
from community.belonging.filters import Filter
from community.belonging.models import Announcement, Earplug
from community.clock import now
from community.errors import Conflict
from community.jobs.queue import queue
from community.kindred import places
from community.members.models import Community, Member
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator

A_WEEK = 3  # announcements of a community
SHOWN = 20


@transaction.atomic
def announce(member: Member, words: str, wanted: Filter, *, client_id: UUID, place: str = "") -> Announcement:
    """Tell everybody whom a filter finds; the same id again gives the first announcement.

    Args:
        place: what they are sent to, such as `room:5`: somewhere that every member may go.

    Raises:
        NotFound: the place is none of these.
        Forbidden: `forbidden`, `words.blocked`.
        Conflict: `announcement.too_many`, with the moment from which there can be another one.
    """
    access.require(member, "announcement.create")
    Community.objects.select_for_update(no_key=True).get(pk=member.community_id)
    before = Announcement.objects.filter(by=member, client_id=client_id).first()
    if before:
        return before
    wordlists.require_clean(member.community_id, words)
    compiling.members(member.community_id, wanted)
    if place:
        places.meant(member, place)
    _require_room(member.community_id)
    told = {"words": words, "filter": wanted.wire(), "place": place}
    made = Announcement.objects.create(community_id=member.community_id, by=member, client_id=client_id, **told)
    record(member, "announce", made)
    audit.record(Moderator(member=member), "announce", made, made.community_id, None)
    queue(tasks.deliver, made.pk)
    return made


def of(member: Member) -> QuerySet[Announcement]:
    """The latest of one's community."""
    access.require_to_read(member, "announcement.create")
    rows = Announcement.objects.filter(community=member.community_id)
    return rows.select_related("by").order_by("-pk")[:SHOWN]


def mute(member: Member) -> None:
    Earplug.objects.get_or_create(member=member)


def unmute(member: Member) -> None:
    Earplug.objects.filter(member=member).delete()


def is_muted(member: Member) -> bool:
    return Earplug.objects.filter(member=member).exists()


def _require_room(community_id: int) -> None:
    week = Announcement.objects.filter(community=community_id, created_at__gt=now() - timedelta(days=7))
    recent = list(week.order_by("-created_at").values_list("created_at", flat=True)[:A_WEEK])
    if len(recent) == A_WEEK:
        until = recent[-1] + timedelta(days=7)
        raise Conflict("announcement.too_many", "That is enough for a week.", until=until.isoformat(), most=A_WEEK)
