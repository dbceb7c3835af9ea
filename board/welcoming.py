"""Threads that a newcomer is shown first."""

from board.models import Thread
from community.joining import suggestions
from community.joining.suggestions import Suggested
from community.members.models import Member
from community.text import folded

CANDIDATES = 100  # threads that are looked at, the most active first


def register() -> None:
    suggestions.register(threads_for)


def threads_for(member: Member, tags: list[str], count: int) -> list[Suggested]:
    """What they are interested in before the others, and what was written in lately first."""
    rows = Thread.objects.visible_to(member).filter(removal=None, replies__gt=0)
    lively = rows.select_related("category").prefetch_related("tags").order_by("-last_at", "-pk")[:CANDIDATES]
    shown = [Suggested("thread", row.pk, row.title, row.category.name, _is_about(row, tags)) for row in lively]
    return sorted(shown, key=lambda one: not one.matches)[:count]


def _is_about(thread: Thread, tags: list[str]) -> bool:
    words = folded(" ".join([thread.title, thread.category.name, *(tag.name for tag in thread.tags.all())]))
    return any(folded(tag) in words for tag in tags)
