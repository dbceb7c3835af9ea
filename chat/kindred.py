"""Open rooms among the places that are read by the same people."""

from django.db.models import Exists, OuterRef, Q

from chat.models import Message, Room, Seat
from community.kindred import places
from community.kindred.places import Kind, Place
from community.members.models import Member

# A newcomer is seated in many rooms, as far as they are: only who has read what was said since reads a room.
_READS = """
SELECT seat.member_id, 'room:' || room.id
  FROM chat_room room JOIN chat_seat seat ON seat.room_id = room.id
  JOIN chat_message message ON message.room_id = room.id AND message.seq = seat.read_seq
 WHERE room.community_id = %(community)s AND room.kind = 'open' AND room.archived_at IS NULL
   AND seat.level <> 'nothing' AND message.created_at > %(since)s AND message.created_at > seat.taken_at
"""


def register() -> None:
    places.register("room", Kind(_READS, find))


def find(member: Member, names: list[str]) -> list[Place]:
    rows = Room.objects.visible_to(member).filter(pk__in=places.ids(names), kind=Room.Kind.OPEN, archived_at=None)
    return [
        Place(f"room:{room.pk}", room.name, room.topic, is_new=not room.is_known)
        for room in rows.annotate(is_known=Exists(_known(member)))
    ]


def _known(member: Member):
    """Seats from which the member has read, or that they muted."""
    heard = Message.objects.filter(room=OuterRef("room"), seq=OuterRef("read_seq"), created_at__gt=OuterRef("taken_at"))
    seats = Seat.objects.filter(room=OuterRef("pk"), member=member)
    return seats.filter(Q(level=Seat.Level.NOTHING) | Exists(heard))
