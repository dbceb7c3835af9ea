"""A room's messages as the engine sees them."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, QuerySet

from chat.conversations.engine import Line
from chat.conversations.engine import Link as Judged
from chat.conversations.models import Link
from chat.models import Mention, Message, Room


def window(room: Room, first: int, last: int) -> list[Message]:
    """Messages between two places, in order, with all that `lines` reads of them."""
    return list(whole(room.messages.filter(seq__range=(first, last)).order_by("seq")))


def whole(messages: QuerySet[Message]) -> QuerySet[Message]:
    named = Prefetch("mentions", Mention.objects.select_related("member"))
    return messages.select_related("author", "removal", "reply_to", "link").prefetch_related(named)


def lines(messages: Sequence[Message], *, confirmed: bool = True) -> list[Line]:
    """One line a message; its place is the key. What was taken back says nothing.

    Args:
        confirmed: whether links that a person confirmed are handed over as certain.
    """
    seqs = {message.pk: message.seq for message in messages}
    names = _names(messages)
    return [
        Line(
            key=message.seq,
            author=names[message.author_id],
            at=message.created_at.timestamp(),
            text="" if getattr(message, "removal", None) else message.body,
            names=tuple(names.get(mention.member_id, mention.member.name) for mention in message.mentions.all()),
            answers=_certain(message, seqs, confirmed),
        )
        for message in messages
    ]


def judged(message: Message) -> Judged:
    """The link that a message has, in the engine's words; its parent may stand before the window."""
    link = message.link
    others = tuple((place, chance) for place, chance in link.others)
    return Judged(message.seq, link.parent_seq or message.seq, link.probability, link.together, others)


def _certain(message: Message, seqs: dict[int, int], confirmed: bool) -> int | None:
    link: Link | None = getattr(message, "link", None)
    if confirmed and link and link.confirmed_by_id:
        return link.parent_seq or message.seq
    if message.reply_to_id is None:
        return None
    return seqs.get(message.reply_to_id) or (message.reply_to.seq if message.reply_to else None)


def _names(messages: Iterable[Message]) -> dict[int, str]:
    """What each author is called, which the engine looks for in texts; of two with one name the second gets a mark."""
    names: dict[int, str] = {}
    for message in messages:
        if message.author_id not in names:
            name = message.author.name
            names[message.author_id] = name if name not in names.values() else f"{name}~{message.author_id}"
    return names
