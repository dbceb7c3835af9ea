"""What else can be done with an open case from its page: upper layers register it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from community.moderation.models import Case


@dataclass(frozen=True)
class Way:
    """
    Attributes:
        name: what its form says as `do`.
        template: shows the form, with what `about` gives as `way` for a case and for what was typed before.
        act: does it; what it refuses is told on the page.
    """

    name: str
    template: str
    about: Callable[[Case, QueryDict | None], dict[str, Any]]
    act: Callable[[HttpRequest, Case], object]


_ways: dict[str, Way] = {}


def register(way: Way) -> None:
    _ways[way.name] = way


def named(name: str) -> Way | None:
    return _ways.get(name)


def shown(case: Case, typed: QueryDict | None = None) -> list[dict[str, Any]]:
    """Each with its template, for a case that is open; with what was typed into that which was refused."""
    if not case.is_open():
        return []
    name = typed.get("do") if typed else None
    return [
        {"template": way.template, **way.about(case, typed if way.name == name else None)} for way in _ways.values()
    ]
