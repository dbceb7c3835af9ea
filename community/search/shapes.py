"""What a search puts on the wire."""

from datetime import datetime
from typing import Literal

from community.members.shapes import MemberRef
from community.shapes import Shape


class Piece(Shape):
    """A part of an excerpt; the parts that were looked for are to be marked."""

    text: str
    hit: bool


class Hit(Shape):
    """Something that was found: a message of a room, a post of a thread, or a thread by its title.

    Attributes:
        seq: its place there, where a link leads to.
        name: of the room, or the thread's title; empty for direct messages.
    """

    kind: Literal["message", "post", "thread"]
    id: int
    author: MemberRef
    at: datetime
    room: int | None
    thread: int | None
    seq: int | None
    name: str
    pieces: list[Piece]
