"""What the stream does for newcomers: rooms to look at, where they say hello, and the talk of a new community."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery

from chat import briefs, messages, roll_call
from chat.models import Message, Room, Seat
from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.joining import arrivals, entrances, hello, opening, suggestions
from community.joining.suggestions import Suggested
from community.members.models import Community, Member
from community.moderation import names
from community.text import folded

log = logging.getLogger(__name__)

CANDIDATES = 60  # rooms that are looked at
WEEK = timedelta(days=7)
NEVER = datetime.min.replace(tzinfo=UTC)


def register() -> None:
    entrances.when_asked_how_busy(said_this_week)
    suggestions.register(rooms_for)
    hello.register(hello.Stage(find=hello_room, say=say_hello))
    opening.when_opening(open_talk)
    names.when_called_otherwise(roll_call.call_otherwise)


def said_this_week(community: Community) -> int:
    return briefs.messages_since(community, now() - WEEK)


def rooms_for(member: Member, tags: list[str], count: int) -> list[Suggested]:
    """Open rooms: what they are interested in before the others, and where somebody spoke lately first."""
    latest = Message.objects.filter(room=OuterRef("pk"), removal=None).order_by("-seq").values("created_at")[:1]
    rows = Room.objects.visible_to(member).filter(kind=Room.Kind.OPEN, archived_at=None).order_by("pk")
    found = list(rows.annotate(last_at=Subquery(latest))[:CANDIDATES])
    shown = [Suggested("room", row.pk, row.name, row.topic, about(f"{row.name} {row.topic}", tags)) for row in found]
    lately = {row.pk: row.last_at or NEVER for row in found}
    return sorted(shown, key=lambda one: (one.matches, lately[one.id]), reverse=True)[:count]


def about(words: str, tags: list[str]) -> bool:
    """Whether one of the tags stands in a text."""
    text = folded(words)
    return any(folded(tag) in text for tag in tags)


def hello_room(member: Member, wanted: int | None) -> tuple[int, str] | None:
    """The room that the hosts chose while it is open, else the first open one."""
    rows = Room.objects.visible_to(member).filter(kind=Room.Kind.OPEN, archived_at=None)
    room = rows.filter(pk=wanted or 0).first() or rows.order_by("pk").first()
    return (room.pk, room.name) if room else None


def say_hello(member: Member, room_id: int, words: str, client_id: UUID) -> str:
    room = Room.objects.visible_to(member).get(pk=room_id)
    return f"message:{messages.post(member, room, words, client_id=client_id).id}"


def greeted(message: Message) -> None:
    """An answer to a hello, if it is one."""
    if message.reply_to_id:
        arrivals.answered(f"message:{message.reply_to_id}", message.author)


def open_talk(community: Community, people: list[Member], count: int) -> None:
    """Say in the first room that the community is open, and who is there; its owner's words."""
    owner = Member.objects.present().filter(community=community, role=Role.OWNER).order_by("pk").first()
    room = Room.objects.filter(community=community, kind=Room.Kind.OPEN, archived_at=None).order_by("pk").first()
    if owner is None or room is None:
        return
    Seat.objects.get_or_create(room=room, member=owner)
    try:
        roll_call.call(community, owner, room, people, count)
    except Refusal as refusal:  # the community is open all the same
        log.warning("%s opened without a word: %s", community.slug, refusal.code)
