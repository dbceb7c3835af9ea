"""For how long a room keeps what is said. Keeping less begins a week after it was asked for; keeping more, at once."""

from datetime import timedelta

from django.db import transaction

from chat import announce
from chat.models import Room
from chat.retention import saying
from chat.retention.models import NewRooms, Shortening
from community import access
from community.clock import now
from community.errors import Forbidden
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator

NOTICE = timedelta(days=7)
LONGEST = 3650  # days; what is to stay longer stays for good


def coming(room: Room) -> Shortening | None:
    """What is going to hold, if that is less than what does."""
    return Shortening.objects.filter(room=room).first()


@transaction.atomic
def keep(member: Member, room: Room, days: int | None) -> Room:
    """Have a room keep what is said for so many days, or for good.

    To ask for what holds already takes back what was to come. In a room that has never been spoken in nobody loses
    anything: there it begins at once.

    Raises:
        Forbidden: `forbidden`, and for anybody in a direct room.
    """
    access.require(member, "room.edit")
    if room.kind == Room.Kind.DIRECT:
        raise Forbidden("forbidden", "What two people say to each other stays.", capability="room.edit")
    held = _held(room.pk)
    if days is not None and held.seq and _is_less(days, held.keeps_days):
        _announce(member, held, days)
    else:
        was_to_come = _take_back(held)
        if was_to_come or days != held.keeps_days:
            _record(member, held, days)
        if days != held.keeps_days:
            _put(held, days)
            if held.seq:
                saying.say(member, held, days)
    return held


@transaction.atomic
def begin(shortening: Shortening) -> None:
    """Let what was announced hold, unless it was taken back, or put off, meanwhile."""
    room = _held(shortening.room_id)
    due = Shortening.objects.filter(room=room, due_at__lte=now()).first()
    if due:
        due.delete()
        _put(room, due.days)


def due() -> list[Shortening]:
    return list(Shortening.objects.filter(due_at__lte=now()).order_by("due_at")[:200])


def of_new_rooms(community_id: int) -> int | None:
    """For how many days the rooms keep that a community opens from now on."""
    return NewRooms.objects.values_list("days", flat=True).filter(community=community_id).first()


@transaction.atomic
def keep_in_new_rooms(member: Member, days: int | None) -> None:
    """Say what rooms keep that are opened from now on; those that are there keep as they do."""
    access.require(member, "community.edit")
    if days is None:
        NewRooms.objects.filter(community=member.community_id).delete()
    else:
        NewRooms.objects.update_or_create(community_id=member.community_id, defaults={"days": days})
    audit.record(Moderator(member=member), "keep", member.community, member.community_id, None, days=days)


def _held(room_id: int) -> Room:
    rows = Room.objects.select_for_update(no_key=True, of=("self",)).select_related("community")
    return rows.get(pk=room_id)


def _is_less(days: int, than: int | None) -> bool:
    return than is None or days < than


def _announce(member: Member, room: Room, days: int) -> None:
    """Say from when on a room keeps less. The same again changes nothing; another wish begins another week."""
    if Shortening.objects.filter(room=room, days=days).exists():
        return
    moment = now()
    asked = {"days": days, "by": member, "asked_at": moment, "due_at": moment + NOTICE}
    made, _ = Shortening.objects.update_or_create(room=room, defaults=asked)
    _record(member, room, days, since=made.due_at.isoformat())
    saying.say(member, room, days, made.due_at)


def _take_back(room: Room) -> bool:
    """Forget what was to come; whether anything was."""
    return bool(Shortening.objects.filter(room=room).delete()[0])


def _put(room: Room, days: int | None) -> None:
    room.advance()
    room.keeps_days = days
    room.save(update_fields=["keeps_days"])
    announce.renamed(room)


def _record(member: Member, room: Room, days: int | None, **told: str) -> None:
    audit.record(Moderator(member=member), "keep", room, room.community_id, None, days=days, **told)
