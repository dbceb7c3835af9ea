"""What somebody has not read in a room, by conversation: a fixed number of queries, however much that is."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from chat.catchup import interests, stakes
from chat.catchup.models import Done, Follow
from chat.catchup.stakes import Facts
from chat.conversations.engine import Draws
from chat.conversations.engine import Link as Judged
from chat.conversations.models import Link, Reading
from chat.models import Message, Room, Seat

# Of others, standing, and neither read nor dismissed: what a card is made of.
_OPEN = """
  FROM conversations_link AS link JOIN chat_message AS message ON message.id = link.message_id
  LEFT JOIN chat_removal AS removal ON removal.message_id = message.id
  LEFT JOIN chat_mention AS named ON named.message_id = message.id AND named.member_id = %(me)s
  LEFT JOIN chat_message AS answered ON answered.id = message.reply_to_id
  LEFT JOIN unnest(%(done)s::bigint[]) AS done(seq) ON done.seq = link.seq
  LEFT JOIN catchup_done AS quiet ON quiet.seat_id = %(seat)s AND quiet.conversation_id = link.conversation_id
       AND quiet.quiet AND quiet.seq < link.seq
 WHERE link.room_id = %(room)s AND link.seq > %(read)s AND message.author_id <> %(me)s
   AND removal.id IS NULL AND done.seq IS NULL
"""
# In a conversation that was dismissed, a name or an answer brings the card back.
_CALLS = "(named.id IS NOT NULL OR message.mention_all OR coalesce(answered.author_id, 0) = %(me)s)"
_BY_CONVERSATION = f"""
SELECT link.conversation_id, count(*), count(*) FILTER (WHERE named.id IS NOT NULL OR message.mention_all),
       array_agg(DISTINCT message.author_id),
       count(DISTINCT CASE WHEN %(words)s <> '' THEN lower(substring(message.body FROM %(words)s)) END)
{_OPEN} GROUP BY link.conversation_id
HAVING bool_or(quiet.id IS NULL OR {_CALLS})
"""  # noqa: S608 no text of others in it
_PLACES = f"SELECT link.conversation_id, link.seq {_OPEN} AND link.conversation_id = ANY(%(ids)s) ORDER BY link.seq"
# Those who answered what the member said last in the room, and whom the member answered there.
_EXCHANGES = """
WITH mine AS (
  SELECT id FROM chat_message WHERE room_id = %(room)s AND author_id = %(me)s AND seq > %(since)s
  ORDER BY seq DESC LIMIT %(most)s
), exchanges AS (
  SELECT answered.author_id FROM mine JOIN conversations_link AS link ON link.message_id = mine.id
    JOIN chat_message AS answered ON answered.id = link.parent_id
  UNION ALL
  SELECT answer.author_id FROM mine JOIN conversations_link AS link ON link.parent_id = mine.id
    JOIN chat_message AS answer ON answer.id = link.message_id
)
SELECT author_id, count(*) FROM exchanges WHERE author_id <> %(me)s GROUP BY author_id
"""
# All links of late, each with whether it is one's own (or names one, or is followed), and whether it is open.
_LINKS = """
SELECT link.seq, coalesce(link.parent_seq, link.seq), link.probability, link.others, link.conversation_id,
       removal.id IS NULL AND (message.author_id = %(me)s OR named.id IS NOT NULL OR followed.id IS NOT NULL),
       link.seq > %(read)s AND message.author_id <> %(me)s
       AND removal.id IS NULL AND done.seq IS NULL AND quiet.id IS NULL
  FROM conversations_link AS link JOIN chat_message AS message ON message.id = link.message_id
  LEFT JOIN chat_removal AS removal ON removal.message_id = message.id
  LEFT JOIN chat_mention AS named ON named.message_id = message.id AND named.member_id = %(me)s
  LEFT JOIN catchup_follow AS followed ON followed.message_id = message.id AND followed.member_id = %(me)s
  LEFT JOIN unnest(%(done)s::bigint[]) AS done(seq) ON done.seq = link.seq
  LEFT JOIN catchup_done AS quiet ON quiet.seat_id = %(seat)s AND quiet.conversation_id = link.conversation_id
       AND quiet.quiet
 WHERE link.room_id = %(room)s AND link.seq > greatest(%(read)s - %(before)s, %(top)s - %(looked_at)s)
 ORDER BY link.seq
