"""Noticing who drops links and hardly ever talks: moderators look at the person, not at one message."""

from datetime import timedelta

from chat.models import Message, Room
from chat.terms import links
from community import access
from community.clock import now
from community.members.models import Member
from community.moderation import cases, people
from community.moderation.models import Report

LAST = 20  # messages that are looked at
MANY = 6  # links among them; with fewer nobody is noticed
SPAN = timedelta(days=30)  # older talk says nothing of today; nor is somebody looked at twice within it


def may_be_one(author: Member, body: str) -> bool:
    """Whether it is worth looking: asked of every message."""
    return links.has_link(body) and not access.can(author, "room.edit")


def look(member: Member) -> None:
    """Put a member into the queue if most of what they said lately was links; at most once in a while."""
    said = list(
        Message.objects.filter(author=member, created_at__gt=now() - SPAN, removal=None)
        .exclude(room__kind=Room.Kind.DIRECT)
        .order_by("-pk")
        .values_list("body", flat=True)[:LAST]
    )
    with_links = sum(links.has_link(body) for body in said)
    if with_links < MANY or with_links * 2 <= len(said) or cases.was_looked_at(people.name(member), SPAN):
        return
    cases.note_found(people.target(member), Report.Why.LINKS, f"{with_links}/{len(said)}")
