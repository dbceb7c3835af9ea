"""Writing new messages: any number of them, in any rooms, by one statement that is its own transaction.

The statement proves once more what its callers knew of authors and rooms, which may be a minute old: whoever has left,
was silenced or was renamed since, and whatever was posted before, is left out, and takes no place in its room. What it
reads beside the rooms is as old as its own beginning, though: if it had to wait for a room, and somebody lost the sight
of it meanwhile, all lines of that room are left out.
"""

import json
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from chat.models import Room
from community import lookups
from community.members.models import Member


@dataclass(frozen=True)
class Line:
    """A message to be written.

    Attributes:
        target: the id of the message that it answers.
        named: the ids of the members that it names.
        files: what is kept of the files that it carries.
    """

    author: Member
    room: Room
    body: str
    client_id: UUID
    target: int | None
    to_all: bool
    named: list[int]
    files: list[dict[str, Any]] | None = None


class Written(NamedTuple):
    """Where a message stands now.

    Attributes:
        gate: the room's `gate` at that moment.
        seated: whether its author sits in the room.
    """

    id: int
    seq: int
    rev: int
    gate: int
    seated: bool


def write(lines: Sequence[Line], at: datetime, *, waited: bool = False) -> list[Written | None]:
    """Give each line its room's next place and number, and store it; None for those that are left out.

    Rooms are locked in the order of their ids, so that no two processes wait for each other.

    Args:
        waited: wait for the rooms first, so that nobody can lose the sight of them meanwhile.

    Raises:
        IntegrityError: nothing was written; somebody else was posting the same at the same moment.
    """
    nested = transaction.atomic() if waited or connection.in_atomic_block else nullcontext()
    given = json.dumps([_row(nth, line) for nth, line in enumerate(lines)], ensure_ascii=False)
    with nested:
        if waited:
            lock({line.room.pk for line in lines})
        found = {nth: Written(*rest) for nth, *rest in lookups.rows(_STATEMENT, [given, at, at, at])}
    return [found.get(nth) for nth in range(len(lines))]


def lock(room_ids: Collection[int]) -> None:
    """Until the transaction ends, nobody else posts in these rooms, or loses the sight of them."""
    list(Room.objects.select_for_update(no_key=True).filter(pk__in=room_ids).order_by("pk").values_list("pk"))


def _row(nth: int, line: Line) -> dict[str, Any]:
    author, room = line.author, line.room
    return {
        "nth": nth, "room": room.pk, "author": author.pk, "client": str(line.client_id), "body": line.body,
        "target": line.target, "to_all": line.to_all, "named": line.named, "community": room.community_id,
        "role": author.role, "name": author.name, "hue": author.hue, "kind": room.kind, "slow": room.slow_seconds,
        "terms": room.terms, **({"files": line.files} if line.files else {}),
    }  # fmt: skip


_STATEMENT = """
WITH line AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%s::json) AS line(
    nth int, room bigint, author bigint, client uuid, body text, target bigint, to_all bool, named bigint[],
    community bigint, role text, name text, hue int, kind text, slow int, terms jsonb,
    files jsonb)
), held AS MATERIALIZED (
  SELECT * FROM chat_room WHERE id IN (SELECT room FROM line) ORDER BY id FOR NO KEY UPDATE
), proven AS MATERIALIZED (
  SELECT line.*, row_number() OVER (PARTITION BY line.room ORDER BY nth) AS place
  FROM line JOIN held ON held.id = line.room JOIN members_member member ON member.id = line.author
  WHERE member.left_at IS NULL AND member.community_id = held.community_id
    AND (member.role, member.name, member.hue) = (line.role, line.name, line.hue)
    AND held.gate = (SELECT gate FROM chat_room before WHERE before.id = held.id)  -- when the statement began
    AND held.archived_at IS NULL AND (held.kind, held.slow_seconds, held.terms) = (line.kind, line.slow, line.terms)
    AND NOT EXISTS (SELECT FROM members_silence s WHERE s.member_id = line.author AND s.until > %s)
    AND NOT EXISTS (SELECT FROM members_mute m
      WHERE m.member_id = line.author AND m.place = 'room:' || line.room AND m.until > %s)
    AND (held.kind = 'open'
      OR EXISTS (SELECT FROM chat_seat s WHERE s.room_id = line.room AND s.member_id = line.author))
    AND NOT EXISTS (SELECT FROM chat_message m WHERE m.author_id = line.author AND m.client_id = line.client)
), moved AS (
  UPDATE chat_room SET seq = seq + run.count, rev = rev + run.count
  FROM (SELECT room, count(*) FROM proven GROUP BY room) run WHERE id = run.room
  RETURNING id, seq - run.count AS seq, rev - run.count AS rev, gate
), said AS (
  INSERT INTO chat_message
    (community_id, room_id, author_id, client_id, seq, rev, kind, body, reply_to_id, mention_all, created_at, files)
  SELECT community, room, author, client, moved.seq + place, moved.rev + place, 'text', body, target, to_all, %s, files
  FROM proven JOIN moved ON moved.id = room ORDER BY nth
  RETURNING id, room_id, author_id, client_id, seq, rev
), mention AS (
  INSERT INTO chat_mention (message_id, member_id, room_id, seq)
  SELECT said.id, unnest(named), said.room_id, said.seq
  FROM said JOIN proven ON (author, client) = (author_id, client_id)
), island AS (
  SELECT room, author, place, place - row_number() OVER (PARTITION BY room, author ORDER BY place) AS shore FROM proven
), reader AS (  -- the first of each author's messages that follow one another
  SELECT DISTINCT ON (room, author) room, author, min(place) AS first, max(place) AS last
  FROM island GROUP BY room, author, shore ORDER BY room, author, first
), seated AS (  -- an author who had read everything has read their own message too; one who had not keeps their place
  UPDATE chat_seat SET read_seq = CASE WHEN read_seq = moved.seq + first - 1 THEN moved.seq + last ELSE read_seq END
  FROM reader JOIN moved ON moved.id = room WHERE room_id = room AND member_id = author
  RETURNING room_id, member_id
)
SELECT nth, said.id, said.seq, said.rev, moved.gate, seated.room_id IS NOT NULL
FROM proven JOIN said ON (author_id, client_id) = (author, client) JOIN moved ON moved.id = room
LEFT JOIN seated ON (seated.room_id, seated.member_id) = (room, author)
"""
