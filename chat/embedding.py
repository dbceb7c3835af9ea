"""What the button on a host page shows of the stream."""

from typing import Any

from chat import listing
from chat.models import Room
from community.embedding import states
from community.embedding.shapes import EmbeddedState
from community.members.models import Community, Member


def register() -> None:
    states.register(state)


def state(community: Community, member: Member | None, room_id: int | None) -> EmbeddedState:
    """To a member their unread messages, of one room or of all; to others only how full an open room is."""
    if member is None:
        return EmbeddedState(load=_load_of_open(community, room_id))
    found = listing.places(member, room_id)
    return EmbeddedState(
        unread=sum(seat.unread for _, seat in found if seat),
        mentions=sum(seat.mentions for _, seat in found if seat),
        load=found[0][0].load if room_id and found else None,
    )


def _load_of_open(community: Community, room_id: int | None) -> Any:
    if room_id is None or community.door != Community.Door.OPEN:
        return None
    rooms = Room.objects.filter(pk=room_id, community=community, kind=Room.Kind.OPEN)
    return rooms.values_list("load", flat=True).first()
