"""The articles of a community's rules, which decisions go by; of a tribe's also the principles of its parent."""

import re
from collections.abc import Iterator

from community.members.models import Community
from community.text import excerpt

LENGTH = 300  # characters of an article that a decision names
_NUMBER = re.compile(r"^\d{1,3}\s*[.)、．）]\s*")


def articles(community: Community) -> list[str]:
    """One for each line that says something, each once; those of the parent after a tribe's own, with its name."""
    return list(dict.fromkeys(_cited(community, whose, line) for whose, line in _lines(community)))


def plain(line: str) -> str:
    """What an article says, without the number that somebody wrote before it."""
    return _NUMBER.sub("", line.strip())


def named(community: Community, said: str) -> str | None:
    """The article that says this, with its number or without, as decisions name it; None where there is none such."""
    return next(
        (_cited(community, whose, line) for whose, line in _lines(community) if plain(line) == plain(said)), None
    )


def _lines(community: Community) -> Iterator[tuple[Community, str]]:
    for whose in filter(None, (community, community.parent)):
        yield from ((whose, line) for line in whose.rules.splitlines() if line.strip())


def _cited(community: Community, whose: Community, line: str) -> str:
    return excerpt(line if whose == community else f"{whose.name}: {line}", LENGTH)
