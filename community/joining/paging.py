"""Lists that page by id."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from community.shapes import Shape, page

Row = TypeVar("Row", bound=Model)


def paged(rows: QuerySet[Row], shape: Callable[[Row], Shape], size: int) -> dict[str, object]:
    """The first rows as an answer, and the id of the last of them where there are more."""
    found, more = cut(rows, size)
    return page([shape(row) for row in found], more)


def cut(rows: QuerySet[Row], size: int) -> tuple[list[Row], str | None]:
    """The first rows, and the id of the last of them where there are more."""
    found = list(rows[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else None
