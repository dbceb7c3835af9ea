"""Who talks with whom in a room: who answered or named whom in the last seven days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from chat import mentions, rooms
from chat.models import Room
from chat.overload.graph import Exchanges
from chat.overload.minutes import MINUTES_KEPT
from chat.overload.samples import first_place
from community.errors import NotFound
from community.members.models import Member, MemberQuerySet

SURE = 0.5  # probability from which a found link counts as an answer
# A reply, a found link and a name in the same message are one exchange with the same person.
_EXCHANGES = """
WITH said AS (
  SELECT id, author_id, reply_to_id FROM chat_message
  WHERE room_id = %(room)s AND seq >= %(first)s AND created_at > %(since)s AND kind = 'text'
    AND NOT EXISTS (SELECT 1 FROM chat_removal WHERE message_id = chat_message.id)
), exchanges AS (
  SELECT said.id, said.author_id AS one, answered.author_id AS other
    FROM said JOIN chat_message AS answered ON answered.id = said.reply_to_id
  UNION
  SELECT said.id, said.author_id, answered.author_id
    FROM said JOIN conversations_link AS link ON link.message_id = said.id AND link.probability >= %(sure)s
    JOIN chat_message AS answered ON answered.id = link.parent_id
  UNION
  SELECT said.id, said.author_id, named.member_id FROM said JOIN chat_mention AS named ON named.message_id = said.id
)
SELECT least(one, other), greatest(one, other), count(*) FROM exchanges
WHERE one <> other GROUP BY 1, 2
"""
_WRITERS = """
SELECT DISTINCT author_id FROM chat_message
WHERE room_id = %(room)s AND seq >= %(first)s AND created_at > %(since)s AND kind = 'text'
"""


@dataclass(frozen=True)
class Talk:
    """The last week of a room: who wrote in it, and how often each two of them answered or named each other."""

    people: frozenset[int]
    exchanges: Exchanges


def of(room: Room, at: datetime) -> Talk:
    """A room's talk, between people with an account who can still read the room."""
    first = first_place(room, at, MINUTES_KEPT)
    if first is None:
        return Talk(frozenset(), {})
    known: dict[str, Any] = {"room": room.pk, "first": first, "since": at - MINUTES_KEPT}
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, known)
        writers = [row[0] for row in cursor.fetchall()]
        people = frozenset(able(room).filter(pk__in=writers).values_list("pk", flat=True))
        cursor.execute(_EXCHANGES, known | {"sure": SURE})
        return Talk(people, {(a, b): times for a, b, times in cursor.fetchall() if {a, b} <= people})


def able(room: Room) -> MemberQuerySet:
    """Who can be brought along: readers of the room who are here themselves, not only in imported talk."""
    return mentions.readers(room).filter(user__isnull=False)


def opened_for(me: Member, room: Room, name: str, wanted: list[int], client_id: UUID | None) -> Room:
    """A closed room for me and these people of a room, in which nothing was said. Asks for no right.

    Raises:
        NotFound: one of them cannot read the room, or is not here.
    """
    guests = list(able(room).filter(pk__in=wanted).exclude(pk=me.pk).order_by("pk"))
    if len(guests) < len(set(wanted) - {me.pk}):
        raise NotFound("member")
    made, created = rooms.opened(me, Room.Kind.CLOSED, name, client_id=client_id)
    if created:
        rooms.bring(me, made, guests)
    return made
