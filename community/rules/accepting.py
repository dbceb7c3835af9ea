"""Accepting the rules. A member who was asked reads on, and writes again once they have accepted."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least

from community.access import Role
from community.clock import now
from community.errors import Conflict, Forbidden
from community.members.models import Member
from community.rules import editions
from community.rules.models import Acceptance, RulesVersion

GRACE = timedelta(days=7)  # for those who were there before a change: nobody is cut off in mid-talk


def require_accepted(member: Member) -> None:
    """Raise `rules.unaccepted` for a member whose time to accept the rules has run out."""
    if member.rules_due is not None and member.rules_due <= now():
        raise Forbidden("rules.unaccepted", "Accept the rules of the community before you write.")


def ask(member: Member) -> None:
    """Ask somebody who came in. Founders wrote the rules; nobody signs in as an imported person."""
    if member.user_id is None or member.role == Role.OWNER:
        return
    version = editions.newest(member.community)
    if version is None or not version.text or _has_accepted(member):
        return
    member.rules_due = now()
    member.save(update_fields=["rules_due"])


def ask_everybody(version: RulesVersion) -> None:
    """Ask all who are there, except whoever wrote it; who was asked before does not get longer."""
    present = Member.objects.present().filter(community=version.community_id).exclude(user=None)
    present.update(rules_due=Least(F("rules_due"), Value(version.at + GRACE)))
    if version.by:
        _note(version.by, version)


def ask_nobody(community_id: int) -> None:
    """There are no rules any more."""
    Member.objects.filter(community=community_id).exclude(rules_due=None).update(rules_due=None)


@transaction.atomic
def accept(member: Member, number: int) -> None:
    """Accept a version that one has read; again is once.

    Raises:
        Conflict: `rules.changed`, with the number of the newest, where it is not the last that asks.
    """
    # Whoever changes the rules asks every row of members: the two come one after the other, whichever is first.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    version = editions.newest(member.community)
    if version is None:
        return
    wanted = RulesVersion.objects.filter(community=member.community_id, number=number).first()
    if wanted is None or number < editions.asking(member.community_id):
        raise Conflict("rules.changed", "The rules have changed meanwhile.", number=version.number)
    _note(member, wanted)


@transaction.atomic
def accept_as_read(member: Member, at: datetime) -> None:
    """Take it that somebody who was let in accepts what stood at the door when they knocked; what changed is asked."""
    editions.newest(member.community)
    read = RulesVersion.objects.filter(community=member.community_id, at__lte=at).order_by("-number").first()
    if read and read.number >= editions.asking(member.community_id):
        _note(member, read)


def accepted(member: Member) -> RulesVersion | None:
    """The last version that a member accepted."""
    row = member.acceptances.select_related("version").order_by("-version__number").first()
    return row.version if row else None


def _has_accepted(member: Member) -> bool:
    last = accepted(member)
    return last is not None and last.number >= editions.asking(member.community_id)


def _note(member: Member, version: RulesVersion) -> None:
    Acceptance.objects.get_or_create(member=member, version=version)
    Member.objects.filter(pk=member.pk).update(rules_due=None)
    member.rules_due = None
