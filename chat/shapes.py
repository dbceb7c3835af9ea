"""What the stream puts on the wire. Shapes only read what the queries in `history.py` have fetched."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from pydantic import Field

from chat.models import Fold, Mention, Message, Room
from chat.terms import agreed
from chat.terms.agreed import RoomTerms
from community.files.shapes import Files, FileShape
from community.members.shapes import MemberRef
from community.realtime.shapes import Event
from community.shapes import Named, Shape
from community.text import excerpt

Removed = Literal["recalled", "deleted", "hidden", "expired"]
Why = Literal[
    "posted", "edited", "recalled", "deleted", "hidden", "restored", "reacted", "pinned", "promoted", "undone",
    "replied", "absorbed", "renamed", "previewed", "expired",
]  # fmt: skip
NAMED_REACTORS = 50  # members listed per emoji; the count is always whole
Body = Annotated[str, Field(max_length=settings.OXBOW["MESSAGE_LENGTH"] * 4)]  # the verb counts exactly and says so
RoomName = Annotated[str, Field(max_length=60), Named]


class ReactionShape(Shape):
    emoji: str
    count: int
    members: list[int]


class Quote(Shape):
    id: int
    seq: int
    author: MemberRef
    excerpt: str
    removed: Removed | None
    fold: int | None

    @classmethod
    def of(cls, message: Message) -> "Quote":
        removal = getattr(message, "removal", None)
        return cls(
            id=message.pk,
            seq=message.seq,
            author=MemberRef.of(message.author),
            excerpt="" if removal else excerpt(message.said()),
            removed=removal.kind if removal else None,
            fold=message.fold_id,
        )


class Preview(Shape):
    """What a page says of itself that a message links to."""

    url: str
    site: str
    title: str
    description: str
    image: FileShape | None

    @classmethod
    def kept(cls, card: dict[str, Any] | None) -> "Preview | None":
        """What a message keeps of it; nothing where its author took it away."""
        if not card or "url" not in card:
            return None
        return cls(**{name: value for name, value in card.items() if name != "link"})


class MessageShape(Shape):
    id: int
    room: int
    seq: int
    rev: int
    client_id: UUID
    kind: Literal["text", "system"]
    author: MemberRef
    body: str
    files: list[FileShape]
    preview: Preview | None
    reply_to: Quote | None
    created_at: datetime
    edited_at: datetime | None
    removed: Removed | None
    reactions: list[ReactionShape]
    mentions: list[int]
    mention_all: bool
    pinned: bool
    fold: int | None

    @classmethod
    def of(cls, message: Message) -> "MessageShape":
        """The message must come from `history.whole()`."""
        return cls.made(message, message.reactions.all(), message.mentions.all())

    @classmethod
    def made(cls, message: Message, reactions: Iterable[Any], mentions: Iterable[Mention]) -> "MessageShape":
        """The message must come with all rows that a message has at most one of."""
        removal = getattr(message, "removal", None)
        return cls(
            **cls._plain(message),
            body="" if removal else message.body,
            files=[] if removal else FileShape.kept(message.files),
            preview=None if removal else Preview.kept(message.preview),
            reply_to=Quote.of(message.reply_to) if message.reply_to else None,
            removed=removal.kind if removal else None,
            reactions=gathered(reactions),
            mentions=sorted(mention.member_id for mention in mentions),
            pinned=getattr(message, "pin", None) is not None,
        )

    @classmethod
    def new(cls, message: Message, mentions: list[int]) -> "MessageShape":
        """A message that was just written: nothing to look up."""
        quote = Quote.of(message.reply_to) if message.reply_to else None
        return cls(
            **cls._plain(message), body=message.body, files=FileShape.kept(message.files), preview=None, reply_to=quote,
            removed=None, reactions=[], mentions=mentions,
            pinned=False,
        )  # fmt: skip

    @staticmethod
    def _plain(message: Message) -> dict[str, object]:
        same = ("id", "seq", "rev", "client_id", "kind", "created_at", "edited_at", "mention_all")
        author = MemberRef.of(message.author)
        return {name: getattr(message, name) for name in same} | {
            "room": message.room_id, "fold": message.fold_id, "author": author,
        }  # fmt: skip


def gathered(reactions: Iterable[Any]) -> list[ReactionShape]:
    """Reactions from `history.named` by emoji, in the order in which each first came."""
    alike: dict[str, list[Any]] = defaultdict(list)
    for reaction in sorted(reactions, key=lambda reaction: reaction.pk):
        alike[reaction.emoji].append(reaction)
    return [
        ReactionShape(emoji=emoji, count=some[0].counted, members=[reaction.member_id for reaction in some])
        for emoji, some in alike.items()
    ]


class CarriedFile(Shape):
    """A file of a room, and the message that brought it."""

    message: int
    seq: int
    author: MemberRef
    created_at: datetime
    file: FileShape


class FoldShape(Shape):
    id: int
    room: int
    rev: int
    seq: int
    count: int
    title: str
    by: MemberRef
    created_at: datetime
    undone: bool
    thread: int | None
    promotion: int | None
    replies: int | None
    last_by: str | None
    last_at: datetime | None

    @classmethod
    def of(cls, fold: Fold) -> "FoldShape":
        plain = ("rev", "seq", "count", "title", "created_at")
        card = {name: fold.card.get(name) for name in ("thread", "promotion", "replies", "last_by", "last_at")}
        return cls(
            id=fold.pk,
            room=fold.room_id,
            **{name: getattr(fold, name) for name in plain},
            by=MemberRef.of(fold.by),
            undone=fold.undone_at is not None,
            **card,
        )


class RoomInfo(Shape):
    id: int
    community: int
    kind: Literal["open", "closed", "direct"]
    name: str
    topic: str
    seq: int
    rev: int
    people: int
    archived: bool
    load: Literal["calm", "busy", "overloaded"]
    slow: int
    terms: RoomTerms | None
    keeps_days: int | None
    gone_seq: int
    gone_rev: int

    @classmethod
    def fields_of(cls, room: Room, people: int) -> dict[str, object]:
        plain = ("kind", "name", "topic", "seq", "rev", "load", "keeps_days", "gone_seq", "gone_rev")
        return {name: getattr(room, name) for name in plain} | {
            "id": room.pk,
            "community": room.community_id,
            "people": people,
            "archived": room.archived_at is not None,
            "slow": room.slow_seconds,
            "terms": agreed.of(room) if room.terms else None,
        }


class LastMessage(Shape):
    seq: int
    author: str
    excerpt: str
    at: datetime


class MySeat(Shape):
    read_seq: int
    unread: int
    mentions: int
    level: Literal["all", "mentions", "nothing"]


class RoomShape(RoomInfo):
    peer: MemberRef | None
    last: LastMessage | None
    mine: MySeat | None
    can: list[str]


class RoomChanged(Event):
    """Rows of a room that changed, whole; all of them carry the event's `rev`."""

    on: Literal["room.changed"] = "room.changed"
    why: Why
    room: int
    seq: int
    rev: int
    messages: list[MessageShape] = []
    folds: list[FoldShape] = []
    info: RoomInfo | None = None
    whole: bool = True

    def slim(self) -> "RoomChanged":
        return self.model_copy(update={"messages": [], "folds": [], "whole": False})


