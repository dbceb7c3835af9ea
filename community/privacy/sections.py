"""What is kept about a person, by sections: each layer registers its own, and the archive tells them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F, Model

from community.members.models import Member, User

Row = dict[str, Any]
PAGE = 1000  # rows that are fetched at once


@dataclass(frozen=True)
class Person:
    """An account, and who it is and was in its communities."""

    user: User

    @cached_property
    def members(self) -> list[int]:
        return list(Member.objects.filter(user=self.user).values_list("pk", flat=True))


@dataclass(frozen=True)
class Section:
    """One kind of things about a person.

    Args:
        name: that of its file.
        model, owner: whose rows, and the field that says whose they are: an account's or a member's.
        leave: fields that are no words about anybody, or that open doors.
        also: what makes the row readable and stands elsewhere: look-ups by the names under which they are told.
    """

    name: str
    model: type[Model]
    owner: str
    leave: frozenset[str] = frozenset()
    also: Mapping[str, str] = field(default_factory=dict)

    def rows(self, person: Person) -> Iterator[Row]:
        ids = [person.user.pk] if self._is_of_account() else person.members
        fields = [one.attname for one in self.model._meta.concrete_fields if one.name not in self.leave]
        mine = self.model._default_manager.filter(**{f"{self.owner}__in": ids}).order_by("pk")
        yield from mine.values(*fields, **{name: F(path) for name, path in self.also.items()}).iterator(PAGE)

    def _is_of_account(self) -> bool:
        model: Any = self.model
        for name in self.owner.split("__"):
            if name == "pk":
                break
            model = model._meta.get_field(name).related_model
        return model is User


@dataclass(frozen=True)
class Told:
    """A section that no single table holds."""

    name: str
    tell: Callable[[Person], Iterable[Row]]

    def rows(self, person: Person) -> Iterator[Row]:
        yield from self.tell(person)


_sections: list[Section | Told] = []
_not_personal: dict[tuple[str, str], str] = {}


def register(*sections: Section | Told) -> None:
    _sections.extend(sections)


def spare(reason: str, *fields: str) -> None:
    """Say why these fields, `app.Model.field`, name a person and are still not told: the test asks for a reason."""
    for name in fields:
        model, _, field = name.rpartition(".")
        _not_personal[model, field] = reason


def registered() -> list[Section | Told]:
    return list(_sections)


def spared() -> dict[tuple[str, str], str]:
    return dict(_not_personal)
