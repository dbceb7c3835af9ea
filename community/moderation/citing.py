"""By which article, and why: whoever has something follow for somebody else says one of the two."""

from dataclasses import dataclass

from community.errors import InvalidInput
from community.members.models import Community
from community.moderation import rules


@dataclass(frozen=True)
class Citation:
    """
    Attributes:
        rule: the article, as decisions name it; empty where there is none in particular.
    """

    rule: str
    reason: str


def cited(community: Community, article: str, reason: str) -> Citation:
    """By what somebody goes.

    Args:
        article: what an article of the rules says, without its number.

    Raises:
        InvalidInput: `citing.missing`; `citing.unknown` for an article that the rules do not have any more.
    """
    rule = rules.named(community, article) if article else ""
    if rule is None:
        raise InvalidInput("citing.unknown", "The rules that hold have no such article.", field="article")
    require_either(rule, reason)
    return Citation(rule, reason)


def require_either(rule: str, reason: str) -> None:
    """Raise `citing.missing` where somebody gives neither an article nor a reason."""
    if not rule and not reason:
        raise InvalidInput("citing.missing", "Choose an article or say why: the member reads it.", field="reason")
