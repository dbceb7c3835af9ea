"""The time for which the elected hold their role. Its end takes the role back."""

from datetime import timedelta

from django.db import transaction

from community import access
from community.access import Role
from community.clock import now
from community.governance.models import Proposal, Term
from community.members import people
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator, Vote
from community.roles import recording


def begin(by: Moderator, proposal: Proposal, member: Member, role: Role, days: int) -> None:
    """Give somebody the role that they were elected to; who is elected again goes on with it."""
    by.require("member.role")
    before = _left_of(member) or member.role
    until = now() + timedelta(days=days)
    Term.objects.create(
        community_id=member.community_id, member=member, proposal=proposal, role=role, before=before, until=until
    )
    if access.outranks(role, member.role):
        people.put_role(member, role, recording.cause(by, "elect", until=until.isoformat()))
    else:
        audit.record(by, "elect", member, member.community_id, member, role=role, until=until.isoformat())


def end_due() -> None:
    """Take back the roles whose time is over. Two who do it at once end each term once."""
    for pk in Term.objects.filter(ended_at=None, until__lte=now()).order_by("pk").values_list("pk", flat=True):
        _end(pk)


def forget(member: Member) -> None:
    """A term is over before its time: its role was taken back otherwise."""
    Term.objects.filter(member=member, ended_at=None).update(ended_at=now())


@transaction.atomic
def _end(pk: int) -> None:
    if not Term.objects.filter(pk=pk, ended_at=None).update(ended_at=now()):
        return
    term = Term.objects.select_related("member").get(pk=pk)
    member = Member.objects.select_for_update(no_key=True).get(pk=term.member_id)
    if member.is_present() and member.role == term.role:
        by = Moderator(vote=Vote(f"proposal:{term.proposal_id}", "member.role"))
        people.put_role(member, Role(term.before), recording.cause(by, "end term"))


def _left_of(member: Member) -> str:
    """The role that somebody would have gone back to, if they hold a term now: the new one follows on it."""
    held = Term.objects.select_for_update().filter(member=member, ended_at=None).first()
    if held is None:
        return ""
    Term.objects.filter(pk=held.pk).update(ended_at=now())
    return held.before
