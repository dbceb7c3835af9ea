"""What a room is like at one moment, beyond what is counted. Each is one or a few cheap queries."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from statistics import median

from django.db import connection
from django.db.models import Min
from redis import RedisError

from chat.conversations.models import Conversation, Link
from chat.models import Mention, Room, Seat
from chat.overload.minutes import MINUTES_KEPT, WINDOW
from chat.overload.models import Minute
from community.realtime import presence

FEW = 5  # people: of fewer, a median would say what one of them has read


def conversations(room: Room, at: datetime) -> int:
    """How many go on side by side: those with a message in the last twenty minutes, and an answer."""
    return Conversation.objects.filter(room=room, last_at__gt=at - WINDOW, messages__gte=2).count()


def here(room: Room) -> int | None:
    """How many have the room open, as far as presence counts; None while Redis is away."""
    try:
        return len(presence.here(room.pk))
    except RedisError:
        return None


def debt(room: Room, at: datetime) -> int | None:
    """How many messages the median member has not read, of those who read something in the last seven days."""
    first = first_place(room, at, MINUTES_KEPT)
    if first is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY greatest(%s - read_seq, 0))"
            " FROM chat_seat WHERE room_id = %s AND read_seq >= %s",
            [room.seq, room.pk, first],
        )
        people, middle = cursor.fetchone()
    return middle if people >= FEW else None


def concern(room: Room, at: datetime) -> float | None:
    """Of the last twenty minutes' messages, the share in conversations that the median reader wrote in or is named in.

    Readers are those who have read some of these messages. None where nothing is linked yet, or where readers are few.
    """
    first = first_place(room, at, WINDOW)
    if first is None:
        return None
    linked = Link.objects.filter(room=room, seq__gte=first, message__created_at__gt=at - WINDOW)
    sizes = Counter(linked.values_list("conversation", flat=True))
    readers = list(Seat.objects.filter(room=room, read_seq__gte=first).values_list("member", flat=True))
    if not sizes or len(readers) < FEW:
        return None
    stakes = _stakes(room, sizes)
    return median(sum(sizes[pk] for pk in stakes[reader]) for reader in readers) / sizes.total()


def first_place(room: Room, at: datetime, span: timedelta) -> int | None:
    """The lowest place of what was said in a span of time that ends now; None where nothing was."""
    rows = Minute.objects.filter(room=room, at__gt=at - span, at__lte=at)
    return rows.aggregate(first=Min("first_seq"))["first"]


def _stakes(room: Room, wanted: Counter[int]) -> dict[int, set[int]]:
    """For each member, those of these conversations that they wrote in or are named in."""
    stakes: dict[int, set[int]] = defaultdict(set)
    links = Link.objects.filter(conversation__in=wanted)
    wrote = links.values_list("message__author", "conversation").distinct()
    named = Mention.objects.filter(room=room, message__link__conversation__in=wanted)
    for member, conversation in [*wrote, *named.values_list("member", "message__link__conversation").distinct()]:
        stakes[member].add(conversation)
    return stakes
