"""Letting go whose two weeks are over, and forgetting it for whoever came back."""

from django.db import transaction

from community.access import Role
from community.belonging import keeping
from community.belonging.models import Departure, Kept
from community.clock import now
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator

# Whoever holds a role or a title of the community stays.
MAY_GO = (Role.MEMBER, Role.ONLOOKER)
AT_ONCE = 500


def came_back(member: Member) -> None:
    """Whoever comes is out of it, before the day and after."""
    Departure.objects.filter(member=member, back_at=None).update(back_at=now())


def carry_out() -> None:
    """Let them go. Safe to do twice, and at once with a visit: the member's row settles that."""
    due = Departure.objects.filter(due_at__lte=now(), done_at=None, back_at=None).order_by("pk")
    for pk in due.values_list("pk", flat=True)[:AT_ONCE]:
        _carry_out(pk)


@transaction.atomic
def _carry_out(pk: int) -> None:
    departure = Departure.objects.select_related("by").get(pk=pk)
    member = Member.objects.select_for_update().get(pk=departure.member_id)
    still = Departure.objects.filter(pk=pk, done_at=None, back_at=None)
    if not _goes(member, departure):
        still.update(back_at=now())
    elif still.update(done_at=now()):
        keeping.let_go(member, Kept.Why.CLEANED)
        host = Member.objects.filter(community=departure.community_id, user=departure.by_id or 0).first()
        audit.record(Moderator(member=host), "clean up", member, member.community_id, member)


def _goes(member: Member, departure: Departure) -> bool:
    """Whether they are still here, without a role, and did not come since they were told."""
    has_come = member.last_seen_on >= departure.told_at.date()
    return member.is_present() and member.role in MAY_GO and not has_come
