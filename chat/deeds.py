"""What hosts do with pins and seats: written into the audit, and told to those who see the room.

Talk between two is nobody's business, and a seat that everybody may take is no act.
"""

from collections.abc import Iterable

from chat.models import Message, Room, Seat
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import BY_ITSELF, Moderator
from community.rules import record


def register() -> None:
    record.make_public("pin", "message", "pin_message", record.WORDS, is_inside=True)
    record.make_public("unpin", "message", "unpin_message", record.WORDS, is_inside=True)
    record.make_public("open room", "room", "open_room", record.ORDER, is_inside=True)
    record.make_public("close room", "room", "close_room", record.ORDER, is_inside=True)
    record.make_public("edit room", "room", "edit_room", record.ORDER, is_inside=True)
    record.make_public("limit room", "room", "limit_room", record.ORDER, is_inside=True)
    record.make_public("seat", "room", "seat", record.PEOPLE, is_named=True, is_inside=True)
    record.make_public("leave room", "room", "leave_room", record.PEOPLE, is_inside=True)
    for act, name in (("lose seat", "lose_seat"), ("seat again", "seat_again")):
        record.make_public(act, "room", name, record.PEOPLE, is_named=True, is_inside=True)
    record.make_public("remove from room", "room", "remove_from_room", record.PEOPLE, is_named=True, is_inside=True)


def pinned(by: Member, message: Message) -> None:
    _of_words(by, "pin", message)


def unpinned(by: Member, message: Message) -> None:
    _of_words(by, "unpin", message)


def seated(by: Member, seat: Seat) -> None:
    if seat.room.kind == Room.Kind.CLOSED:
        audit.record(Moderator(member=by), "seat", seat.room, seat.room.community_id, seat.member)


def left(member: Member, room: Room) -> None:
    if room.kind == Room.Kind.CLOSED:
        audit.record(Moderator(member=member), "leave room", room, room.community_id, None)


def lost(member: Member) -> None:
    """The member leaves the community, or is let go or suspended, and with that loses every seat: nobody's act."""
    for seat in Seat.objects.filter(member=member, room__kind=Room.Kind.CLOSED).select_related("room").order_by("pk"):
        _by_itself("lose seat", seat)


def had_again(seats: Iterable[Seat]) -> None:
    """What was kept for somebody is theirs again."""
    for seat in seats:
        if seat.room.kind == Room.Kind.CLOSED:
            _by_itself("seat again", seat)


def _by_itself(act: str, seat: Seat) -> None:
    audit.record(BY_ITSELF, act, seat.room, seat.room.community_id, seat.member)


def _of_words(by: Member, act: str, message: Message) -> None:
    if message.room.kind != Room.Kind.DIRECT:
        place = f"room:{message.room_id}"
        audit.record(Moderator(member=by), act, message, message.community_id, message.author, place=place)
