"""Inviting many people by letter: nobody is a member before they come in by themselves."""

from datetime import timedelta

from django.db import transaction

from community import access
from community.access import Role
from community.belonging import fields
from community.clock import now
from community.desk import guest_tables
from community.desk.models import Guest, GuestList
from community.errors import Conflict, InvalidInput, Refusal
from community.letterbox import stops
from community.members import people
from community.members.models import Community, Invitation, Member
from community.moderation import audit
from community.moderation.audit import Moderator

INVITES = "code.create"  # the capability: codes let people in with a role, too
MOST = 200  # people of a table
WEEK = 500  # people whom a community invites within seven days
DAYS = 14  # for which an invitation opens the door, and an address is kept
READY = timedelta(days=1)  # for which what was looked at can be confirmed


def prepare(member: Member, text: str) -> GuestList:
    """Read a table and keep for a day whom it names; nobody is written to.

    Raises:
        Forbidden: `forbidden`, `member.silenced`.
        InvalidInput: `import.empty`, `import.too_many` and what reading raises.
    """
    access.require(member, INVITES)
    wanted, faults = guest_tables.read(member, text)
    if not (wanted or faults):
        raise InvalidInput("import.empty", "There is nothing in it.")
    if len(wanted) > MOST:
        raise InvalidInput("import.too_many", "These are too many people at once.", limit=MOST)
    GuestList.objects.filter(by=member).delete()
    return GuestList.objects.create(community=member.community, by=member, guests=wanted, faults=faults)


@transaction.atomic
def confirm(member: Member, made: GuestList) -> int:
    """Invite whom one looked at; of two who confirm the same, one does. Who was invited meanwhile is left out,
    and so is who wants no letters: nobody is told who that is.

    Raises:
        Forbidden: `forbidden`, `member.silenced`.
        Conflict: `import.settled`.
        InvalidInput: `guests.too_many` within a week.
    """
    access.require(member, INVITES)
    Community.objects.select_for_update(no_key=True).get(pk=member.community_id)
    if not GuestList.objects.filter(pk=made.pk, by=member, at__gt=now() - READY).delete()[0]:
        raise Conflict("import.settled", "This was confirmed or forgotten already.")
    there = set(Guest.objects.filter(community=member.community_id).values_list("email", flat=True))
    apart = there | stops.unwanted(member.community_id, [one["email"] for one in made.guests])
    wanted = [one for one in made.guests if one["email"] not in apart]
    _require_few(member, len(wanted))
    ends = now() + timedelta(days=DAYS)
    common = {"community_id": member.community_id}
    doors = Invitation.objects.bulk_create(
        [Invitation(by=member, max_uses=1, expires_at=ends, **common) for _ in wanted]
    )
    told = ("name", "email", "role", "answers")
    Guest.objects.bulk_create(
        Guest(invitation=door, **common, **{name: one[name] for name in told})
        for door, one in zip(doors, wanted, strict=True)
    )
    audit.record(
        Moderator(member=member), "invite people", member.community, member.community_id, None, people=len(wanted)
    )
    return len(wanted)


def came(member: Member, invitation: Invitation) -> None:
    """Somebody came in by an invitation: if a letter brought it, they hold the role that it was for, and it goes."""
    guest = Guest.objects.filter(invitation=invitation).select_related("invitation__by").first()
    if guest is None:
        return
    guest.delete()
    if guest.role != Role.MEMBER:
        _try(lambda: people.give_role(guest.invitation.by, member, Role(guest.role)))
    for field, text in guest.answers.items():
        _try(lambda field=field, text=text: fields.answer(member, int(field), text))


def forget(community_id: int | None, mark: str) -> None:
    """Forget the address of somebody who wants no more letters, of one community or of all."""
    rows = Guest.objects.filter(community=community_id) if community_id else Guest.objects.all()
    fitting = [pk for pk, email in rows.values_list("pk", "email") if stops.mark(email) == mark]
    Guest.objects.filter(pk__in=fitting).delete()


def tidy() -> None:
    """Forget the addresses of those who did not come, and tables that nobody confirmed."""
    GuestList.objects.filter(at__lte=now() - READY).delete()
    Guest.objects.filter(at__lte=now() - timedelta(days=DAYS)).delete()
    Guest.objects.filter(invitation__revoked_at__isnull=False).delete()


def _try(act) -> None:
    """What is refused by now is not done; they come in all the same."""
    try:
        with transaction.atomic():
            act()
    except Refusal:
        pass


def _require_few(member: Member, count: int) -> None:
    lately = audit.AuditEntry.objects.filter(
        community=member.community_id, act="invite people", at__gt=now() - timedelta(days=7)
    )
    invited = sum(data.get("people", 0) for data in lately.values_list("data", flat=True))
    if invited + count > WEEK:
        raise InvalidInput("guests.too_many", "The community has invited as many as it can in a week.", limit=WEEK)
