from typing import Annotated, Literal

from pydantic import Field

from community.shapes import Shape

Origin = Annotated[str, Field(max_length=200)]


class EmbeddingShape(Shape):
    """What the owners of a community see of it."""

    origins: list[str]
    secret: str


class EditEmbedding(Shape):
    origins: Annotated[list[Origin], Field(max_length=20)] | None = None
    new_secret: bool = False


class Vouched(Shape):
    """What a host page hands over, signed by its server."""

    token: Annotated[str, Field(max_length=4_000)]


class HandedOver(Shape):
    code: Annotated[str, Field(max_length=100)]


class Entered(Shape):
    """A session for requests that carry no cookie.

    Attributes:
        session: to be sent as `Authorization: Session …`, and to the socket as the protocol `session.…`.
        files: the key for the addresses of files, `?key=…`: pictures carry no header.
    """

    session: str
    files: str


class AskState(Shape):
    token: Annotated[str, Field(max_length=4_000)] = ""
    room: int | None = None


class EmbeddedState(Shape):
    """What the button shows before anything is opened; null where the visitor may not know."""

    unread: int | None = None
    mentions: int | None = None
    load: Literal["calm", "busy", "overloaded"] | None = None
