"""The talk of a room's last days, read once for all its readers and kept by this process for a minute.

Only numbers are kept: which places of which conversation are whose. Words come from `gists`, checked anew each time.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db import connection

from chat.catchup import stakes
from community.clock import now
from community.notifications.shelf import Shelf

BACK = timedelta(days=8)  # a little more than the week of the weekly essence
LIVE = 60.0  # seconds

_TALKS = """
SELECT c.room_id, c.id, array_agg(l.seq ORDER BY l.seq), array_agg(m.id ORDER BY l.seq),
       array_agg(m.author_id ORDER BY l.seq), array_agg(extract(epoch FROM m.created_at)::float8 ORDER BY l.seq),
       array_agg(coalesce(p.author_id, 0) ORDER BY l.seq), array_agg(l.seq) FILTER (WHERE m.mention_all)
  FROM conversations_conversation c
  JOIN conversations_link l ON l.conversation_id = c.id
  JOIN chat_message m ON m.id = l.message_id
  LEFT JOIN chat_message p ON p.id = l.parent_id
 WHERE c.room_id = ANY(%(rooms)s) AND c.last_at > %(since)s AND m.fold_id IS NULL
   AND NOT EXISTS (SELECT FROM chat_removal r WHERE r.message_id = m.id)
 GROUP BY c.room_id, c.id
"""
_NAMED = """
SELECT n.room_id, n.member_id, n.seq FROM chat_mention n
  JOIN unnest(%(rooms)s::bigint[], %(firsts)s::bigint[]) AS wanted(room, first)
    ON n.room_id = wanted.room AND n.seq >= wanted.first
"""


@dataclass(slots=True, eq=False)
class Talk:
    """A conversation's messages that stand and are not on the board, in order: place, id, author and time of each."""

    room: int
    id: int
    seqs: list[int]
    messages: list[int]
    authors: list[int]
    times: list[float]
    everybody: list[int]  # the places that call everybody

    def first_after(self, seq: int, moment: float) -> int:
        """The index of the first message behind a place and after a moment."""
        return max(bisect_right(self.seqs, seq), bisect_right(self.times, moment))


class Edition:
    """What was talked about in a room, the biggest conversation first."""

    def __init__(self, talks: list[Talk], exchanges: Counter[tuple[int, int]]) -> None:
        self.talks = sorted(talks, key=lambda talk: (len(talk.seqs), talk.id), reverse=True)
        self.by_id = {talk.id: talk for talk in talks}
        self.last = max((talk.seqs[-1] for talk in talks), default=0)
        self.calling_all = [talk for talk in self.talks if talk.everybody]
        self.named: dict[int, dict[int, list[int]]] = {}  # by member and conversation, the places that name them
        self._exchanges = exchanges

    @cached_property
    def by_author(self) -> dict[int, list[Talk]]:
        found: dict[int, list[Talk]] = defaultdict(list)
        for talk in self.talks:
            for author in set(talk.authors):
                found[author].append(talk)
        return found

    @cached_property
    def companions(self) -> dict[int, frozenset[int]]:
        """By member, the people with whom they talk."""
        counts: dict[int, Counter[int]] = defaultdict(Counter)
        for (one, other), times in self._exchanges.items():
            counts[one][other] += times
            counts[other][one] += times
        return {member: often for member, times in counts.items() if (often := stakes.often(times))}


_shelf: Shelf[int, Edition] = Shelf(LIVE)


def of(room_ids: Iterable[int]) -> dict[int, Edition]:
    """The editions of rooms; those that are not at hand are read together."""
    wanted = set(room_ids)
    found = {pk: edition for pk in wanted if (edition := _shelf.find(pk)) is not None}
    for pk, edition in _read(sorted(wanted - found.keys())).items():
        found[pk] = _shelf.put(pk, edition)
    return found


def forget() -> None:
    """Read every room anew."""
    _shelf.clear()


def _read(room_ids: list[int]) -> dict[int, Edition]:
    if not room_ids:
        return {}
    talks: dict[int, list[Talk]] = defaultdict(list)
    exchanges: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(_TALKS, {"rooms": room_ids, "since": now() - BACK})
        for room, pk, seqs, messages, authors, times, parents, everybody in cursor:
            talks[room].append(Talk(room, pk, seqs, messages, authors, times, sorted(everybody or [])))
            pairs = zip(authors, parents, strict=True)
            exchanges[room].update((author, parent) for author, parent in pairs if parent and parent != author)
    found = {pk: Edition(talks[pk], exchanges[pk]) for pk in room_ids}
    _note_names({pk: edition for pk, edition in found.items() if edition.talks})
    return found


def _note_names(found: dict[int, Edition]) -> None:
    """Who is named where."""
    firsts = [min(talk.seqs[0] for talk in edition.talks) for edition in found.values()]
    by_place = {pk: {seq: talk.id for talk in edition.talks for seq in talk.seqs} for pk, edition in found.items()}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"rooms": list(found), "firsts": firsts})
        for room, member, seq in cursor:
            if talk := by_place[room].get(seq):
                found[room].named.setdefault(member, {}).setdefault(talk, []).append(seq)