class RoomJoined(Event):
    on: Literal["room.joined"] = "room.joined"
    room: int


class RoomGone(Event):
    on: Literal["room.gone"] = "room.gone"
    room: int


class ReadMoved(Event):
    on: Literal["read.moved"] = "read.moved"
    room: int
    read_seq: int
    unread: int
    mentions: int


class Reading(Shape):
    """How far somebody has read in a room."""

    member: MemberRef
    read_seq: int


class ReadersMoved(Event):
    """Others have read on, who show that, as the hearer does."""

    on: Literal["readers.moved"] = "readers.moved"
    room: int
    readings: list[Reading]


class History(Shape):
    rev: int
    seq: int
    gone_seq: int
    gone_rev: int
    messages: list[MessageShape]
    folds: list[FoldShape]
    before: bool
    after: bool


class Changes(Shape):
    rev: int
    seq: int
    messages: list[MessageShape]
    folds: list[FoldShape]
    info: RoomInfo
    more: bool


class Whereabouts(Shape):
    """Where the words of a message can be read now."""

    message: MessageShape
    thread: int | None


class Posted(Shape):
    message: MessageShape


class PostMessage(Shape):
    client_id: UUID
    body: Body
    reply_to: int | None = None
    files: Files = []


class SocketPost(PostMessage):
    room: int


class EditMessage(Shape):
    body: Body


class ReadRoom(Shape):
    seq: Annotated[int, Field(ge=0, lt=2**62)]


class SocketRead(ReadRoom):
    room: int


class TypeInRoom(Shape):
    room: int


class NewRoom(Shape):
    kind: Literal["open", "closed"]
    name: RoomName
    topic: Annotated[str, Field(max_length=200)] = ""
    client_id: UUID | None = None


class EditRoom(Shape):
    name: RoomName | None = None
    topic: Annotated[str, Field(max_length=200)] | None = None
    archived: bool | None = None
    terms: RoomTerms | None = None

    def changes(self) -> dict[str, object]:
        """What is to be changed."""
        changes = self.model_dump(exclude_none=True, exclude={"terms"})
        return changes | ({"terms": self.terms.stored()} if self.terms else {})


class WithMember(Shape):
    member: int


class SetLevel(Shape):
    level: Literal["all", "mentions", "nothing"]
