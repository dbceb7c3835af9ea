"""Through which door people come in: whoever edits the community chooses, and everybody reads who did."""

from django.db import transaction

from community import access
from community.members.models import Community, Member
from community.moderation import audit
from community.moderation.audit import Moderator


@transaction.atomic
def choose(member: Member, door: object) -> None:
    """Have people come in another way. The same again changes nothing."""
    access.require(member, "community.edit")
    community = member.community
    if Community.objects.filter(pk=community.pk).exclude(door=door).update(door=door):
        audit.record(Moderator(member=member), "choose door", community, community.pk, None, door=str(door))
    community.door = str(door)
