"""What members do with messages. Every verb is one transaction under its room's lock, announced on commit."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from chat import announce, deeds, flagging, history, mentions, policy, posting, previews, tasks, telling
from chat.drafting import Post
from chat.models import Message, Pin, Removal, Room
from chat.posting import MESSAGE
from chat.shapes import MessageShape
from community import access
from community.clock import now
from community.errors import InvalidInput, NotFound
from community.files import attaching
from community.jobs.queue import queue
from community.members.models import Member, User
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator
from community.trust import screening

PINS = 50  # pinned messages a room


def post(
    author: Member,
    room: Room,
    body: str,
    *,
    client_id: UUID,
    reply_to: int | None = None,
    limited: bool = True,
    files: Sequence[int] = (),
) -> MessageShape:
    """Say something in a room; committed when this returns.

    The arguments are those of `drafting.Post`.

    Raises:
        Forbidden: `room.read_only`, `room.closed`, `room.slow_mode`, `room.daily`, `member.silenced`, `member.muted`,
            `mention.all_capped`, `mention.role_capped`, `mention.role_often`, `words.blocked`, `link.bare`,
            `link.refused`.
        InvalidInput: `message.empty`, `message.too_long`, `mention.too_many`, `files.too_many`.
        NotFound: the message replied to is not in this room, or a file is not the author's to send.
        TooMany: `rate.limited`.
    """
    (outcome,) = posting.together([Post(author, room, body, client_id, reply_to, limited, files)])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@transaction.atomic
def edit(author: Member, message: Message, body: str) -> MessageShape:
    """Change the text of one's own message."""
    policy.require_own(author, message)
    policy.require_post(author, message.room)
    policy.require_voice_here(author, message.room)
    said = wordlists.checked(message.community_id, policy.checked(body, carries_files=bool(message.files)))
    body = said.text
    if message.room.kind != Room.Kind.DIRECT:
        screening.require_fair_edit(author, message.body, body)
    answers = message.reply_to is not None and message.reply_to.author_id != author.pk
    policy.require_fitting(author, message.room, body, explained=bool(message.files) or answers)
    called = mentions.of_edit(author, message, body)
    if mentions.calls_all(author, message.room, body) and not message.mention_all:
        raise InvalidInput("input.invalid", "An edit cannot call everybody.", fields={"body": "calls_all"})
    rev = _hold(message)
    mentions.write(message, called)
    Message.objects.filter(pk=message.pk).update(body=body, edited_at=now())
    previews.reconsider(message, body)
    if previews.may_want(body):
        queue(tasks.preview, message.pk)
    telling.reword(message, body or attaching.marks(message.files))
    queue(tasks.tell_of_message, message.pk)
    transaction.on_commit(lambda: flagging.note_words(message.pk, said.flags), robust=True)
    return _changed(message, "edited", rev)


@transaction.atomic
def drop_preview(author: Member, message: Message) -> MessageShape:
    """Take away what is shown of a page below one's own message; it does not come back."""
    policy.require_own(author, message)
    rev = _hold(message)
    previews.take_away(message)
    Message.objects.filter(pk=message.pk).update(rev=rev)
    return announce.changed(message.room, "previewed", [message.pk])[0]


def recall(author: Member, message: Message) -> MessageShape:
    """Take one's message back, for as long as the community lets members do that: two minutes unless it chose."""
    policy.require_own(author, message)
    policy.require_recallable(author, message)
    return _remove(message, Removal.Kind.RECALLED, author)


def delete(author: Member, message: Message) -> MessageShape:
    """Delete one's own message, at any time."""
    policy.require_own(author, message)
    return _remove(message, Removal.Kind.DELETED, author)


@transaction.atomic
def hide(by: Moderator, message: Message, reason: str = "", rule: str = "") -> MessageShape:
    """Take a message out of sight as a moderator; its text stays and can be restored."""
    by.require("message.hide")
    policy.require_standing(message)
    audit.record(by, "hide", message, message.community_id, message.author, reason, rule=rule)
    return _remove(message, Removal.Kind.HIDDEN, by.member, reason)


