"""What the community itself has to agree to: upper layers may refuse acts that a role alone would allow."""

from collections.abc import Callable

from community.access import Role
from community.errors import Forbidden

_judges: list[Callable[[int, str, tuple[str, ...]], None]] = []


def when_acting(judge: Callable[[int, str, tuple[str, ...]], None]) -> None:
    """Have a function called with the community's id, the act and the roles that it is about, before it is done."""
    _judges.append(judge)


def require_free(community_id: int, act: str, *roles: Role | str) -> None:
    """Raise what the judges raise, where an act (`rules`, `role`) is not any member's own to do."""
    for judge in _judges:
        judge(community_id, act, tuple(str(role) for role in roles))


def is_free(community_id: int, act: str, *roles: Role | str) -> bool:
    try:
        require_free(community_id, act, *roles)
    except Forbidden:
        return False
    return True
