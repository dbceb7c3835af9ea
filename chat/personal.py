"""What the stream keeps about a person, and what goes when they are forgotten."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from chat import announce, roll_call
from chat.models import Fold, Mention, Message, Pin, Reaction, Removal, Room, Seat
from community.privacy import naming, sections
from community.privacy.forgetting import Gone, saying_any, when_forgetting
from community.privacy.holdings import OFFICE
from community.privacy.naming import look_into
from community.privacy.sections import Section, spare
from community.search.models import Entry

PAGE = 500  # messages that one change of a room takes away


def register() -> None:
    sections.register(
        Section("rooms-made", Room, "created_by", frozenset({"terms", "load", "slow_seconds", "gate", "pair"})),
        Section("read-positions", Seat, "member"),
        Section("messages", Message, "author", frozenset({"preview"})),
        Section("reactions", Reaction, "member"),
        Section("mentions", Mention, "member"),
    )
    spare(
        OFFICE, "chat.Removal.by", "chat.Pin.by", "chat.Fold.by", "conversations.Suggestion.decided_by",
        "retention.Shortening.by",
    )  # fmt: skip
    spare("which message answers which: no word of the person", "conversations.Link.confirmed_by")
    spare("which message answers which: no word of the person", "conversations.Label.by")
    look_into(Room, "community", "name", "topic", aloud=True)
    look_into(Message, "community", "body", "files", aloud=True)
    look_into(Fold, "community", "title", "card")
    look_into(Removal, "message__community", "reason")
    naming.spare(
        "numbers and signs, nobody's words", "chat.Reaction.emoji", "chat.Room.pair", "chat.Room.terms",
        "conversations.Link.others", "overload.Load.circle",
    )  # fmt: skip
    naming.spare("what a page of the web says of itself", "chat.Message.preview")
    naming.spare("by number: its words are those of a message", "chat.RollCall.members")
    when_forgetting(forget)


def forget(gone: Gone) -> None:
    if gone.words_go:
        for room, ids in _by_room(Message.objects.filter(author__in=gone.members).exclude(body="", files=None)):
            _take_words(room, ids, gone)
        Removal.objects.filter(by__in=gone.members).update(reason="")
    for pk, member in gone.members.items():
        said = saying_any(Message, ("body", "files"), f"@{gone.called[pk]}")
        for room, ids in _by_room(Message.objects.filter(said, community=member.community_id)):
            _unname(room, ids, gone)
        said = saying_any(Room, ("name", "topic"), f"@{gone.called[pk]}")
        for room in Room.objects.filter(said, community=member.community_id).values_list("pk", flat=True):
            _rename(room, gone)
    roll_call.forget(gone)
    Mention.objects.filter(member__in=gone.members).delete()


def _by_room(messages: QuerySet[Message]) -> Iterator[tuple[int, list[int]]]:
    """The ids of messages, a part of a room at a time."""
    rooms = list(messages.order_by().values_list("room", flat=True).distinct())
    for room in rooms:
        ids = sorted(set(messages.filter(room=room).values_list("pk", flat=True)))
        for first in range(0, len(ids), PAGE):
            yield room, ids[first : first + PAGE]


@transaction.atomic
def _take_words(room_id: int, ids: list[int], gone: Gone) -> None:
    """The rows stay, as those of everything that was deleted: places are dense."""
    room = Room.objects.select_for_update(no_key=True).get(pk=room_id)
    rev = room.advance()
    Message.objects.filter(pk__in=ids).update(body="", files=None, preview=None)
    rows = [Removal(message_id=pk, kind=Removal.Kind.DELETED) for pk in ids]
    Removal.objects.bulk_create(rows, ignore_conflicts=True)
    Pin.objects.filter(message__in=ids).delete()
    Entry.objects.filter(kind="message", object_id__in=ids).delete()
    announce.changed(room, "deleted", announce.touch(ids, rev))


@transaction.atomic
def _rename(room_id: int, gone: Gone) -> None:
    room = Room.objects.select_for_update(no_key=True).get(pk=room_id)
    room.advance()
    gone.unname(Room.objects.filter(pk=room_id), "community", "name", "topic")
    room.refresh_from_db()
    announce.renamed(room)


@transaction.atomic
def _unname(room_id: int, ids: list[int], gone: Gone) -> None:
    room = Room.objects.select_for_update(no_key=True).get(pk=room_id)
    rev = room.advance()
    gone.unname(Message.objects.filter(pk__in=ids), "community", "body", "files")
    Entry.objects.filter(kind="message", object_id__in=ids).delete()
    announce.changed(room, "edited", announce.touch(ids, rev))
