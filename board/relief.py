"""Relief for a room that is overloaded: what is over and worth keeping is suggested for the board."""

from datetime import timedelta

from chat import gist
from chat.conversations import gists, suggestions
from chat.conversations.models import Conversation, Suggestion
from chat.models import Message, Room
from chat.overload.models import Limits
from community.clock import now

QUIET = timedelta(minutes=10)  # without a word, before a conversation may be over
RECENT = timedelta(hours=6)
LEAST = 4  # messages
GOOD = 0.8  # of `gist.closed_and_good`: precision first
LOOKED_AT = 40
EACH_TIME = 3  # suggestions a room and minute


def relieve(room: Room) -> list[Suggestion]:
    """Suggest what is over and good in a room that is overloaded."""
    if room.load != Room.Load.OVERLOADED or Limits.of(room).relief == Limits.Relief.OFF:
        return []
    found = Conversation.objects.filter(
        room=room, suggestion=None, last_at__range=(now() - RECENT, now() - QUIET), messages__gte=LEAST, people__gte=2
    )
    rows = list(found.order_by("-last_at")[:LOOKED_AT])
    talks = gists.talks(row.pk for row in rows)
    good = [row for row in rows if _is_good(talks[row.pk])]
    return [suggestions.make(row, Suggestion.Why.OVERLOAD) for row in good[:EACH_TIME]]


def _is_good(messages: list[Message]) -> bool:
    if any(message.fold_id for message in messages):
        return False
    return gist.closed_and_good(gists.talk(messages)) >= GOOD
