"""Links and QR codes that open the door."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import segno
from django.conf import settings
from django.db import transaction
from django.db.models import F

from community import access
from community.clock import now
from community.errors import Forbidden, NotFound
from community.members.models import Community, Invitation, Member

Listener = Callable[[Member, Invitation], None]
# Told of each that is made or taken back, by whom, inside the transaction.
_makers: list[Listener] = []
_closers: list[Listener] = []


def when_made(listener: Listener) -> None:
    _makers.append(listener)


def when_closed(listener: Listener) -> None:
    _closers.append(listener)


def create(member: Member, *, days: int | None, uses: int | None) -> Invitation:
    """Make an invitation that ends after `days` days and `uses` people; None is without end."""
    access.require(member, "invitation.create")
    return issue(member, now() + timedelta(days=days) if days else None, uses)


@transaction.atomic
def issue(member: Member, ends: datetime | None, uses: int | None) -> Invitation:
    """Make an invitation. Asks for no right."""
    made = Invitation.objects.create(community=member.community, by=member, expires_at=ends, max_uses=uses)
    for listener in _makers:
        listener(member, made)
    return made


def find(code: str) -> Invitation:
    invitation = Invitation.objects.select_related("community", "by").filter(code=code).first()
    if invitation is None:
        raise NotFound("invitation")
    return invitation


def usable(code: str) -> Invitation | None:
    """An invitation that opens the door now, with whoever made it."""
    return Invitation.objects.usable().filter(code=code).select_related("by").first()


def require_usable(invitation: Invitation) -> None:
    """Raise what joining with it would raise."""
    if not invitation.is_usable():
        raise _what_is_wrong(invitation, invitation.community)


def redeem(code: str, community: Community) -> Invitation:
    """Use an invitation once; two guests at the last place are settled by the row count."""
    if not Invitation.objects.usable().filter(code=code, community=community).update(uses=F("uses") + 1):
        raise _what_is_wrong(find(code), community)
    return find(code)


def revoke(member: Member, code: str) -> None:
    """Close an invitation of one's own, or any as somebody who edits the community."""
    invitation = find(code)
    if invitation.community_id != member.community_id:
        raise NotFound("invitation")
    if invitation.by_id != member.pk:
        access.require(member, "community.edit")
    close(member, invitation)


@transaction.atomic
def close(member: Member, invitation: Invitation) -> None:
    """Have an invitation open nothing any more; twice is once. Asks for no right."""
    if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now()):
        for listener in _closers:
            listener(member, invitation)


def qr_svg(invitation: Invitation) -> bytes:
    """The invitation's address as a QR code, as an SVG that scales with its box."""
    picture = io.BytesIO()
    code = segno.make(f"{settings.SITE_URL}/join/{invitation.code}", error="m")
    code.save(picture, kind="svg", border=2, svgclass=None, lineclass=None, omitsize=True, light="white")
    return picture.getvalue()


def _what_is_wrong(invitation: Invitation, community: Community) -> Exception:
    if invitation.community_id != community.pk:
        return NotFound("invitation")
    if invitation.revoked_at:
        return Forbidden("invitation.revoked", "This invitation was taken back.")
    if invitation.expires_at and invitation.expires_at <= now():
        return Forbidden("invitation.expired", "This invitation has expired.")
    return Forbidden("invitation.used_up", "This invitation has been used as often as it may.")
