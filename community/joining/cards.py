"""A member's own invitation: ten people within a week, and a new one whenever they like."""

from datetime import datetime, timedelta

from django.db import transaction

from community import access
from community.clock import now
from community.errors import Forbidden
from community.joining import entrances
from community.joining.models import PersonalCard
from community.members import invitations
from community.members.models import Invitation, Member

USES = 10  # people
LASTS = timedelta(days=7)


def opens_at(member: Member) -> datetime | None:
    """When a member may have a card; None where that is now. Whoever welcomes people need not wait."""
    if access.can(member, "invitation.create"):
        return None
    at = member.joined_at + timedelta(days=entrances.of(member.community).card_days)
    return at if at > now() else None


def of(member: Member) -> Invitation | None:
    """The invitation of a member's card while it works."""
    card = PersonalCard.objects.filter(member=member).select_related("invitation").first()
    return card.invitation if card and card.invitation.is_usable() else None


@transaction.atomic
def renew(member: Member) -> Invitation:
    """A new card; the old one opens nothing from now on.

    Raises:
        Forbidden: `forbidden`; `card.too_early` with `until`.
    """
    access.require(member, "invitation.personal")
    if until := opens_at(member):
        raise Forbidden("card.too_early", "Members invite after a while.", until=until.isoformat())
    # Of two who renew at once, in two tabs, the second takes the place of what the first made.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    made = invitations.issue(member, now() + LASTS, USES)
    old = PersonalCard.objects.filter(member=member).select_related("invitation__by").first()
    if old:
        invitations.close(member, old.invitation)
    PersonalCard.objects.update_or_create(member=member, defaults={"invitation": made})
    return made
