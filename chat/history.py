"""Reading a room: pages by place in both directions, and what changed since a number."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, F, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

from chat import stretches
from chat.models import Fold, Mention, Message, Reaction, Room
from chat.shapes import NAMED_REACTORS, Changes, FoldShape, History, MessageShape, RoomInfo
from community import lookups
from community.kept import Kept
from community.lookups import Lookup, any_of

Beside = TypeVar("Beside", Reaction, Mention)
PAGE = 50  # messages a page
MOST = 200  # messages a page at the most, and changes a fetch


def whole(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Messages with everything that their shape shows: three queries, however many there are."""
    return _beside(messages).prefetch_related(
        Prefetch("reactions", named(Reaction.objects.all(), "message")),
        Prefetch("mentions", Mention.objects.order_by("pk")),
    )


def _beside(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.select_related("author", "removal", "pin", "reply_to", "reply_to__author", "reply_to__removal")


class _Ranges:
    """The messages of a room in a range of one of their numbers, which is what is read all the time."""

    def __init__(self, number: str) -> None:
        self._keys = _KEYS.format(number=number)

    def shapes(self, room: Room, first: int, last: int) -> list[MessageShape]:
        return KEPT.of(lookups.rows(self._keys, [room.pk, first, last]), _made)


# What names the content of a message: its number, and what is shown of people, whose changes give it none.
_KEYS = """
SELECT message.id, message.rev, author.name, author.hue, author.role, quoted.name, quoted.hue, quoted.role
  FROM chat_message AS message JOIN members_member AS author ON author.id = message.author_id
  LEFT JOIN chat_message AS answered ON answered.id = message.reply_to_id
  LEFT JOIN members_member AS quoted ON quoted.id = answered.author_id
 WHERE message.room_id = %s AND message.{number} BETWEEN %s AND %s AND message.rev > 0
 ORDER BY message.{number}, message.seq
"""
KEPT: Kept[MessageShape] = Kept(5_000)
_messages = Lookup(lambda ids: _beside(Message.objects.filter(pk__in=any_of(ids))), 1)
_reactions = Lookup(lambda ids: named(Reaction.objects.filter(message__in=any_of(ids)), "message"), 1)
_mentions = Lookup(lambda ids: Mention.objects.filter(message__in=any_of(ids)).order_by("pk"), 1)


def _made(ids: list[int]) -> dict[int, MessageShape]:
    """The same as with `whole`. Messages come first: no number is newer than what it names."""
    rows = _messages(ids)
    reactions, mentions = _by_message(_reactions(ids)), _by_message(_mentions(ids))
    return {row.pk: MessageShape.made(row, reactions[row.pk], mentions[row.pk]) for row in rows}


def named(reactions: QuerySet, of: str) -> QuerySet:
    """Of each kind of reaction the first, as many as are named, each with how many of its kind there are.

    Args:
        of: the field that says what they are reactions to.
    """
    alike = [F(of), F("emoji")]
    place = Window(RowNumber(), partition_by=alike, order_by="pk")
    counted = Window(Count("pk"), partition_by=alike)
    return reactions.annotate(place=place, counted=counted).filter(place__lte=NAMED_REACTORS).order_by("pk")


def _by_message(rows: Iterable[Beside]) -> dict[int, list[Beside]]:
    found: dict[int, list[Beside]] = defaultdict(list)
    for row in rows:
        found[row.message_id].append(row)
    return found


_by_place, _by_change = _Ranges("seq"), _Ranges("rev")
_changed_folds = Lookup(
    lambda room, *revs: Fold.objects.filter(room=room, rev__range=revs).select_related("by").order_by("rev"), 3
)
_HALVES = """
WITH RECURSIVE half(first, last) AS (
    SELECT 1::bigint, %s::bigint
    UNION ALL
    SELECT CASE WHEN earlier THEN middle + 1 ELSE first END, CASE WHEN earlier THEN last ELSE middle END
      FROM half CROSS JOIN LATERAL (SELECT (first + last) / 2) AS between_them(middle)
      LEFT JOIN LATERAL (
          SELECT created_at < %s FROM chat_message AS message WHERE message.room_id = %s AND message.seq = middle
      ) AS there(earlier) ON true
     WHERE first < last
)
SELECT first FROM half WHERE first >= last
"""
_REVS = "SELECT rev FROM chat_message WHERE room_id = %s AND rev > %s ORDER BY rev LIMIT %s"
_PEOPLE = "SELECT count(*) FROM chat_seat WHERE room_id = %s"


def shapes(messages: QuerySet[Message]) -> list[MessageShape]:
    return [MessageShape.of(message) for message in whole(messages)]


def page(
    room: Room, *, before: int | None = None, after: int | None = None, around: int | None = None, limit: int = PAGE
) -> History:
    """One page of a room's messages in order of place: the latest, or those before, after or around a place.

    What has expired is in none of them.
    """
    stretch = stretches.wanted(room, before, after, around, min(limit, MOST))
    messages = _by_place.shapes(room, stretch.first, stretch.last)
    return History(
        rev=room.rev, seq=room.seq, gone_seq=room.gone_seq, gone_rev=room.gone_rev,
        messages=messages, folds=_folds_of(messages), before=stretch.before, after=stretch.after,
    )  # fmt: skip


def place_at(room: Room, moment: datetime) -> int:
    """The place of the first message at or after a moment; the last one where there is none.

    Places are dense and go with time, so halving finds it: as many looks at one index as the room's length has bits,
    in one query. Talk that was imported below newer talk stands out of time, and is not searched for within.
    """
    ((seq,),) = lookups.rows(_HALVES, [room.seq, moment, room.pk])
    return seq


def changes(room: Room, since: int, limit: int = MOST) -> Changes:
    """What has changed in a room since a number, oldest first; call again with the answer's `rev` while `more`."""
    upto = _boundary(room, since, limit) if since < room.rev else since
    folds = _changed_folds(room.pk, since + 1, upto) if since < upto else []
    ((people,),) = lookups.rows(_PEOPLE, [room.pk])
    return Changes(
        rev=upto,
        seq=room.seq,
        messages=_by_change.shapes(room, since + 1, upto) if since < upto else [],
        folds=[FoldShape.of(fold) for fold in folds],
        info=RoomInfo(**RoomInfo.fields_of(room, people)),
        more=upto < room.rev,
    )


def _folds_of(messages: Iterable[MessageShape]) -> list[FoldShape]:
    wanted = {message.fold for message in messages if message.fold}
    wanted |= {message.reply_to.fold for message in messages if message.reply_to and message.reply_to.fold}
    if not wanted:
        return []
    return [FoldShape.of(fold) for fold in Fold.objects.filter(pk__in=wanted).select_related("by").order_by("seq")]


def _boundary(room: Room, since: int, limit: int) -> int:
    """The highest number that one answer covers: a change that touched many rows is never cut in two."""
    revs = [rev for (rev,) in lookups.rows(_REVS, [room.pk, since, limit + 1])]
    return max(since, room.rev) if len(revs) <= limit else max(revs[-1] - 1, revs[0])
