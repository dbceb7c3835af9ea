from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from community.files.models import File
from community.shapes import Shape

Files = Annotated[list[Annotated[int, Field(ge=0, lt=2**62)]], Field(max_length=100)]  # the verb counts and says so


class FileShape(Shape):
    """What is shown of a file. Messages and posts keep it beside their words: nothing of it changes any more."""

    id: int
    kind: Literal["image", "voice", "document", "sticker"]
    name: str
    size: int
    type: str
    width: int | None
    height: int | None
    seconds: float | None
    peaks: list[int] | None

    @classmethod
    def of(cls, file: File) -> "FileShape":
        plain = ("kind", "name", "size", "type", "width", "height", "seconds", "peaks")
        return cls(id=file.pk, **{name: getattr(file, name) for name in plain})

    @classmethod
    def kept(cls, rows: Iterable[dict[str, Any]] | None) -> "list[FileShape]":
        """What a message or a post keeps of its files."""
        return [cls(**row) for row in rows or ()]
