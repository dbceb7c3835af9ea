"""Members as things that moderators look at: what they say about themselves, and what they do altogether."""

from collections.abc import Sequence
from functools import partial

from community.members import people
from community.members.models import Member, User
from community.moderation import profiles, targets
from community.moderation.audit import Moderator
from community.moderation.targets import Kind, Line, Target

KIND = "member"


def name(member: Member) -> str:
    return f"{KIND}:{member.pk}"


def target(member: Member) -> Target:
    path = f"/c/{member.community.slug}/members"
    return Target(name(member), member, "", path, profiles.words(member), stands=member.is_present())


def seen_by(user: User, member_id: int) -> tuple[Target, Member]:
    member, me = people.seen_by(user, member_id)
    return target(member), me


def found(member_id: int) -> Target | None:
    member = Member.objects.select_related("community").filter(pk=member_id).first()
    return target(member) if member else None


def _nothing_around(member_id: int) -> Sequence[Line]:
    return []


def clear(by: Moderator, member_id: int, reason: str = "", rule: str = "", goes: str = "") -> None:
    """Nobody is taken out of sight: what their profile says is, and what follows for a person is a sanction."""
    profiles.clear(by, _whole(member_id), reason, rule, goes)


def restore(by: Moderator, member_id: int) -> None:
    profiles.restore(by, _whole(member_id))


def _whole(member_id: int) -> Member:
    return Member.objects.select_related("community").get(pk=member_id)


_parts = {goes: partial(clear, goes=goes) for goes in (profiles.NAME, profiles.ALL)}
targets.register(KIND, Kind(seen_by, found, _nothing_around, clear, restore, hide_parts=_parts))
