"""Conversations as rows, without the engine that finds them: who answers whom is told."""

from collections.abc import Sequence

from chat.conversations import grouping
from chat.conversations.models import Conversation, Link
from chat.models import Message


def conversation(*messages: Message) -> Conversation:
    """Let these messages be a conversation, each answering the one before it."""
    first, last = messages[0], messages[-1]
    row = Conversation.objects.create(
        community_id=first.community_id, room_id=first.room_id, first_seq=first.seq, last_seq=last.seq,
        first_at=first.created_at, last_at=last.created_at,
    )  # fmt: skip
    Link.objects.bulk_create(_links(row, messages))
    grouping.recount([row.pk])
    row.refresh_from_db()
    return row


def _links(row: Conversation, messages: Sequence[Message]) -> list[Link]:
    before = [None, *messages[:-1]]
    return [
        Link(
            message=message, room_id=message.room_id, seq=message.seq, parent=parent,
            parent_seq=parent and parent.seq, conversation=row, probability=1.0,
        )
        for message, parent in zip(messages, before, strict=True)
    ]  # fmt: skip
