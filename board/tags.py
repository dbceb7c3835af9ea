"""The words under which threads are found."""

from collections.abc import Iterable

from django.db.models import Count, Q

from board.models import Tag, Thread, ThreadSeat
from board.shapes import TagShape
from community.members.models import Member
from community.moderation import wordlists

CARED_FOR = 20


def require_clean(community_id: int, names: Iterable[str]) -> None:
    """Raise `words.blocked` for a name that the community's list would refuse, hold or cover."""
    for name in names:
        wordlists.require_clean(community_id, name)


def put_on(thread: Thread, names: list[str]) -> None:
    """Make the thread's tags those of these names, which `policy.checked_tags` has seen."""
    Tag.objects.bulk_create([Tag(community_id=thread.community_id, name=name) for name in names], ignore_conflicts=True)
    thread.tags.set(Tag.objects.filter(community=thread.community_id, name__in=names))


def used(member: Member) -> list[TagShape]:
    """The tags of the threads that a member can read, the most used first."""
    threads = Thread.objects.visible_to(member).standing()
    rows = Tag.objects.filter(threads__in=threads).annotate(used=Count("threads")).order_by("-used", "name")
    return [TagShape(name=name, threads=count) for name, count in rows.values_list("name", "used")]


def cared_for(member: Member) -> list[str]:
    """The tags of the threads that a member started or follows, the most used first."""
    follows = Q(threads__seats__member=member, threads__seats__level=ThreadSeat.Level.FOLLOW)
    rows = Tag.objects.filter(Q(threads__author=member) | follows, community=member.community_id)
    used = rows.annotate(used=Count("threads", distinct=True)).order_by("-used", "name")
    return list(used.values_list("name", flat=True)[:CARED_FOR])
