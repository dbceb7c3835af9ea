"""What each level opens: the end of the limits, and then a few small things for who has been known for long.

They are capabilities that moderators hold anyway. They fall with a sanction, as the level does, and rest while somebody
is silenced. Onlookers gain nothing.
"""

from community.access import Holder, Role
from community.trust import levels
from community.trust.shapes import Opening

# Each level with the capabilities that it adds to those below it, and what its page calls them.
OPENS: dict[str, dict[str, Opening]] = {
    levels.NEWCOMER: {},
    levels.MEMBER: {},
    levels.REGULAR: {"thread.move_own": "move_own"},
    levels.TRUSTED: {"thread.tag": "tag", "report.weigh": "weigh", "queue.count": "count"},
}


def earned(holder: Holder) -> frozenset[str]:
    """The capabilities that somebody's level opens for them."""
    return _EARNED[holder.level] if holder.role != Role.ONLOOKER else frozenset()


def opened(holder: Holder) -> list[Opening]:
    """All that it opened, as its page tells it."""
    if holder.role == Role.ONLOOKER:
        return []
    return [opening for level in _up_to(holder.level) for opening in told_of(level)]


def told_of(level: str) -> list[Opening]:
    """What a level adds, as its page tells it."""
    return ["limits"] if level == levels.MEMBER else list(OPENS[level].values())


def _up_to(level: str) -> tuple[str, ...]:
    return levels.Level[: levels.Level.index(level) + 1]


_EARNED = {level: frozenset(name for below in _up_to(level) for name in OPENS[below]) for level in levels.Level}
