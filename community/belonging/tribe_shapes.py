"""Tribes on the wire."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field as Limits

from community.belonging.oversight import Record
from community.members.models import Community
from community.shapes import Named, Shape


class Principles(Shape):
    """The parent of a tribe, whose rules hold there too and are not the tribe's to change."""

    slug: str
    name: str
    rules: str


class TribeShape(Shape):
    id: int
    slug: str
    name: str
    purpose: str
    hue: int
    people: int
    mine: bool


class Tribes(Shape):
    """Where a community stands among others.

    Attributes:
        origin: the place of the parent out of which it was split off, such as `room:5`.
    """

    parent: Principles | None
    origin: str
    tribes: list[TribeShape]

    @classmethod
    def of(cls, community: Community, rows: Iterable[Any], mine: set[int]) -> "Tribes":
        parent, origin = community.parent, getattr(community, "origin", None)
        return cls(
            parent=Principles(slug=parent.slug, name=parent.name, rules=parent.rules) if parent else None,
            origin=origin.place if origin else "",
            tribes=[
                TribeShape(
                    id=row.pk, slug=row.slug, name=row.name, purpose=row.purpose, hue=row.hue, people=row.people,
                    mine=row.pk in mine,
                )
                for row in rows
            ],
        )  # fmt: skip


class NewTribe(Shape):
    """A tribe to be; with a place, those in it are asked to come along."""

    slug: Annotated[str, Limits(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    name: Annotated[str, Limits(max_length=60), Named]
    purpose: Annotated[str, Limits(max_length=500)] = ""
    place: Annotated[str, Limits(pattern=r"^[a-z]+:\d{1,18}$")] | None = None


class NewTribeMade(Shape):
    slug: str
    name: str


class AnswerOffer(Shape):
    agree: bool


class Oversight(Shape):
    """How a tribe was kept in the last ninety days."""

    slug: str
    name: str
    people: int
    open: int
    late: int
    settled: int
    median_hours: float | None
    sanctions: int
    appeals: int
    overturned: int
    waiting: int

    @classmethod
    def of(cls, row: Record) -> "Oversight":
        plain = cls.model_fields.keys() - {"slug", "name"}
        return cls(slug=row.tribe.slug, name=row.tribe.name, **{name: getattr(row, name) for name in plain})
