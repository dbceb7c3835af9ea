"""Living through old talk again: its messages are posted one after the other, with the pauses that people made."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby, pairwise
from math import inf
from operator import attrgetter
from uuid import uuid4

from chat import messages as verbs
from chat import seats
from chat.importing import places
from chat.importing.files import CannotImport
from chat.models import Message, Room, Seat
from community.errors import Refusal

LOG_STEP = 60.0  # seconds: the clock of a log without seconds
PAGE = 500  # messages read at a time


@dataclass
class Report:
    """What was posted, what a verb refused and why, and how long it took."""

    into: Room
    posted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    last_seq: int = 0
    stopped: bool = False
    started: float = field(default_factory=time.monotonic)

    def as_dict(self) -> dict[str, object]:
        return {
            "room": self.into.pk,
            "name": self.into.name,
            "posted": self.posted,
            "refused": dict(sorted(self.refused.items())),
            "last_seq": self.last_seq,
            "stopped": self.stopped,
            "seconds": round(time.monotonic() - self.started, 2),
        }


def replay(
    room: Room,
    into: Room,
    *,
    speed: float,
    first: int = 1,
    limit: int | None = None,
    longest: float = 60.0,
    wait: Callable[[float], None] = time.sleep,
    watch: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Post the messages of a room into another one, as live as their authors would. Ctrl-C ends it between two posts.

    Args:
        speed: how many times faster than it was.
        first: the place of the first message.
        limit: how many messages; None is all.
        longest: the longest silence that is kept, in seconds of now.
        watch: told after each message.
    """
    report, answers = Report(into), dict[int, int]()
    due = time.monotonic()
    try:
        for message, pause in paced(_told(room, first, limit), speed, longest):
            due += pause
            wait(max(0.0, due - time.monotonic()))
            _post_again(message, into, answers, report)
            watch(report)
    except KeyboardInterrupt:
        report.stopped = True
    return report


def stage(room: Room, name: str = "") -> Room:
    """The room to replay into, made if missing, with a seat for everybody who has an account and sits in the original.

    Raises:
        CannotImport: one of the two is not open, so what is said there is for those inside; or both are the same.
    """
    into = places.room(room.community.slug, name or f"{room.name[:50]} (replay)")
    if {room.kind, into.kind} != {Room.Kind.OPEN}:
        raise CannotImport("Only open rooms are replayed, and only into open rooms: others are for those inside.")
    if into.pk == room.pk:
        raise CannotImport("A room cannot be replayed into itself.")
    for seat in Seat.objects.filter(room=room, member__user__isnull=False).select_related("member"):
        seats.take(into, seat.member)
    return into


def paced(messages: Iterable[Message], speed: float, longest: float) -> Iterator[tuple[Message, float]]:
    """Each message with the seconds to wait before it: as long as it was, divided by `speed`, at most `longest`."""
    before = None
    for message, moment in _spread(messages):
        pause = (moment - before) / speed if before is not None else 0.0
        before = moment
        yield message, min(max(0.0, pause), longest)


def _spread(messages: Iterable[Message]) -> Iterator[tuple[Message, float]]:
    """Each message with its moment, in seconds; those of the same moment, as in a log without seconds, evenly apart."""
    moments = ((at.timestamp(), list(said)) for at, said in groupby(messages, key=attrgetter("created_at")))
    for (at, said), (following, _) in pairwise(chain(moments, [(inf, [])])):
        step = min(LOG_STEP, max(0.0, following - at)) / len(said)
        yield from ((message, at + step * place) for place, message in enumerate(said))


def _told(room: Room, first: int, limit: int | None) -> Iterator[Message]:
    """What can be said again, in order: the words of people who are still here, unless they were taken back."""
    rows = room.messages.filter(kind=Message.Kind.TEXT, removal=None, author__left_at=None)
    rows = rows.select_related("author", "author__silence").order_by("seq")
    left = inf if limit is None else limit
    while page := list(rows.filter(seq__gte=first)[: int(min(PAGE, left))]):
        yield from page
        first, left = page[-1].seq + 1, left - len(page)


def _post_again(message: Message, into: Room, answers: dict[int, int], report: Report) -> None:
    """Post one message; `answers` knows which new message stands for which old one."""
    target = answers.get(message.reply_to_id or 0)
    try:
        shape = verbs.post(message.author, into, message.body, client_id=uuid4(), reply_to=target, limited=False)
    except Refusal as refusal:
        report.refused[refusal.code] += 1
        return
    answers[message.pk] = shape.id
    report.posted += 1
    report.last_seq = message.seq
