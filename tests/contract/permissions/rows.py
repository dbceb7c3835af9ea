"""What a row of the matrix says, and the words to say it with."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from community.access import CAPABILITIES
from community.governance import phases
from tests.contract.permissions.stage import ALL, SIGNED_OUT, STRANGER, Stage

NOBODY: frozenset[str] = frozenset()
PUBLIC = ALL | {STRANGER, SIGNED_OUT}
SIGNED_IN = ALL | {STRANGER}
STANDS = frozenset({"member", "contributor", "expert", "greeter", "host"})  # for host
AUTHOR = frozenset({"member"})  # every object of the stage is the plain member's
LED, MIXED, SELF = PHASES = [str(phase) for phase in phases.ORDER]

LAKE, ROOM, MSG = "communities/<slug:slug>/", "rooms/<int:pk>/", "messages/<int:pk>/"
VOTE = "proposals/<int:pk>/"
CONVERSATION, CAPSULE = "conversations/<int:pk>/", "capsules/<int:pk>/"
THREAD, POST, PROMO = "threads/<int:pk>/", "posts/<int:pk>/", "promotions/<int:pk>/"
MOVE = "moves/<int:pk>/"


def holders(capability: str) -> frozenset[str]:
    return frozenset(role.value for role in CAPABILITIES[capability])


@dataclass(frozen=True)
class Row:
    """Who may do what, and in which worlds it is otherwise.

    Attributes:
        fill: which of the stage's ids stands for which part of the route.
        before: what has to be so first; done by those whom no sanction reaches, in the stage's own phase.
        served: what those are answered whom it is for.
    """

    method: str
    route: str
    allowed: frozenset[str]
    fill: dict[str, str]
    body: Callable[[Stage], dict[str, object]] | None
    before: Callable[[Stage], object] | None
    refused: frozenset[int]
    served: int
    quiet: frozenset[str]
    in_room: bool
    way_in: bool
    at_the_door: bool
    by_vote: str
    only_in: Collection[str]

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def row(
    method: str,
    route: str,
    allowed: Collection[str],
    body: object = None,
    before: Any = None,
    refused: int | Collection[int] = 403,
    served: int = 200,
    *,
    quiet: Collection[str] = NOBODY,
    in_room: bool = False,
    way_in: bool = False,
    at_the_door: bool = False,
    by_vote: str = "",
    only_in: Collection[str] = (),
    **fill: str,
) -> Row:
    return Row(
        method, route, frozenset(allowed), fill, body if callable(body) or body is None else lambda stage: body, before,
        frozenset({refused} if isinstance(refused, int) else refused), served,
        ALL if method == "GET" else frozenset(quiet), in_room, way_in, at_the_door, by_vote, only_in or PHASES,
    )  # fmt: skip
