"""Who may post what in a room."""

from datetime import timedelta

from django.conf import settings

from chat.models import Message, Room
from chat.terms import agreed, hours, links
from community import access
from community.clock import now
from community.errors import Forbidden, InvalidInput
from community.members.models import Member
from community.moderation.sanctions import require_voice_in
from community.rules.accepting import require_accepted


def require_post(author: Member, room: Room) -> None:
    """Raise unless the author may write in the room now."""
    if not access.can(author, "room.post") or room.archived_at:
        raise Forbidden("room.read_only", "You may read here, not write.")
    access.require_voice(author)
    require_accepted(author)


def require_turn(author: Member, room: Room) -> None:
    """Raise `room.read_only` or `room.closed` where the room's terms leave the word to hosts, or to other hours."""
    terms = agreed.of(room)
    if access.can(author, "room.edit"):
        return
    if terms.writers == "hosts":
        raise Forbidden("room.read_only", "You may read here, not write.")
    if not hours.is_open(terms, now()):
        opens = hours.opens_at(terms, now())
        raise Forbidden("room.closed", "Nobody posts here now.", until=opens.isoformat() if opens else None)


def require_fitting(author: Member, room: Room, body: str, *, explained: bool = False) -> None:
    """Raise unless a text fits the room: its length, and its links.

    Args:
        explained: whether something else says why a link is there: files that go along, or words that it answers.

    Raises:
        Forbidden: `link.bare`, `link.refused`.
        InvalidInput: `message.too_long`.
    """
    terms = agreed.of(room)
    if access.can(author, "room.edit"):
        return
    if terms.longest and len(body) > terms.longest:
        raise InvalidInput("message.too_long", "The message is too long for this room.", limit=terms.longest)
    if terms.links == "hosts" and links.has_link(body):
        raise Forbidden("link.refused", "Only hosts post links in this room.")
    if terms.links == "explained" and not explained and links.is_bare(body):
        raise Forbidden("link.bare", "Say in a sentence of your own why you post this link.")


def require_voice_here(author: Member, room: Room) -> None:
    """Raise `member.muted` unless the author may speak in this room. New posts are asked about once they failed."""
    require_voice_in(author, f"room:{room.pk}")


def require_own(author: Member, message: Message) -> None:
    """Raise unless the message is the author's own and still stands."""
    if message.author_id != author.pk:
        raise Forbidden("message.not_yours", "Only its author may do this.")
    require_standing(message)


def require_standing(message: Message) -> None:
    if getattr(message, "removal", None):
        raise InvalidInput("message.removed", "The message was removed.")


def require_recallable(author: Member, message: Message) -> None:
    minutes = author.community.recall_minutes
    if now() - message.created_at > timedelta(minutes=minutes):
        raise Forbidden("message.recall_expired", "It is too late to recall this.", minutes=minutes)


def checked(body: str, *, carries_files: bool = False) -> str:
    """The body as it will be stored; raises `message.empty` or `message.too_long`. Beside files, it may be empty."""
    body = body.replace("\r\n", "\n").replace("\x00", "").strip()
    limit = settings.OXBOW["MESSAGE_LENGTH"]
    if not body and not carries_files:
        raise InvalidInput("message.empty", "There is nothing to send.")
    if len(body) > limit:
        raise InvalidInput("message.too_long", "The message is too long.", limit=limit)
    return body


def require_call_to_all(author: Member, room: Room) -> None:
    """Raise unless the author may name everybody in a room of this size."""
    most = settings.OXBOW["MENTION_ALL"]
    large = room.seats.count() > most
    if not access.can(author, "mention.all_large" if large else "mention.all"):
        raise Forbidden("mention.all_capped", "Your role may not call everybody here.", limit=most)
