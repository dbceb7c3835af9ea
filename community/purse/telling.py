"""Who was given points hears of it, whether by vote or by the owner."""

from community.members.models import Member
from community.notifications import notices
from community.points import sources
from community.points.models import Transfer


def tell(community_id: int, key: str) -> None:
    rows = Transfer.objects.filter(community=community_id, key=key).select_related("taker__member", "by")
    for transfer in rows.order_by("pk"):
        if (member := transfer.taker.member) and member.is_present():
            _tell(member, transfer)


def _tell(member: Member, transfer: Transfer) -> None:
    data = {"points": transfer.amount, "title": transfer.why, "proposal": sources.proposal(transfer.key)}
    notices.tell(member, "points_given", key=f"points:{transfer.pk}", actor=transfer.by, data=data)
