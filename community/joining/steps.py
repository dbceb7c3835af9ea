"""The steps of the welcome, in one order, whichever layer offers them.

Each can be passed by. The rules are none of them: whoever has not accepted them is asked on every page, this one too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from community.members.models import Member

ORDER = ("interests", "places", "hello")


@dataclass(frozen=True)
class Step:
    """One page of the welcome.

    Attributes:
        is_due: whether a member has it before them.
    """

    name: str
    is_due: Callable[[Member], bool]


_steps: dict[str, Step] = {}


def register(name: str, is_due: Callable[[Member], bool]) -> None:
    """Offer a step that `ORDER` has a place for."""
    _steps[name] = Step(name, is_due)


def all_steps() -> list[Step]:
    return [_steps[name] for name in ORDER if name in _steps]
