"""What conversations are called and their best lines, made once for all readers.

Whether the words still stand is asked each time: a gist belongs to exactly the messages, in the wording, of which it
was made.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from chat import gist
from chat.conversations import gists
from chat.conversations.shapes import Line
from chat.models import Message
from community.notifications.shelf import Shelf

BEST, MORE = 2, 6  # lines to show, and to choose from for whoever has read some of it
LIVE = 24 * 3600.0  # seconds

_STANDING = """
SELECT l.conversation_id, array_agg(l.seq ORDER BY l.seq), max(m.edited_at)
  FROM conversations_link l JOIN chat_message m ON m.id = l.message_id
 WHERE l.conversation_id = ANY(%s) AND m.fold_id IS NULL
   AND NOT EXISTS (SELECT FROM chat_removal r WHERE r.message_id = m.id)
 GROUP BY l.conversation_id
"""
Version = tuple[tuple[int, ...], datetime | None]  # the places that stand, and the time of the last edit


@dataclass(frozen=True, slots=True)
class Gist:
    version: Version
    title: str
    best: list[Line]
    more: list[Line]

    @property
    def places(self) -> tuple[int, ...]:
        return self.version[0]

    def lines_among(self, places: Container[int]) -> list[Line]:
        """The lines that stand at these places: the best if they all do."""
        best = [line for line in self.best if line.seq in places]
        return best if len(best) == len(self.best) else [line for line in self.more if line.seq in places]


_shelf: Shelf[int, Gist] = Shelf(LIVE, 5_000)


def of(conversation_ids: Iterable[int]) -> dict[int, Gist]:
    """The gists of conversations as they stand now; those of which nothing stands are absent."""
    ids = list(conversation_ids)
    versions = _versions(ids) if ids else {}
    kept = {pk: _shelf.find(pk) for pk in versions}
    found = {pk: one for pk, one in kept.items() if one is not None and one.version == versions[pk]}
    for pk, messages in gists.talks(versions.keys() - found.keys()).items():
        standing = [message for message in messages if message.fold_id is None]
        found[pk] = _shelf.put(pk, _made(versions[pk], standing))
    return found


def _versions(conversation_ids: list[int]) -> dict[int, Version]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [conversation_ids])
        return {pk: (tuple(seqs), edited_at) for pk, seqs, edited_at in cursor.fetchall()}


def _made(version: Version, messages: list[Message]) -> Gist:
    told = gists.talk(messages)
    return Gist(version, gist.title(told), gists.lines(messages, told, BEST), gists.lines(messages, told, MORE))
