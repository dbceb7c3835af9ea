"""Silencing a member until a time: they read on, and are told until when and why."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from community import access
from community.clock import now
from community.errors import Forbidden, InvalidInput
from community.members.models import Member, Silence
from community.moderation import audit
from community.moderation.audit import Moderator
from community.notifications import notices

LONGEST = timedelta(days=3660)


@transaction.atomic
def silence(by: Moderator, member: Member, until: datetime, reason: str = "") -> Silence:
    """Silence a member of a lower role until a moment in the future; a new moment replaces the old.

    Raises:
        InvalidInput: the moment has passed.
        Forbidden: the member is not of a lower role.
    """
    by.require("member.silence")
    _require_lower_role(by, member)
    if not now() < until <= now() + LONGEST:
        raise InvalidInput("input.invalid", "Choose a moment in the next ten years.", fields={"until": "out_of_range"})
    until = until.astimezone(UTC)
    row, _ = Silence.objects.update_or_create(
        member=member, defaults={"until": until, "reason": reason, "by": by.member, "created_at": now()}
    )
    audit.record(by, "silence", member, member.community_id, member, reason, until=until.isoformat())
    notices.tell(
        member,
        "silenced",
        actor=by.member,
        key=f"silenced:{row.pk}:{until.isoformat()}",
        excerpt=reason,
        data={"until": until.isoformat()},
    )
    return row


@transaction.atomic
def lift(by: Moderator, member: Member) -> None:
    by.require("member.silence")
    if Silence.objects.filter(member=member).delete()[0]:
        audit.record(by, "lift silence", member, member.community_id, member)


def require_voice(member: Member) -> None:
    """Raise `member.silenced` while a silence runs. The member should come with `silence` selected."""
    row = getattr(member, "silence", None)
    if row and row.until > now():
        raise Forbidden("member.silenced", "A moderator silenced you.", until=row.until.isoformat(), reason=row.reason)


def _require_lower_role(by: Moderator, member: Member) -> None:
    if by.member and not access.outranks(by.member.role, member.role):
        raise Forbidden("member.outranked", "This member's role is not below yours.", role=member.role)
