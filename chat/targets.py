"""Messages as things that can be reported."""

from chat import flagging, messages
from chat.models import Removal, Room
from community.members.models import Member, User
from community.moderation import targets
from community.moderation.audit import Moderator
from community.moderation.targets import Kind, Line, Target

AROUND = 5  # messages before, and as many after; what two people said to each other is shown up to the one reported


def register() -> None:
    targets.register("message", Kind(seen_by, found, around, hide, restore))


def seen_by(user: User, message_id: int) -> tuple[Target, Member]:
    message, member = messages.seen_by(user, message_id)
    return flagging.of(message), member


def found(message_id: int) -> Target | None:
    message = flagging.whole().filter(pk=message_id).first()
    return flagging.of(message) if message else None


def around(message_id: int) -> list[Line]:
    """What was said there just before and after; what its authors took back is left out."""
    it = flagging.whole().get(pk=message_id)
    near = (
        flagging.whole().filter(room=it.room).exclude(removal__kind__in=[Removal.Kind.RECALLED, Removal.Kind.DELETED])
    )
    before = list(near.filter(seq__lt=it.seq).order_by("-seq")[:AROUND])[::-1]
    after = near.filter(seq__gt=it.seq).order_by("seq")[:AROUND] if it.room.kind != Room.Kind.DIRECT else ()
    return [
        Line(message.author.name, message.said(), message.created_at, message.pk == it.pk)
        for message in (*before, it, *after)
    ]


def hide(by: Moderator, message_id: int, reason: str) -> None:
    messages.hide(by, flagging.whole().get(pk=message_id), reason)


def restore(by: Moderator, message_id: int) -> None:
    messages.restore(by, flagging.whole().get(pk=message_id))
