"""Putting a log into a room: in batches, each committed whole, so that an import can be killed and run again.

Every line has an id of its own, made of where it stands; the second time it is found and left alone. Imported
messages are no news: nobody is told, named or given an unread count by them. Whoever has the room open sees them at
the next heartbeat.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import connection, transaction

from chat import announce
from chat.importing import days, files, irc, people
from chat.importing.files import LogFile
from chat.importing.irc import Line
from chat.importing.people import Speaker
from chat.importing.progress import Progress
from chat.models import Message, Room, Seat
from community.members.models import Member

BATCH = 500  # lines a transaction: no more rows share one number than with the largest promotion
LONGEST: int = settings.OXBOW["POST_LENGTH"]  # characters; what has more is no talk, but a file gone astray
_NAMESPACE = uuid5(NAMESPACE_URL, "oxbow:import")


@dataclass(frozen=True, slots=True)
class Entry:
    """A message to be: its author's id, its own, its text and when it was written."""

    author: int
    client_id: UUID
    body: str
    at: datetime


@dataclass
class Report:
    """What became of the lines: `messages` and all that was skipped together are `lines`."""

    files: int = 0
    lines: int = 0
    messages: int = 0
    authors: set[int] = field(default_factory=set)
    skipped: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    def as_dict(self) -> dict[str, object]:
        return {
            "files": self.files,
            "lines": self.lines,
            "messages": self.messages,
            "people": len(self.authors),
            "skipped": dict(sorted(self.skipped.items())),
            "seconds": round(time.monotonic() - self.started, 2),
        }


def load(room: Room, logs: list[LogFile], zone: str = "UTC") -> Report:
    """Import logs into a room, in the given order.

    Args:
        zone: the IANA time zone of the clock in the logs.
    """
    report, progress = Report(), Progress(sum(log.size for log in logs))
    done = 0
    for log in logs:
        for part in _load_file(room, log, zone, report):
            progress.show(done + part * log.size, f"{log.name}  {report.messages:,} messages")
        done += log.size
        report.files += 1
    progress.end()
    if report.messages:
        announce.heard([room])
    return report


def _load_file(room: Room, log: LogFile, zone: str, report: Report) -> Iterator[float]:
    """Import one log; gives, after each batch, the part of it that is done."""
    lines = list(irc.parse(files.lines(log)))
    entries = list(_entries(room, log, zone, lines))
    report.authors.update(entry.author for entry in entries if entry)
    for first in range(0, len(lines), BATCH):
        last = first + BATCH
        wanted = [entry for entry in entries[first:last] if entry]
        _count(report, lines[first:last], len(wanted), store(room, wanted))
        yield min(last, len(lines)) / len(lines)


@transaction.atomic
def store(room: Room, entries: list[Entry]) -> int:
    """Add messages at the end of a room, leaving out those that are there; gives how many were added.

    Whoever had read everything still has; whoever had not keeps their place.
    """
    _hurry()
    locked = Room.objects.select_for_update().get(pk=room.pk)  # first of all, so that nobody adds the same meanwhile
    there = _stored(entries)
    new = [entry for entry in entries if entry.client_id not in there]
    if new:
        end = locked.seq
        locked.advance(messages=len(new))
        _copy(locked, new, end + 1)
        Seat.objects.filter(room=locked, read_seq=end).update(read_seq=locked.seq)
    return len(new)


def line_id(room: Room, file: str, number: int, raw: str) -> UUID:
    """The id of a line, the same in every import of its file into its room."""
    return uuid5(_NAMESPACE, f"{room.community_id}/{room.pk}/{file}/{number}/{raw}")


def _entries(room: Room, log: LogFile, zone: str, lines: list[Line]) -> Iterator[Entry | None]:
    """For each line the message that it becomes, or None."""
    moments = days.moments([line.minute for line in lines], log.day, zone)
    speakers = people.who_speaks(lines)
    members = _members(room, speakers.values())
    for line, moment in zip(lines, moments):
        if _reason(line):
            yield None
        else:
            author = members[speakers[line.number].source]
            yield Entry(author, line_id(room, log.name, line.number, line.raw), irc.said(line), moment)


def _reason(line: Line) -> str | None:
    """Why a line is not imported; None if it is."""
    if not line.is_spoken:
        return line.kind
    return "too_long" if len(line.text) > LONGEST else None


def _count(report: Report, batch: list[Line], wanted: int, added: int) -> None:
    report.lines += len(batch)
    report.messages += added
    report.skipped.update(str(reason) for line in batch if (reason := _reason(line)))
    if wanted > added:
        report.skipped["already_imported"] += wanted - added


def _members(room: Room, speakers: Iterable[Speaker]) -> dict[str, int]:
    """The member behind each speaker of a log, made where there is none, in one order: so two imports cannot block."""
    names = {speaker.source: speaker.name for speaker in speakers}
    known = Member.objects.filter(community=room.community_id, source__in=names)
    new = sorted(names.keys() - set(known.values_list("source", flat=True)))
    rows = [Member(community_id=room.community_id, source=source, name=names[source]) for source in new]
    Member.objects.bulk_create(rows, ignore_conflicts=True)
    return dict(known.values_list("source", "pk"))


def _hurry() -> None:
    """Do not wait for the disk at this commit: what a power cut takes, the next import adds again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")


def _stored(entries: list[Entry]) -> set[UUID]:
    """Which of these are in the database: looked up by author and id, as the index has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stored.client_id FROM chat_message AS stored"
            " JOIN unnest(%s::bigint[], %s::uuid[]) AS wanted(author_id, client_id) USING (author_id, client_id)",
            [_array(entry.author for entry in entries), _array(entry.client_id for entry in entries)],
        )
        return {row[0] for row in cursor.fetchall()}


def _array(values: Iterable[object]) -> str:
    """Plain values as PostgreSQL writes an array: much faster than one by one."""
    return f"{{{','.join(map(str, values))}}}"


def _copy(room: Room, entries: list[Entry], first: int) -> None:
    """Write messages by PostgreSQL's COPY: three times as fast as rows that Django makes."""
    columns = "community_id, room_id, author_id, client_id, seq, rev, kind, body, mention_all, created_at"
    with connection.cursor() as cursor, cursor.copy(f"COPY chat_message ({columns}) FROM STDIN") as copy:
        for seq, entry in enumerate(entries, start=first):
            copy.write_row((
                room.community_id, room.pk, entry.author, entry.client_id, seq, room.rev, Message.Kind.TEXT.value,
                entry.body, False, entry.at,
            ))  # fmt: skip
