"""Conversations that should go to the board, until somebody who may decides."""

from collections.abc import Callable

from django.db import transaction

from chat.conversations.models import Conversation, Suggestion
from chat.models import Room
from community import access
from community.clock import now
from community.errors import NotFound
from community.members.models import Member, User

# Told of every new suggestion, inside the transaction: the bridge carries it out where the room wants that.
_listeners: list[Callable[[Suggestion], None]] = []


def when_made(listener: Callable[[Suggestion], None]) -> None:
    _listeners.append(listener)


@transaction.atomic
def make(conversation: Conversation, why: str) -> Suggestion:
    """Suggest a conversation, once: what was decided stays decided."""
    suggestion, created = Suggestion.objects.get_or_create(
        conversation=conversation, defaults={"room_id": conversation.room_id, "why": why}
    )
    if created:
        for listener in _listeners:
            listener(suggestion)
    return suggestion


def waiting(member: Member, room: Room) -> list[Suggestion]:
    """What waits for a decision in a room, oldest first; raises `forbidden`."""
    access.require_to_read(member, "suggestion.decide")
    rows = Suggestion.objects.filter(room=room, decided_at=None).select_related("conversation__room")
    return list(rows.order_by("pk")[:50])


def dismiss(member: Member, suggestion: Suggestion) -> None:
    access.require(member, "suggestion.decide")
    settle([suggestion.conversation_id], member)


def settle(conversation_ids: list[int], by: Member | None) -> None:
    """These were decided, one way or the other."""
    Suggestion.objects.filter(conversation__in=conversation_ids, decided_at=None).update(
        decided_at=now(), decided_by=by
    )


def seen_by(user: User, suggestion_id: int) -> tuple[Suggestion, Member]:
    """A suggestion in a room that an account can read, and who it is there; raises `not_found`."""
    rooms = Room.objects.visible_to_user(user)
    suggestion = Suggestion.objects.select_related("room").filter(pk=suggestion_id, room__in=rooms).first()
    if suggestion is None:
        raise NotFound("suggestion")
    return suggestion, Member.objects.of_user(user).get(community=suggestion.room.community_id)
