"""A circle: those who talk most with each other may carry on in a closed room of their own. Nothing said is copied."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from chat import rooms
from chat.models import Room, Seat
from chat.overload import graph, talk
from community import access
from community.clock import now
from community.errors import NotFound
from community.members.models import Member

LEAST, MOST = 3, 20  # people; 20 is the upper end of those whom one keeps up with closely (Dunbar)


def of(room: Room, at: datetime) -> list[int]:
    """The ids of those who talk most with each other; empty where nobody does."""
    return graph.densest(talk.of(room, at).exchanges, LEAST, MOST)


def proposed(me: Member, room: Room) -> list[Member]:
    """The circle that I am in.

    Raises:
        NotFound: there is none, or not with me, or I do not sit in the room.
    """
    ids = of(room, now())
    if me.pk not in ids or not Seat.objects.filter(room=room, member=me).exists():
        raise NotFound("circle")
    return list(Member.objects.filter(pk__in=ids).order_by("name", "pk"))


@transaction.atomic
def gather(me: Member, room: Room, name: str, wanted: list[int], client_id: UUID | None = None) -> Room:
    """Open a closed room for the circle that I am in, and bring people of the source room into it.

    Members may do so without the right to make rooms of any other kind.

    Args:
        client_id: the client's own id of this room; the same again gets the first one.

    Raises:
        NotFound: I am in no circle here; or one of the members cannot read the source room.
        Forbidden: my role may not open one.
    """
    if client_id and (earlier := rooms.opened_before(me, client_id)):
        return earlier
    proposed(me, room)
    access.require(me, "room.circle")
    return talk.opened_for(me, room, name, wanted, client_id)
