"""How far others have read: in rooms of a few, among those who show it of themselves, and to nobody else.

Whoever shows it sees it of the others who do. Elsewhere nothing is looked up, and nothing told.
"""

from itertools import groupby
from operator import itemgetter

from django.db import transaction

from chat.models import Room, Seat
from chat.shapes import ReadersMoved, Reading
from community.jobs.soon import Soon
from community.members.models import Member
from community.members.shapes import MemberRef
from community.realtime import presence
from community.realtime.publish import publish_at_once

MOST = 20  # people in a room: who has read is looked at among those who all know each other
TOGETHER = 1  # seconds in which those who read on are told together

Moved = tuple[int, int, tuple[Reading, tuple[int, ...]]]  # room, who read on, and how far for whom


def of(member: Member, room: Room) -> list[Seat]:
    """The seats of those whose reading a member sees."""
    if not member.shows_reading or room.kind == Room.Kind.OPEN:
        return []
    others = Seat.objects.filter(room=room, member__left_at=None).exclude(member=member).select_related("member")
    found = list(others.order_by("member__name", "member")[:MOST])
    return [seat for seat in found if seat.member.shows_reading] if len(found) < MOST else []


def moved(member: Member, room: Room, read_seq: int) -> None:
    """Somebody has read on, which is told once it is committed."""
    if watchers := tuple(seat.member_id for seat in of(member, room)):
        reading = Reading(member=MemberRef.of(member), read_seq=read_seq)
        transaction.on_commit(lambda: _waiting.add([(room.pk, member.pk, (reading, watchers))]))


def tell_together(moves: list[Moved]) -> None:
    """Each who has the room open hears of all who read on in the last moment at once, of each the latest."""
    for room_id, those in groupby(sorted(moves, key=itemgetter(0, 1)), key=itemgetter(0)):
        latest = {who: told for _, who, told in those}
        for watcher in presence.here(room_id):
            readings = [reading for reading, watchers in latest.values() if watcher in watchers]
            if readings:
                publish_at_once(f"member.{watcher}", ReadersMoved(room=room_id, readings=readings))


_waiting = Soon(tell_together, moment=TOGETHER)
