"""How far a community trusts somebody, from what they did there. Plain functions; nothing here knows a database.

The numbers are near those of Discourse's trust levels, for communities that talk more than they post: days since
joining, days with a visit, words that stood, places read, people who reacted, and days since the last sanction.
"""

from collections.abc import Mapping

from community.members.models import Member

NEWCOMER, MEMBER, REGULAR, TRUSTED = Level = tuple(level.value for level in Member.Level)

NEEDS: dict[str, dict[str, int]] = {
    NEWCOMER: {},
    MEMBER: {"days": 1, "visits": 2, "said": 3, "read": 1},
    REGULAR: {"days": 15, "visits": 10, "said": 30, "read": 5, "liked": 3, "clean": 30},
    TRUSTED: {"days": 60, "visits": 50, "said": 150, "read": 20, "liked": 15, "clean": 100},
}
NEVER = 10_000  # days since the last sanction of somebody who had none

Figures = Mapping[str, int]


def earned(figures: Figures) -> str:
    """The highest level all of whose needs, and all of those below it, are met."""
    level = NEWCOMER
    for higher, needs in NEEDS.items():
        if any(figures.get(name, 0) < least for name, least in needs.items()):
            break
        level = higher
    return level


def higher(one: str, other: str) -> str:
    return max(one, other, key=Level.index)


def after(level: str) -> str | None:
    """The next level; None after the last."""
    place = Level.index(level) + 1
    return Level[place] if place < len(Level) else None
