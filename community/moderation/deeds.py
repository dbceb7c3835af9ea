"""Acts of hosts that are written down elsewhere and belong to the audit: by what each is called there."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from community.members.models import Invitation, Member
from community.moderation import audit
from community.moderation.audit import BY_ITSELF, Moderator

ACTS = {
    "capsule.settings": "choose capsules",
    "category.create": "make category",
    "category.edit": "edit category",
    "community.embed": "choose pages",
    "room.create": "open room",
    "room.edit": "edit room",
    "room.limits": "limit room",
    "room.remove": "remove from room",
    "sticker.add": "add sticker",
    "thread.ask_move": "ask to move",
    "thread.decide": "decide idea",
    "tribe.found": "found tribe",
}


def hear(actor: Member, verb: str, thing: Model, data: Mapping[str, Any]) -> None:
    """Write an act of a host into the audit too, if it is one."""
    if act := ACTS.get(verb):
        about = Member.objects.get(pk=data["member"]) if "member" in data else None
        told = {name: value for name, value in data.items() if name != "member"}
        audit.record(Moderator(member=actor), act, thing, actor.community_id, about, **told)


def invitation_made(member: Member, invitation: Invitation) -> None:
    uses, until = invitation.max_uses, invitation.expires_at
    told: dict[str, Any] = {"uses": uses, "until": until.isoformat() if until else None}
    audit.record(Moderator(member=member), "make invitation", invitation, invitation.community_id, None, **told)


def invitation_closed(member: Member, invitation: Invitation) -> None:
    """One's own is taken back; that of somebody else is closed by who looks after the community."""
    own = invitation.by_id == member.pk
    act, about = ("take invitation back", None) if own else ("close invitation", invitation.by)
    audit.record(Moderator(member=member), act, invitation, invitation.community_id, about)


def invitation_used(member: Member, invitation: Invitation) -> None:
    """Somebody came in by it. Whose it is, it says itself: here that would outlive both."""
    _use(Moderator(member=member), invitation)


def invitation_spent(invitation: Invitation) -> None:
    """A place in the line of those who wait was taken by it; who never comes in is not named."""
    _use(BY_ITSELF, invitation)


def _use(by: Moderator, invitation: Invitation) -> None:
    used_up = invitation.max_uses is not None and invitation.uses >= invitation.max_uses
    audit.record(by, "use invitation", invitation, invitation.community_id, None, used_up=used_up)


def edited(member: Member, fields: list[str]) -> None:
    """The same of what a community says of itself."""
    audit.record(Moderator(member=member), "edit community", member.community, member.community_id, None, fields=fields)
