"""Who sees what of a member. Each says so for themselves in each community; without a word little is seen."""

from community import access
from community.members.models import Audience, Member


def sees(reader: Member, member: Member, audience: str) -> bool:
    """Whether a reader of the same community is among those to whom a member shows something."""
    if audience == Audience.MEMBERS or reader.pk == member.pk:
        return True
    return audience == Audience.HOSTS and access.can(reader, "people.see")


def sees_silence(reader: Member, member: Member) -> bool:
    """That somebody is silenced, they know, and those who could end it."""
    return reader.pk == member.pk or access.can(reader, "member.silence")


def show(member: Member, changes: dict[str, object]) -> Member:
    """Say who sees what of oneself. Presence that is shown no more is gone with the next heartbeat at the latest."""
    for name, value in changes.items():
        setattr(member, name, value)
    if changes:
        member.save(update_fields=list(changes))
    return member
