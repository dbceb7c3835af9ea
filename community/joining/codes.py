"""Codes that let one person in each: made in batches, handed out by the hosts, good once."""

import csv
import io
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from community import access
from community.access import Role
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.joining.models import Code
from community.members import guards
from community.members.models import Community, Member, User
from community.moderation import audit
from community.moderation.audit import Moderator

BATCH = 500  # codes at a time
SHEET = 10_000  # rows of the file


@transaction.atomic
def make(member: Member, *, count: int, label: str = "", role: Role = Role.MEMBER, days: int | None = 30) -> list[Code]:
    """Make a batch of codes.

    Args:
        role: what who comes by them is; below one's own.
        days: after which they open nothing; None for no end.

    Raises:
        Forbidden: `forbidden`, `member.outranked`, `governance.by_vote`.
    """
    access.require(member, "code.create")
    if not access.outranks(member.role, role):
        raise Forbidden("member.outranked", "Only roles below your own are yours to give.", role=role)
    guards.require_free(member.community_id, "role", role)
    ends = now() + timedelta(days=days) if days else None
    told = {"community": member.community, "by": member, "label": label, "role": role, "expires_at": ends}
    made = Code.objects.bulk_create([Code(**told) for _ in range(count)])
    by = Moderator(member=member)
    audit.record(by, "make codes", member.community, member.community_id, None, label, count=count, role=role)
    return made


def of(member: Member) -> QuerySet[Code]:
    """Every code of the community, the newest first."""
    access.require_to_read(member, "code.create")
    return Code.objects.filter(community=member.community_id).select_related("used_by").order_by("-pk")


@transaction.atomic
def cancel(member: Member, code_id: int) -> Code:
    """Have a code open nothing any more; again is once. Of whoever cancels and whoever uses it, the first counts.

    Raises:
        Forbidden: `forbidden`.
        NotFound: it is none of this community's.
        Conflict: `code.used`.
    """
    access.require(member, "code.create")
    rows = of(member).filter(pk=code_id)
    if rows.filter(used_at=None, cancelled_at=None).update(cancelled_at=now(), cancelled_by=member):
        audit.record(Moderator(member=member), "cancel code", Code(pk=code_id), member.community_id, None)
    code = rows.first()
    if code is None:
        raise NotFound("code")
    if code.used_at:
        raise Conflict("code.used", "Somebody came in by it already.")
    return code


def redeem(user: User, community: Community, code: str) -> Code | None:
    """Use a code up, in the transaction that lets its holder in; None where it opens nothing. Two get it once."""
    rows = Code.objects.filter(community=community, used_at=None, cancelled_at=None)
    found = rows.select_related("by").filter(code=code).first()
    if found is None or (found.expires_at and found.expires_at <= now()):
        return None
    free = rows.filter(pk=found.pk)
    return found if free.update(used_at=now(), used_by=user) else None


def role_of(code: Code) -> Role:
    return Role(code.role)


def as_csv(member: Member) -> str:
    """The codes as a table, for whoever hands them out."""
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(["code", "label", "role", "expires_at", "used_at", "used_by", "cancelled_at"])
    for code in of(member)[:SHEET]:
        who = _plain(code.used_by.username if code.used_by else "")
        days = [_day(code.expires_at), _day(code.used_at), who, _day(code.cancelled_at)]
        rows.writerow([code.code, _plain(code.label), code.role, *days])
    return sheet.getvalue()


def _day(moment) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
