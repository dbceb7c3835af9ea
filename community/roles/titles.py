"""Titles: what hosts call somebody beside their name."""

from django.db import transaction

from community import access
from community.errors import Forbidden
from community.members.models import Member
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator, Words


@transaction.atomic
def give(by: Moderator, member: Member, title: str) -> Member:
    """Call a member of a lower role, or oneself, by a title; an empty one takes it away.

    Raises:
        Forbidden: `forbidden`, `member.outranked`, `words.blocked`.
    """
    by.require("member.title")
    if by.member and by.member.pk != member.pk and not access.outranks(by.member.role, member.role):
        raise Forbidden("member.outranked", "This member's role is not below yours.", role=member.role)
    if title:
        wordlists.require_clean(member.community_id, title)
    if Member.objects.filter(pk=member.pk).exclude(title=title).update(title=title):
        audit.record(by, "give title", member, member.community_id, member, title=Words(title, by.member or by.speaker))
    member.title = title
    return member
