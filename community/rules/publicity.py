"""What a community's own people choose: how often members are reminded, and whom the record names."""

from django.db import transaction

from community import access
from community.members.models import Community, Member
from community.moderation import audit
from community.moderation.audit import Moderator
from community.rules.models import Publicity


def of(community_id: int) -> Publicity:
    """The choices of a community; the usual ones where nobody chose."""
    return Publicity.objects.filter(pk=community_id).first() or Publicity(community_id=community_id)


def tells_whom(reader: Member) -> bool:
    """Whether somebody may know on whom something was imposed: who could impose it, and all where people are named."""
    return access.can(reader, "member.silence") or of(reader.community_id).names


@transaction.atomic
def choose(by: Moderator, community: Community, changes: dict[str, object]) -> Publicity:
    by.require("community.edit")
    row = Publicity.objects.update_or_create(community=community, defaults=changes)[0]
    audit.record(by, "choose publicity", community, community.pk, None, "", **changes)
    return row
