"""The articles of a community's rules, which decisions go by."""

from community.members.models import Community
from community.text import excerpt

LENGTH = 300  # characters of an article that a decision names


def articles(community: Community) -> list[str]:
    """One for each line that says something, each once."""
    lines = [excerpt(line, LENGTH) for line in community.rules.splitlines()]
    return list(dict.fromkeys(filter(None, lines)))
