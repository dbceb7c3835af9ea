"""The line before a full community. Whoever is first in it comes in as soon as there is a place."""

from datetime import datetime

from django.db import transaction

from community.access import Role
from community.clock import now
from community.errors import Conflict, Refusal
from community.joining import letters
from community.joining.models import Letter, Waiting
from community.members import communities, invitations
from community.members.models import Community, Member, User
from community.moderation import deeds
from community.notifications import notices
from community.rules import accepting

LINES = 10  # in which an account stands at a time


def come_or_wait(user: User, community: Community, code: str | None = None) -> Member | Waiting:
    """Come in, or stand in line where every place is taken. An invitation is used up by either.

    Raises:
        What joining raises but `community.full`.
        Conflict: `waiting.too_many`.
    """
    try:
        return communities.join(user, community, code)
    except Conflict as refusal:
        if refusal.code != "community.full":
            raise
    place = _place_of(user, community, code)
    fill(community)  # somebody may have left between the two
    return communities.present_in(user, community) or place


def stand(
    user: User,
    community: Community,
    *,
    role: Role = Role.MEMBER,
    host: Member | None = None,
    at: datetime | None = None,
) -> Waiting:
    """Take the last place in line. Asks for no right; again is the first place that one took.

    Args:
        at: when they read what stands at the door; now, if not before.

    Raises:
        Conflict: `waiting.too_many`.
    """
    if Waiting.objects.filter(user=user).exclude(community=community).count() >= LINES:
        raise Conflict("waiting.too_many", "You stand in enough lines.", limit=LINES)
    told = {"role": role, "host": host, "at": at or now()}
    place, is_new = Waiting.objects.get_or_create(community=community, user=user, defaults=told)
    if is_new:
        place.told = ahead(place)
        place.save(update_fields=["told"])
    return place


def leave_line(user: User, slug: str) -> None:
    """Wait no more; whoever does not wait has nothing to leave."""
    Waiting.objects.filter(community__slug=slug, user=user.pk).delete()


def ahead(place: Waiting) -> int:
    return Waiting.objects.filter(community=place.community_id, pk__lt=place.pk).count()


@transaction.atomic
def fill(community: Community) -> None:
    """Let in as many as there is room for, in the order of the line."""
    line = Waiting.objects.filter(community=community)
    if not line.exists():
        return
    for place in line.select_related("user", "host").order_by("pk"):
        if communities.free_places(community) == 0:
            return
        _let_in(place, community)


def fill_all() -> None:
    """Look at every line again: a place may have become free in a way that nobody told of."""
    for community in Community.objects.filter(pk__in=Waiting.objects.values("community")):
        fill(community)


def step_out(member: Member) -> None:
    """Whoever is in stands in no line."""
    Waiting.objects.filter(community=member.community_id, user=member.user_id).delete()


def give_on(member: Member) -> None:
    """The place of somebody who left is the next one's."""
    fill(member.community)


@transaction.atomic
def _place_of(user: User, community: Community, code: str | None) -> Waiting:
    if place := Waiting.objects.filter(community=community, user=user).first():
        return place
    return stand(user, community, host=_host(code, community) if code else None)


def _host(code: str, community: Community) -> Member:
    invitation = invitations.redeem(code, community)
    deeds.invitation_spent(invitation)
    return invitation.by


def _let_in(place: Waiting, community: Community) -> None:
    user, line_id = place.user, place.pk
    place.delete()
    try:
        member = communities.admit(place.user, community, role=Role(place.role), host=place.host)
    except Refusal:  # suspended while they waited
        return
    accepting.accept_as_read(member, place.at)
    notices.tell(member, "let_in", key=f"let_in:{place.at:%Y%m%d%H%M%S%f}", excerpt=community.name)
    letters.write(user, community, Letter.Kind.LET_IN, f"let_in:{line_id}")
