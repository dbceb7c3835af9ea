"""Members as things that moderators look at: what they say about themselves, and what they do altogether."""

from collections.abc import Sequence

from community.errors import NotFound
from community.members.models import Member, User
from community.moderation import targets
from community.moderation.audit import Moderator
from community.moderation.targets import Kind, Line, Target


def name(member: Member) -> str:
    return f"member:{member.pk}"


def target(member: Member) -> Target:
    words = "\n".join(filter(None, (member.name, member.bio)))
    return Target(name(member), member, "", f"/c/{member.community.slug}/members", words, stands=member.is_present())


def found(member_id: int) -> Target | None:
    member = Member.objects.select_related("community").filter(pk=member_id).first()
    return target(member) if member else None


def _nobody(user: User, member_id: int) -> tuple[Target, Member]:
    """Words are reported, not people: these come into the queue by rules of the community."""
    raise NotFound("thing")


def _nothing_around(member_id: int) -> Sequence[Line]:
    return []


def _stays(by: Moderator, member_id: int, reason: str = "") -> None:
    """Nobody is taken out of sight: what follows for a person is a sanction."""


targets.register("member", Kind(_nobody, found, _nothing_around, _stays, _stays))
