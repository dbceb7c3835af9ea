from typing import Annotated

from pydantic import Field

from community.files.models import File
from community.files.shapes import FileShape
from community.shapes import Named, Shape, Shown
from community.stickers.models import Sticker


class StickerShape(Shape):
    """A sticker; its file is what messages carry of it, and is called as it is."""

    id: int
    file: FileShape
    keywords: str

    @classmethod
    def of(cls, sticker: Sticker) -> "StickerShape":
        return cls(id=sticker.pk, file=carried(sticker), keywords=sticker.keywords)


class NewSticker(Shape):
    """An image that was brought along, to become a sticker."""

    file: Annotated[int, Field(ge=0, lt=2**62)]
    name: Annotated[str, Field(max_length=30), Named]
    keywords: Annotated[str, Field(max_length=120), Shown] = ""


def carried(sticker: Sticker) -> FileShape:
    """What a message keeps of a sticker."""
    file: File = sticker.file
    return FileShape.of(file).model_copy(update={"kind": "sticker", "name": sticker.name})
