from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from community.privacy import exports
from community.privacy.models import Erasure, Export
from community.shapes import Shape

Words = Literal["stay", "go"]


class ExportShape(Shape):
    id: int
    asked_at: datetime
    ready: bool
    expires_at: datetime | None
    size: int

    @classmethod
    def of(cls, export: Export) -> "ExportShape":
        plain = {name: getattr(export, name) for name in ("asked_at", "expires_at", "size")}
        return cls(id=export.pk, ready=exports.is_there(export), **plain)


class ErasureShape(Shape):
    words: Words
    due_at: datetime

    @classmethod
    def of(cls, erasure: Erasure) -> "ErasureShape":
        return cls(words=erasure.words, due_at=erasure.due_at)


class MyData(Shape):
    """What was asked for: archives that can be fetched or are being made, and whether one is to be forgotten."""

    exports: list[ExportShape]
    erasure: ErasureShape | None


class AskErasure(Shape):
    password: Annotated[str, Field(max_length=200)] = ""
    words: Words
