"""Whether a newcomer's text looks like spam, and what moderators are told of why.

It is asked of newcomers alone, and what it finds waits for a moderator: nothing is dropped.
"""

from community.moderation.filters.letters import read
from community.trust import resemblance, signs


def reasons(body: str) -> list[str]:
    """The signs of a text with their weights, and how much it resembles the spam that we know; none if it does not."""
    likeness = resemblance.score(body)
    if likeness <= 0:
        return []
    return [
        *(f"{name} {weight}" for name, weight in signs.of(body, read(body).text).items()),
        f"resembles {likeness:.1f}",
    ]