"""
MINE = 200  # last messages of the member's own that tell whom they talk with
BACK = 20_000  # places that are searched for them
LOOKED_AT = 2_000  # places, the latest, where messages are looked for that may concern the member


@dataclass(frozen=True, slots=True)
class Open:
    """A conversation with what a member has not read of it."""

    conversation: int
    facts: Facts
    perhaps: list[int]  # places of messages that may concern the member, of this conversation or of others

    @property
    def key(self) -> tuple[int, int]:
        """Its place among the others: by score, the latest conversation first among equals."""
        return round(stakes.score(self.facts) * 1_000_000), self.conversation


def conversations(seat: Seat, room: Room) -> list[Open]:
    """The conversations of which something is unread, by stake."""
    known = _known(seat, room)
    rows = _rows(_BY_CONVERSATION, known | {"words": _pattern(interests.of(seat.member))})
    ids = [row[0] for row in rows]
    mine, followed = _mine(seat, ids), follows(seat.member_id, ids)
    kin = _kin(known, mine.keys() | followed | {row[0] for row in rows if row[2]})
    friends = stakes.often(dict(_rows(_EXCHANGES, known)))
    found = [
        Open(
            pk,
            Facts(
                unread=unread, mentions=mentions, mine=mine.get(pk, 0), followed=pk in followed, tags=words,
                near=pk in kin.near, ties=len(friends.intersection(authors)),
            ),
            kin.beside.get(pk) or kin.near.get(pk) or [],
        )
        for pk, unread, mentions, authors, words in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.key, reverse=True)


def _kin(known: dict[str, Any], theirs: Iterable[int]) -> stakes.Kin:
    """What may concern a member in conversations that are not theirs, among the latest messages."""
    links: list[Judged] = []
    mine = defaultdict[int, list[int]](list, {pk: [] for pk in theirs})
    unread = defaultdict[int, list[int]](list)
    for seq, parent, probability, others, pk, is_mine, is_open in _rows(_LINKS, known):
        links.append(Judged(seq, parent, probability, others=tuple(map(tuple, json.loads(others)))))
        if is_mine:
            mine[pk].append(seq)
        if is_open:
            unread[pk].append(seq)
    return stakes.kin(Draws(links), mine, unread)


def places(seat: Seat, room: Room, conversation_ids: list[int]) -> dict[int, list[int]]:
    """For each of these conversations, the places in order of its messages that a member is not done with."""
    found: dict[int, list[int]] = defaultdict(list)
    for conversation, seq in _rows(_PLACES, _known(seat, room) | {"ids": conversation_ids}):
        found[conversation].append(seq)
    return found


def not_linked(seat: Seat, room: Room) -> int:
    """How many messages nobody has read yet to tell which conversation they belong to."""
    read = Reading.objects.filter(room=room).values_list("seq", flat=True).first() or 0
    fresh = Message.objects.filter(room=room, seq__gt=max(read, seat.read_seq), removal=None)
    return fresh.exclude(author=seat.member_id).count() if read < room.seq else 0


def done_places(seat: Seat) -> list[int]:
    """The places beyond what was read that a member is done with."""
    rows = Done.objects.filter(seat=seat, seq__gt=seat.read_seq).values_list("places", flat=True)
    return sorted({place for row in rows for place in row if place > seat.read_seq})


def follows(member_id: int, conversation_ids: list[int]) -> set[int]:
    """Those of these conversations that a member follows."""
    mine = Follow.objects.filter(member=member_id).values("message")
    rows = Link.objects.filter(message__in=mine, conversation__in=conversation_ids)
    return set(rows.values_list("conversation", flat=True))


def _mine(seat: Seat, ids: list[int]) -> dict[int, int]:
    """How much a member wrote in each of these conversations."""
    rows = _rows(
        "SELECT link.conversation_id, count(*) FROM conversations_link AS link"
        " JOIN chat_message AS message ON message.id = link.message_id"
        " WHERE link.conversation_id = ANY(%(ids)s) AND message.author_id = %(me)s GROUP BY 1",
        {"ids": ids, "me": seat.member_id},
    )
    return dict(rows)


def _known(seat: Seat, room: Room) -> dict[str, Any]:
    return {
        "me": seat.member_id, "seat": seat.pk, "room": room.pk, "read": seat.read_seq, "done": done_places(seat),
        "since": room.seq - BACK, "most": MINE, "before": stakes.BEFORE, "top": room.seq, "looked_at": LOOKED_AT,
    }  # fmt: skip


def _pattern(words: list[str]) -> str:
    """A regular expression for any of the words: a Latin one by itself, a Chinese one wherever it stands."""
    return f"(?i)({'|'.join(_bordered(word) for word in words)})" if words else ""


def _bordered(word: str) -> str:
    before, after = (r"\y" if _is_latin(end) else "" for end in (word[0], word[-1]))
    return before + re.escape(word) + after


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _rows(query: str, known: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, known)
        return cursor.fetchall()
