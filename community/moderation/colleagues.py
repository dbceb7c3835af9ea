"""Who settles what is reported in a community, and how one of them asks another to."""

from django.db import transaction
from django.db.models import QuerySet

from community.access import CAPABILITIES
from community.clock import now
from community.errors import Forbidden
from community.members.models import Member
from community.moderation import audit, cases
from community.moderation.audit import Moderator
from community.moderation.models import Case
from community.notifications import notices


def everywhere() -> QuerySet[Member]:
    """All who may, by their role."""
    return Member.objects.present().filter(role__in=CAPABILITIES["case.settle"], user__is_active=True)


def of(community_id: int) -> QuerySet[Member]:
    """Those of one community."""
    return everywhere().filter(community=community_id)


def who_could(case: Case) -> QuerySet[Member]:
    """Those who could look after a case and do not yet."""
    others = of(case.community_id).exclude(pk=case.member_id)
    return others.exclude(user=case.taken_by_id) if case.taken_by_id else others


@transaction.atomic
def give(by: Moderator, case: Case, to: Member) -> None:
    """Have somebody else look after a case, whoever does now; they are told.

    Raises:
        Forbidden: `forbidden`; `case.unable` for who could not settle it.
        Conflict: `case.settled`.
    """
    by.require("case.settle")
    held = cases.locked(case)
    if not who_could(held).filter(pk=to.pk).exists():
        raise Forbidden("case.unable", "They cannot look after it.", name=to.name)
    Case.objects.filter(pk=case.pk).update(taken_by=to.user, taken_at=now())
    audit.record(by, "give case", case, case.community_id, case.member, colleague=to.pk)
    notices.drop_unread(to, _key(case))
    if by.account != to.user:
        key = f"{_key(case)}{now().isoformat()}"
        notices.tell(to, "case_given", key=key, actor=by.member, data={"case": case.pk})


def _key(case: Case) -> str:
    return f"case:{case.pk}:given:"
