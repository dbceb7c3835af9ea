"""The versions of a community's rules, and what differs between two of them."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.db.models import Max

from community.members.models import Community
from community.moderation.rules import plain
from community.rules.models import RulesVersion

Fate = Literal["same", "added", "removed"]


@dataclass(frozen=True)
class Article:
    """A line that says something, and what became of it.

    Attributes:
        number: its place among those that hold; None for one that holds no more.
    """

    text: str
    fate: Fate
    number: int | None


def newest(community: Community) -> RulesVersion | None:
    """What holds now; None where nothing was ever written. Rules without a version get their first."""
    found = community.rules_versions.order_by("-number").first()
    if found or not community.rules:
        return found
    told = {"text": community.rules, "at": community.created_at}
    return RulesVersion.objects.get_or_create(community=community, number=1, defaults=told)[0]


def asking(community_id: int) -> int:
    """The number of the last version that asks members to accept it; 0 for none."""
    rows = RulesVersion.objects.filter(community=community_id, asks=True)
    return rows.aggregate(last=Max("number"))["last"] or 0


def before(version: RulesVersion) -> RulesVersion | None:
    return RulesVersion.objects.filter(community=version.community_id, number=version.number - 1).first()


def articles(text: str) -> list[str]:
    """One for each line that says something, without the number that somebody wrote before it."""
    return [line for line in map(plain, text.splitlines()) if line]


def compared(old: str, new: str) -> list[Article]:
    """The articles of a new text, and between them those of the old one that hold no more."""
    gone, come = articles(old), articles(new)
    found: list[Article] = []
    for tag, gone_from, gone_to, from_, to in SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            found += [Article(text, "removed", None) for text in gone[gone_from:gone_to]]
        fate: Fate = "same" if tag == "equal" else "added"
        found += [Article(come[place], fate, place + 1) for place in range(from_, to)]
    return found
