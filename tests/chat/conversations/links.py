"""Links told by the test instead of found by the engine, whose judgement is not what is tested here."""

from django.db import transaction

from chat.conversations import grouping, reading
from chat.conversations.engine import Link as Judged
from chat.conversations.lines import window
from chat.conversations.models import Conversation
from chat.models import Room


@transaction.atomic
def tell(room: Room, *parents: int) -> None:
    """Link the first messages of a room: for each place that of its parent, or 0 where it starts something."""
    held = reading.held(room)
    found = [Judged(place, parent or place, 1.0, 0.9) for place, parent in enumerate(parents, 1)]
    grouping.write(room, window(room, 1, len(parents)), found)
    held.seq = held.judged_seq = len(parents)
    held.save()


def groups(room: Room) -> list[list[int]]:
    """The places of each conversation's messages."""
    rows = Conversation.objects.filter(room=room).order_by("first_seq")
    return [list(row.links.order_by("seq").values_list("seq", flat=True)) for row in rows]
