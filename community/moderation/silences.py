"""Silencing a member until a time: they read on, and are told until when and why."""

from datetime import datetime

from django.db import transaction

from community.members.models import Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Sanction
from community.moderation.sanctions import Penalty


def silence(by: Moderator, member: Member, until: datetime, reason: str = "", rule: str = "") -> Sanction:
    """Silence a member of a lower role until a moment in the future; raises what `sanctions.impose` does."""
    return sanctions.impose(by, member, Penalty(Sanction.Grade.SILENCE, until), rule=rule, reason=reason)


@transaction.atomic
def lift(by: Moderator, member: Member) -> None:
    """Let a member speak again."""
    by.require("member.silence")
    for sanction in sanctions.in_force(member, Sanction.Grade.SILENCE):
        sanctions.lift(by, sanction)
