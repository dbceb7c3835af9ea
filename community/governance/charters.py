"""The numbers by which a community votes, and who stands in for its owner."""

from typing import Any

from django.db import transaction

from community import access
from community.errors import NotFound
from community.governance import phases
from community.governance.models import Charter
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator


def of(community_id: int) -> Charter:
    """How a community decides; by the usual numbers until it chooses its own."""
    return Charter.objects.get_or_create(pk=community_id)[0]


@transaction.atomic
def edit(member: Member, changes: dict[str, Any]) -> Charter:
    """Change the numbers. A vote that is open goes by those of its opening.

    Raises:
        Forbidden: `forbidden`, or `governance.by_vote` in a self-governing community, and for lending everywhere.
        NotFound: the successor is no present member with an account.
    """
    access.require(member, "charter.edit")
    phases.require_free(member.community_id, "charter")
    if "lending" in changes:
        phases.require_free(member.community_id, "lending")
    return write(Moderator(member=member), member.community_id, changes)


def write(by: Moderator, community_id: int, changes: dict[str, Any]) -> Charter:
    by.require("charter.edit")
    charter = of(community_id)
    if changes.get("successor") is not None:
        _require_present(community_id, changes["successor"])
    for name, value in changes.items():
        setattr(charter, "successor_id" if name == "successor" else name, value)
    if changes:
        charter.save(update_fields=list(changes))
        audit.record(by, "edit charter", charter, charter.pk, None, **changes)
    return charter


def _require_present(community_id: int, member_id: int) -> None:
    rows = Member.objects.present().exclude(user=None).filter(community=community_id, pk=member_id)
    if not rows.exists():
        raise NotFound("member")
