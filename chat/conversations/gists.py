"""What conversations are called and what was said in them, in short. Only what stands is read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models.expressions import RawSQL

from chat import gist
from chat.conversations.models import Conversation, Link
from chat.conversations.shapes import ConversationShape, Line
from chat.gist import Said, Talk
from chat.models import Message
from community.members.shapes import MemberRef

MOST = 120  # messages of a conversation that are read for its gist: its first and its last
FACES = 5
EXCERPT = 140
One = TypeVar("One")

_STANDING = """
SELECT message_id FROM conversations_link AS link WHERE link.conversation_id = wanted.id
   AND NOT EXISTS (SELECT FROM chat_removal AS removal WHERE removal.message_id = link.message_id)
"""
_ENDS = f"""
SELECT ends.message_id FROM unnest(%s::bigint[]) AS wanted(id), LATERAL (
  ({_STANDING} ORDER BY link.seq LIMIT %s) UNION ({_STANDING} ORDER BY link.seq DESC LIMIT %s)
  UNION ({_STANDING} AND link.seq = ANY(%s::bigint[]))
) AS ends
"""  # noqa: S608 no text of others in it


def talks(conversation_ids: Iterable[int], most: int = MOST, places: Iterable[int] = ()) -> dict[int, list[Message]]:
    """The first and the last standing messages of conversations, in order: one query, however long they are.

    Args:
        most: how many of them a conversation.
        places: those that are wanted beside these.
    """
    half = most // 2
    ends = RawSQL(_ENDS, [list(conversation_ids), half, half, list(places)])  # noqa: S611 our own text
    links = Link.objects.filter(pk__in=ends).select_related("message__author", "message__fold")
    found: dict[int, list[Message]] = defaultdict(list)
    for link in links.order_by("conversation", "seq"):
        link.message.link = link
        found[link.conversation_id].append(link.message)
    return found


def talk(messages: Sequence[Message]) -> Talk:
    """Messages, each with its link, as the gist reads them."""
    return Talk([said(message) for message in ends(messages, MOST)])


def ends(some: Sequence[One], most: int) -> Sequence[One]:
    """The first and the last of them, as many of each, or all."""
    half = most // 2
    return some if len(some) <= most else [*some[:half], *some[-half:]]


def said(message: Message) -> Said:
    link = getattr(message, "link", None)
    answers = link.parent_seq if link else None
    return Said(message.seq, message.author.name, message.body, answers, message.created_at.timestamp())


def shaped(conversation: Conversation, messages: Sequence[Message], told: Talk | None = None) -> ConversationShape:
    """A conversation with its title and its people.

    Args:
        messages: from `talks`.
    """
    people = {message.author_id: message.author for message in messages}
    fold = next((message.fold for message in reversed(messages) if message.fold), None)
    plain = ("first_seq", "last_seq", "first_at", "last_at", "messages")
    return ConversationShape(
        id=conversation.pk,
        room=conversation.room_id,
        **{name: getattr(conversation, name) for name in plain},
        people=[MemberRef.of(member) for member in list(people.values())[:FACES]],
        people_count=conversation.people,
        title=gist.title(told or talk(messages)) if messages else "",
        fold=fold.pk if fold else None,
        thread=fold.card.get("thread") if fold else None,
    )


def lines(messages: Sequence[Message], told: Talk, most: int = 3) -> list[Line]:
    """The messages that say most, in order."""
    by_seq = {message.seq: message for message in messages}
    return [_line(by_seq[line.key], line.excerpt) for line in gist.key_lines(told, most)]


def _line(message: Message, excerpt: str) -> Line:
    return Line(message=message.pk, seq=message.seq, author=MemberRef.of(message.author), excerpt=excerpt)
