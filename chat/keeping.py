"""The seats of those who did not choose to leave, kept until they are back."""

from chat import crowds, deeds
from chat.models import Room, Seat
from community.belonging import keeping
from community.belonging.keeping import Keeper
from community.members.models import Member

Row = tuple[int, int, str]  # room, how far they had read, level


def register() -> None:
    keeping.register("seats", Keeper(kept, give_back))


def kept(member: Member) -> list[Row]:
    return list(Seat.objects.filter(member=member).order_by("pk").values_list("room", "read_seq", "level"))


def give_back(member: Member, rows: list[Row] | None) -> None:
    """Seat them where they sat, as far as the rooms are still there; what the rooms still keep is unread."""
    rows = rows or []
    there = Room.objects.in_bulk([room for room, _, _ in rows])
    seats = [
        Seat(room=there[room], member=member, read_seq=max(read_seq, there[room].gone_seq), level=level)
        for room, read_seq, level in rows
        if room in there
    ]
    held = set(Seat.objects.filter(member=member).values_list("room", flat=True))
    Seat.objects.bulk_create(seats, ignore_conflicts=True)
    deeds.had_again(seat for seat in seats if seat.room_id not in held)
    crowds.forget(there)
