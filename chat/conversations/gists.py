"""What conversations are called and what was said in them, in short. Only what stands is read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chat import gist
from chat.conversations.models import Conversation, Link
from chat.conversations.shapes import ConversationShape, Line
from chat.gist import Said, Talk
from chat.models import Message
from community.members.shapes import MemberRef

MOST = 120  # messages of a conversation that are read for its gist: its first and its last
FACES = 5
EXCERPT = 140


def talks(conversation_ids: Iterable[int]) -> dict[int, list[Message]]:
    """The standing messages of conversations, in order: two queries, however many there are."""
    links = Link.objects.filter(conversation__in=list(conversation_ids), message__removal=None)
    rows = links.select_related("message__author", "message__fold").order_by("conversation", "seq")
    found: dict[int, list[Message]] = defaultdict(list)
    for link in rows:
        link.message.link = link
        found[link.conversation_id].append(link.message)
    return found


def talk(messages: Sequence[Message]) -> Talk:
    """Messages, each with its link, as the gist reads them."""
    some = messages if len(messages) <= MOST else [*messages[: MOST // 2], *messages[-MOST // 2 :]]
    return Talk([said(message) for message in some])


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
