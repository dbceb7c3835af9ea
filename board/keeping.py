"""What members who did not choose to leave follow on the board, and how far they had read, kept until they are back."""

from board.models import Thread, ThreadSeat
from community.belonging import keeping
from community.belonging.keeping import Keeper
from community.members.models import Member

Row = tuple[int, int, str]  # thread, how far they had read, level


def register() -> None:
    keeping.register("threads", Keeper(kept, give_back))


def kept(member: Member) -> list[Row]:
    return list(ThreadSeat.objects.filter(member=member).order_by("pk").values_list("thread", "read_seq", "level"))


def give_back(member: Member, rows: list[Row] | None) -> None:
    rows = rows or []
    there = set(Thread.objects.filter(pk__in=[thread for thread, _, _ in rows]).values_list("pk", flat=True))
    seats = [
        ThreadSeat(thread_id=thread, member=member, read_seq=read_seq, level=level)
        for thread, read_seq, level in rows
        if thread in there
    ]
    ThreadSeat.objects.bulk_create(seats, ignore_conflicts=True)
