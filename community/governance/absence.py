"""The community goes on while its owners are away: somebody stands in, by a rule that was set before.

Who stands in has an admin's powers and never becomes an owner: whoever is away finds everything as it was, and with
their next visit the powers go back.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from community import access, clock
from community.access import Role
from community.clock import now
from community.governance import calls, charters
from community.governance.models import Charter, Regency
from community.jobs.queue import queue
from community.members import people
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator, Vote
from community.roles import recording

BACK, STOPPED = "owner is back", "stop standing in"
_STAND_IN = (Role.ADMIN, Role.MODERATOR)  # where no successor is named: the longest-serving of the highest role


def look() -> None:
    """Begin and end what has to be; safe to do twice, and by two at once."""
    for community_id, last in _last_visits():
        held = Regency.objects.filter(community=community_id, ended_at=None).select_related("member").first()
        if held and (act := _what_ends(held, last)):
            _end(held, act)
            held = None
        if held is None:
            _begin_if_away(charters.of(community_id), last)


def _last_visits() -> list[tuple[int, date]]:
    """The last day on which any of its owners came, by community."""
    owners = Member.objects.present().exclude(user=None).filter(role=Role.OWNER)
    return list(owners.values_list("community").annotate(last=Max("user__last_seen_on")).order_by("community"))


def _begin_if_away(charter: Charter, last: date) -> None:
    since = clock.today("UTC") - timedelta(days=charter.away_days)
    if last < since and (stands_in := _who(charter, since)):
        _begin(charter, stands_in)


def _who(charter: Charter, since: date) -> Member | None:
    """The successor who was named, or the longest-serving; nobody who is away too."""
    rows = Member.objects.present().filter(community=charter.pk, user__last_seen_on__gte=since).exclude(role=Role.OWNER)
    if named := rows.filter(pk=charter.successor_id or 0).first():
        return named
    ordered = (rows.filter(role=role).order_by("joined_at", "pk").first() for role in _STAND_IN)
    return next(filter(None, ordered), None)


@transaction.atomic
def _begin(charter: Charter, member: Member) -> None:
    Charter.objects.select_for_update().get(pk=charter.pk)  # two who look at once: the second finds it begun
    if Regency.objects.filter(community=charter.pk, ended_at=None).exists():
        return
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    made = Regency.objects.create(community_id=charter.pk, member=member, before=member.role)
    if access.outranks(Role.ADMIN, member.role):
        people.put_role(member, Role.ADMIN, recording.cause(_by(made), "stand in"))
    else:
        audit.record(_by(made), "stand in", member, charter.pk, member)
    queue(calls.tell_regency, made.pk)


def _what_ends(regency: Regency, last: date) -> str:
    """Nothing while the owners stay away and somebody stands in. Whoever became an owner themselves is not back."""
    is_there = last >= clock.local(regency.began_at, "UTC").date()
    if is_there and regency.member.role != Role.OWNER:
        return BACK
    return STOPPED if is_there or not regency.member.is_present() else ""


@transaction.atomic
def _end(regency: Regency, act: str) -> None:
    ended = {"ended_at": now()} | ({"back_at": now()} if act == BACK else {})
    if not Regency.objects.filter(pk=regency.pk, ended_at=None).update(**ended):
        return
    member = Member.objects.select_for_update(no_key=True).get(pk=regency.member_id)
    if member.is_present() and member.role == Role.ADMIN and regency.before != Role.ADMIN:
        people.put_role(member, Role(regency.before), recording.cause(_by(regency), act))
    else:
        audit.record(_by(regency), act, member, regency.community_id, member)
    queue(calls.tell_regency, regency.pk)


def _by(regency: Regency) -> Moderator:
    """Nobody in person: the rule that was set before."""
    return Moderator(vote=Vote(f"regency:{regency.pk}", "member.role"))