@transaction.atomic
def restore(by: Moderator, message: Message) -> MessageShape:
    """Show a hidden message again. What its author took back stays with the author."""
    by.require("message.hide")
    hidden = Removal.objects.filter(message=message, kind=Removal.Kind.HIDDEN)
    if not hidden.exists():
        return found(message.pk)
    rev = message.room.advance()
    if hidden.delete()[0]:
        audit.record(by, "restore", message, message.community_id, message.author)
        mentions.write(message, mentions.call(message.author, message.room, message.body).people)
        queue(tasks.tell_of_message, message.pk)
    return _changed(message, "restored", rev)


@transaction.atomic
def pin(member: Member, message: Message) -> MessageShape:
    access.require(member, "room.pin")
    policy.require_voice_here(member, message.room)
    policy.require_standing(message)
    if Pin.objects.filter(message=message).exists():
        return found(message.pk)
    rev = _hold(message)
    if Pin.objects.filter(message__room=message.room_id).count() >= PINS:
        raise InvalidInput("pin.too_many", "This room has as many pins as it can hold.", limit=PINS)
    if Pin.objects.get_or_create(message=message, defaults={"by": member})[1]:
        deeds.pinned(member, message)
    return _pinned(message, rev)


@transaction.atomic
def unpin(member: Member, message: Message) -> MessageShape:
    access.require(member, "room.pin")
    if not Pin.objects.filter(message=message).exists():
        return found(message.pk)
    rev = message.room.advance()
    if Pin.objects.filter(message=message).delete()[0]:
        deeds.unpinned(member, message)
    return _pinned(message, rev)


def seen_by(user: User, message_id: int) -> tuple[Message, Member]:
    """A message that an account can read, and who it is there; raises `not_found`."""
    message = (
        Message.objects.select_related("room", "author", "removal", "fold")
        .filter(pk=message_id, room__in=Room.objects.visible_to_user(user))
        .first()
    )
    if message is None:
        raise NotFound("message")
    return message, Member.objects.of_user(user).get(community=message.community_id)


def may_read(user: User, message_id: int) -> bool:
    """Whether an account can read a message, and it stands: what it carries goes with it."""
    standing = Message.objects.filter(pk=message_id, removal=None)
    return standing.filter(room__in=Room.objects.visible_to_user(user)).exists()


def found(message_id: int) -> MessageShape:
    return history.shapes(Message.objects.filter(pk=message_id))[0]


@transaction.atomic
def _remove(message: Message, kind: str, by: Member | None, reason: str = "") -> MessageShape:
    rev = message.room.advance()
    _, created = Removal.objects.get_or_create(message=message, defaults={"kind": kind, "by": by, "reason": reason})
    if not created:
        raise InvalidInput("message.removed", "The message was removed.")
    Pin.objects.filter(message=message).delete()
    mentions.write(message, [])
    if kind != Removal.Kind.HIDDEN:  # what is hidden can be restored
        _release(message)
    shape = _changed(message, kind, rev)
    telling.withdraw(message)
    return shape


def _release(message: Message) -> None:
    if message.files:
        attaching.release(MESSAGE, message.pk)
    if message.preview:
        attaching.release(previews.CARRIER, message.pk)


def _hold(message: Message) -> int:
    """Take the room's next number, and with it the room; raises `message.removed` where somebody was faster."""
    rev = message.room.advance()
    if Removal.objects.filter(message=message).exists():
        raise InvalidInput("message.removed", "The message was removed.")
    return rev


def _changed(message: Message, why: str, rev: int) -> MessageShape:
    """Tell the room that a message says something else now, and with it what quotes it."""
    rows = announce.changed(message.room, why, announce.touch([message.pk], rev))
    return next(row for row in rows if row.id == message.pk)


def _pinned(message: Message, rev: int) -> MessageShape:
    Message.objects.filter(pk=message.pk, rev__gt=0).update(rev=rev)
    return announce.changed(message.room, "pinned", [message.pk])[0]
