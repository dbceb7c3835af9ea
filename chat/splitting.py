"""Rooms as places from which tribes are split off."""

from chat.models import Room, Seat
from community.belonging import splitting
from community.errors import NotFound
from community.members.models import Member


def register() -> None:
    splitting.register("room", people)


def people(member: Member, room_id: int) -> list[int]:
    """Who sits in a room that a member can read and that is not one of two people."""
    room = Room.objects.visible_to(member).exclude(kind=Room.Kind.DIRECT).filter(pk=room_id).first()
    if room is None:
        raise NotFound("room")
    seated = Seat.objects.filter(room=room, member__left_at=None, member__user__isnull=False)
    return list(seated.order_by("pk").values_list("member", flat=True))
