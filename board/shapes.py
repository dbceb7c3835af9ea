"""What the board puts on the wire. Shapes only read what the queries in `pages.py` and `listing.py` have fetched."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from pydantic import Field

from board.models import Category, Post, Promotion, Thread, ThreadSeat
from chat.shapes import Preview, ReactionShape, gathered
from community import access
from community.files.shapes import Files, FileShape
from community.members.models import Member
from community.members.shapes import MemberRef
from community.realtime.shapes import Event
from community.shapes import Named, Shape
from community.text import excerpt

Why = Literal[
    "posted", "edited", "recalled", "deleted", "hidden", "restored", "reacted", "pinned", "locked", "renamed",
    "removed", "promoted", "absorbed", "undone", "previewed", "moved", "merged", "split",
    "converted", "answered", "decided",
]  # fmt: skip
Level = Literal["normal", "follow", "mute"]
Kind = Literal["discussion", "question", "idea", "note", "announcement"]
Status = Literal["open", "solved", "planned", "done", "declined"]
Body = Annotated[str, Field(max_length=settings.OXBOW["POST_LENGTH"] * 2)]  # the verb counts exactly and says so
CategoryName = Annotated[str, Field(max_length=60), Named]
Title = Annotated[str, Field(max_length=1000)]  # the same
Tags = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)]  # the same
Audience = Literal["members", "room", "staff"]
Id = Annotated[int, Field(ge=0, lt=2**62)]


class CategoryShape(Shape):
    id: int
    community: int
    slug: str
    name: str
    description: str
    position: int
    audience: Audience
    room: int | None
    threads: int

    @classmethod
    def of(cls, category: Category, threads: int) -> "CategoryShape":
        plain = ("id", "slug", "name", "description", "position", "audience")
        return cls(
            **{name: getattr(category, name) for name in plain},
            community=category.community_id,
            room=category.room_id,
            threads=threads,
        )


class TagShape(Shape):
    name: str
    threads: int


class ThreadOrigin(Shape):
    """Where in the stream a promoted thread comes from; a private room's name is only for those inside."""

    fold: int
    promotion: int
    room: int
    room_name: str
    seq: int

    @classmethod
    def of(cls, thread: Thread) -> "ThreadOrigin | None":
        promotion = getattr(thread, "promotion", None)
        if promotion is None or promotion.fold is None or promotion.state != Promotion.State.DONE:
            return None
        room = promotion.room
        named = room.kind == room.Kind.OPEN or thread.category.room_id == room.pk
        return cls(
            fold=promotion.fold_id,
            promotion=promotion.pk,
            room=room.pk,
            room_name=room.name if named else "",
            seq=promotion.fold.seq,
        )


class PostQuote(Shape):
    id: int
    seq: int
    author: MemberRef
    excerpt: str

    @classmethod
    def of(cls, post: Post) -> "PostQuote":
        words = "" if post.removed() else excerpt(post.said())
        return cls(id=post.pk, seq=post.seq, author=MemberRef.of(post.author), excerpt=words)


class ThreadInfo(Shape):
    id: int
    community: int
    category: int
    kind: Kind
    status: Status | None
    revision: int
    title: str
    author: MemberRef
    created_at: datetime
    seq: int
    rev: int
    replies: int
    score: int
    last_at: datetime
    last_by: MemberRef | None
    tags: list[str]
    locked: bool
    pinned: bool
    removed: Literal["deleted", "hidden", "undone"] | None
    origin: ThreadOrigin | None
    into: int | None
    acts: int
    excerpt: str
    answer: PostQuote | None

    @classmethod
    def fields_of(cls, thread: Thread, opening: Post | None, answer: Post | None) -> dict[str, object]:
        """The thread must come from `listing.whole()`; `answer` is the accepted post of a question."""
        plain = ("id", "kind", "revision", "title", "created_at", "seq", "rev", "replies", "score", "last_at", "acts")
        return {name: getattr(thread, name) for name in plain} | {
            "community": thread.community_id,
            "category": thread.category_id,
            "status": thread.status or None,
            "author": MemberRef.of(thread.author),
            "last_by": MemberRef.of(thread.last_by) if thread.last_by else None,
            "tags": [tag.name for tag in thread.tags.all()],
            "locked": getattr(thread, "lock", None) is not None,
            "pinned": getattr(thread, "pin", None) is not None,
            "removed": thread.removed(),
            "origin": ThreadOrigin.of(thread),
            "into": thread.into_id,
            "excerpt": excerpt(opening.said()) if opening and not opening.removed() else "",
            "answer": PostQuote.of(answer) if answer else None,
        }


class ThreadMine(Shape):
    level: Level
    read_seq: int
    unread: int

    @classmethod
    def of(cls, thread: Thread, seat: ThreadSeat | None) -> "ThreadMine":
        """Nobody owes anything to a thread in which they have never been."""
        if seat is None:
            return cls(level="normal", read_seq=0, unread=0)
        return cls(level=seat.level, read_seq=seat.read_seq, unread=max(0, thread.seq - seat.read_seq))


