"""Suggested places on the wire."""

from typing import Literal

from community.kindred.places import Place
from community.kindred.suggesting import Suggestion
from community.shapes import Shape


class KindredReason(Shape):
    """What the reader reads, or picked, and others do too."""

    kind: Literal["room", "category", "tribe", "interest"]
    title: str

    @classmethod
    def of(cls, place: Place) -> "KindredReason":
        return cls(kind=place.kind, title=place.title)


class KindredPlace(Shape):
    """A place that people like the reader read.

    Attributes:
        place: its name, such as `room:5`.
        slug: the address of a tribe; empty for others.
        people: at least so many read both.
    """

    place: str
    kind: Literal["room", "category", "tribe"]
    id: int
    slug: str
    title: str
    text: str
    because: KindredReason
    people: int

    @classmethod
    def of(cls, found: Suggestion) -> "KindredPlace":
        place = found.place
        return cls(
            place=place.key, kind=place.kind, id=int(place.key.partition(":")[2]), slug=place.slug,
            title=place.title, text=place.text, because=KindredReason.of(found.because), people=found.people,
        )  # fmt: skip


class StandsApart(Shape):
    """Whether somebody takes no part in being compared."""

    apart: bool
