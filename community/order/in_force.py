"""What is in force in a community, for those who may know whom it is about: to be lifted, by hand or by vote."""

from django.db.models import Q

from community.clock import now
from community.members.models import Member
from community.moderation.models import Sanction
from community.rules import publicity

PAGE = 30


def listed(reader: Member, after: int | None) -> list[Sanction]:
    """The newest first, older ones than `after`, one more than a page; nothing for those who may not know."""
    if not publicity.tells_whom(reader):
        return []
    in_time = Q(until=None) | Q(until__gt=now())
    rows = Sanction.objects.filter(in_time, community=reader.community_id, lifted_at=None)
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.exclude(grade=Sanction.Grade.NOTICE).select_related("member").order_by("-pk")[: PAGE + 1])