class ThreadShape(ThreadInfo):
    mine: ThreadMine
    can: list[str]

    @classmethod
    def of(
        cls, thread: Thread, opening: Post | None, answer: Post | None, seat: ThreadSeat | None, member: Member
    ) -> "ThreadShape":
        words = ("thread.", "post.", "reaction.", "promotion.", "message.")
        return cls(
            **ThreadInfo.fields_of(thread, opening, answer),
            mine=ThreadMine.of(thread, seat),
            can=[name for name in access.of(member) if name.startswith(words)],
        )


class PostOrigin(Shape):
    message: int
    room: int
    seq: int


class PostShape(Shape):
    id: int
    thread: int
    seq: int
    rev: int
    client_id: UUID | None
    parent: int | None
    path: str
    depth: int
    author: MemberRef
    body: str
    files: list[FileShape]
    preview: Preview | None
    reply_to: PostQuote | None
    created_at: datetime
    edited_at: datetime | None
    removed: Literal["recalled", "deleted", "hidden", "undone"] | None
    reactions: list[ReactionShape]
    origin: PostOrigin | None

    @classmethod
    def of(cls, post: Post, answered: Post | None) -> "PostShape":
        """The post, and the post that it answers, must come from `pages.whole()`."""
        message, removed = post.message, post.removed()
        return cls(
            **cls._plain(post),
            body="" if removed else post.words(),
            files=[] if removed else FileShape.kept(post.carried()),
            preview=Preview.kept(message.preview) if message and not removed else None,
            reply_to=PostQuote.of(answered) if answered else None,
            edited_at=post.edited(),
            removed=removed,
            reactions=gathered((message or post).reactions.all()),
            origin=PostOrigin(message=message.pk, room=message.room_id, seq=message.seq) if message else None,
        )

    @classmethod
    def new(cls, post: Post) -> "PostShape":
        """A post that was just written here: nothing to look up but what it answers, which must come with it."""
        quote = PostQuote.of(post.parent) if post.parent else None
        return cls(
            **cls._plain(post), body=post.body, files=FileShape.kept(post.files), preview=None, reply_to=quote,
            edited_at=None, removed=None, reactions=[], origin=None,
        )  # fmt: skip

    @staticmethod
    def _plain(post: Post) -> dict[str, object]:
        same = ("id", "seq", "rev", "client_id", "path", "depth", "created_at")
        author = MemberRef.of(post.author)
        return {name: getattr(post, name) for name in same} | {
            "thread": post.thread_id, "parent": post.parent_id, "author": author,
        }  # fmt: skip


class ThreadChanged(Event):
    """Posts of a thread that changed, whole, the ids of those that left it, and the thread as it stands.

    The posts carry the event's `rev`.
    """

    on: Literal["thread.changed"] = "thread.changed"
    why: Why
    thread: int
    seq: int
    rev: int
    posts: list[PostShape] = []
    gone: list[int] = []
    info: ThreadInfo
    whole: bool = True

    def slim(self) -> "ThreadChanged":
        return self.model_copy(update={"posts": [], "gone": [], "whole": False})


class BoardChanged(Event):
    """A thread that a list may show has changed; whoever shows one fetches it, as far as it is theirs to read."""

    on: Literal["board.changed"] = "board.changed"
    why: Why
    category: int
    thread: int


class PostPlace(Shape):
    """Where a post stands now."""

    thread: int
    seq: int


class PostsPage(Shape):
    rev: int
    seq: int
    posts: list[PostShape]
    next: str | None
    before: bool
    moved: PostPlace | None


class ThreadChanges(Shape):
    rev: int
    seq: int
    posts: list[PostShape]
    gone: list[int]
    info: ThreadInfo
    more: bool


class NewCategory(Shape):
    name: CategoryName
    description: Annotated[str, Field(max_length=300)] = ""
    audience: Audience = "members"
    room: Id | None = None


class EditCategory(Shape):
    name: CategoryName | None = None
    description: Annotated[str, Field(max_length=300)] | None = None
    position: Annotated[int, Field(ge=0, le=10_000)] | None = None
    audience: Audience | None = None
    room: Id | None = None


class NewThread(Shape):
    client_id: UUID
    category: Id
    kind: Kind = "discussion"
    title: Title
    body: Body
    tags: Tags = []
    files: Files = []


class EditThread(Shape):
    title: Title | None = None
    tags: Tags | None = None


class SetThreadLevel(Shape):
    level: Level


class ReadThread(Shape):
    seq: Id


class WritePost(Shape):
    client_id: UUID
    body: Body
    parent: Id | None = None
    files: Files = []


class EditPost(Shape):
    body: Body
