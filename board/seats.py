"""How far somebody has read in a thread, and how much they want to hear of it."""

from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Greatest

from board.models import Thread, ThreadSeat
from board.shapes import ThreadMine
from community import lookups
from community.members.models import Member
from community.notifications import notices

_CATCH_UP = """
INSERT INTO board_threadseat AS seat (thread_id, member_id, level, read_seq) VALUES (%s, %s, %s, %s)
    ON CONFLICT (thread_id, member_id) DO UPDATE SET read_seq = excluded.read_seq
 WHERE seat.read_seq = excluded.read_seq - 1 RETURNING id
"""


def read(member: Member, thread: Thread, seq: int) -> ThreadMine:
    """Have read a thread up to a place; never moves back. What that covers leaves the inbox."""
    seq = min(seq, thread.seq)
    seat, created = ThreadSeat.objects.get_or_create(thread=thread, member=member, defaults={"read_seq": seq})
    if not created and seat.read_seq < seq:
        ThreadSeat.objects.filter(pk=seat.pk).update(read_seq=Greatest(F("read_seq"), seq))
    notices.read_up_to(member, place(thread), seq)
    return of(member, thread)


def set_level(member: Member, thread: Thread, level: str) -> ThreadMine:
    """Follow a thread, mute it, or neither."""
    ThreadSeat.objects.update_or_create(
        thread=thread,
        member=member,
        defaults={"level": level},
        create_defaults={"level": level, "read_seq": thread.seq},
    )
    return of(member, thread)


def caught_up(thread: Thread, author: Member) -> None:
    """An author who had read everything has read their own post too; one who had not keeps their place."""
    lookups.rows(_CATCH_UP, [thread.pk, author.pk, ThreadSeat.Level.NORMAL, thread.seq])


def follow(thread: Thread, members: Iterable[int]) -> None:
    """Let these members follow the thread from here on; those who were there before keep their level and place."""
    rows = [
        ThreadSeat(thread=thread, member_id=pk, level=ThreadSeat.Level.FOLLOW, read_seq=thread.seq) for pk in members
    ]
    ThreadSeat.objects.bulk_create(rows, ignore_conflicts=True)


def of(member: Member, thread: Thread) -> ThreadMine:
    return ThreadMine.of(thread, ThreadSeat.objects.filter(thread=thread, member=member).first())


def place(thread: Thread) -> str:
    """What notices call it."""
    return f"thread:{thread.pk}"
