"""Writing links, and keeping the conversations that follow from them. Call with the room's reading held."""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from chat.conversations.engine import Link as Judged
from chat.conversations.models import Conversation, Link
from chat.models import Message, Room

Stood = dict[int, tuple[int | None, int]]  # by place: the parent's place and the conversation, before a change


def write(room: Room, messages: Sequence[Message], found: Iterable[Judged]) -> None:
    """Store links of a window's messages; whatever follows from them changes its conversation.

    Args:
        messages: the newest of the room up to a place, in order, from `lines.whole`.
        found: links of some of these; those that a person confirmed are left as they are.
    """
    by_seq = {message.seq: message for message in messages}
    links: dict[int, Link] = {m.seq: m.link for m in messages if getattr(m, "link", None)}
    stood: Stood = {seq: (link.parent_seq, link.conversation_id) for seq, link in links.items()}
    anew: set[int] = set()
    for judged in found:
        earlier = links.get(judged.key)
        if earlier is None or not earlier.confirmed_by_id:
            links[judged.key] = link = _row(room, by_seq, judged)
            if earlier and earlier.others != link.others:
                anew.add(judged.key)
    settle(room, by_seq, links, stood, anew)


def settle(
    room: Room, by_seq: dict[int, Message], links: dict[int, Link], stood: Stood, anew: Collection[int] = ()
) -> None:
    """Give each message the conversation of its parent, or one that it opens, and store what changed by that.

    Args:
        anew: places whose chances have changed.
    """
    touched: set[int] = set()
    changed: list[Link] = []
    for seq in sorted(links):
        link, earlier = links[seq], stood.get(seq)
        link.conversation_id = _conversation(room, by_seq[seq], link, earlier, links)
        if earlier != (link.parent_seq, link.conversation_id):
            changed.append(link)
            touched |= {link.conversation_id, earlier[1] if earlier else link.conversation_id}
        elif seq in anew:
            changed.append(link)
    Link.objects.bulk_create(changed, update_conflicts=True, unique_fields=["message"], update_fields=_JUDGED)
    recount(touched)


_JUDGED = ["parent", "parent_seq", "conversation", "probability", "together", "others", "confirmed_by"]


def recount(conversations: Iterable[int]) -> None:
    """Bring the numbers of conversations in line with their standing messages; those without any link go."""
    ids = list(set(conversations))
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [ids])
    Conversation.objects.filter(pk__in=ids, links=None).delete()  # and with it what hangs on it, such as suggestions


def recount_around(message_ids: Iterable[int]) -> None:
    """Messages were taken back or restored: their conversations are smaller or larger now."""
    recount(Link.objects.filter(message__in=message_ids).values_list("conversation", flat=True))


_RECOUNT = """
UPDATE conversations_conversation c
   SET messages = n.messages, people = n.people, first_seq = n.first_seq, last_seq = n.last_seq,
       first_at = n.first_at, last_at = n.last_at
  FROM (SELECT l.conversation_id AS id,
               count(*) FILTER (WHERE r.id IS NULL) AS messages,
               count(DISTINCT m.author_id) FILTER (WHERE r.id IS NULL) AS people,
               min(m.seq) AS first_seq, max(m.seq) AS last_seq,
               min(m.created_at) AS first_at, max(m.created_at) AS last_at
          FROM conversations_link l
          JOIN chat_message m ON m.id = l.message_id
          LEFT JOIN chat_removal r ON r.message_id = m.id
         WHERE l.conversation_id = ANY(%s)
         GROUP BY l.conversation_id) n
 WHERE c.id = n.id
"""


def _row(room: Room, by_seq: dict[int, Message], judged: Judged) -> Link:
    message, parent = by_seq[judged.key], by_seq.get(judged.parent)
    if parent is message:
        parent = None
    elif parent is None:
        parent = room.messages.filter(seq=judged.parent).first()  # a reply to what was said long ago
    return Link(
        message=message, room=room, seq=message.seq, parent=parent, parent_seq=parent.seq if parent else None,
        probability=judged.probability, together=judged.together,
        others=[list(other) for other in judged.others],
    )  # fmt: skip


def _conversation(
    room: Room, message: Message, link: Link, stood: tuple[int | None, int] | None, links: dict[int, Link]
) -> int:
    if link.parent_seq is not None:
        if parent := links.get(link.parent_seq):
            return parent.conversation_id
        if found := Link.objects.filter(message=link.parent_id).values_list("conversation", flat=True).first():
            return found
    if stood and stood[0] is None:
        return stood[1]
    return Conversation.objects.create(
        community_id=room.community_id, room=room, first_seq=message.seq, last_seq=message.seq,
        first_at=message.created_at, last_at=message.created_at,
    ).pk  # fmt: skip
