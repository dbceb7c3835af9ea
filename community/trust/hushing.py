"""A silence that a flood brings about by itself: short, told like any other, and open to an appeal."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.clock import now
from community.members.models import Member, Silence
from community.moderation import sanctions
from community.moderation.audit import BY_ITSELF
from community.moderation.models import Sanction
from community.moderation.sanctions import Penalty

LASTS = timedelta(minutes=10)


@transaction.atomic
def hush(member_id: int) -> Sanction | None:
    """Silence somebody who flooded again and again; who is silenced already stays so as it is. Twice is once."""
    member = Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=member_id)
    if not member.is_present() or Silence.objects.filter(member=member, until__gt=now()).exists():
        return None
    with override(member.user.locale.lower() if member.user else "en"):
        reason = _("Too many messages at once, several times within an hour.")
    return sanctions.impose(BY_ITSELF, member, Penalty(Sanction.Grade.SILENCE, now() + LASTS), reason=reason)
