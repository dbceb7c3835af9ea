"""Each week the purse is given points for every member who was active in it."""

from datetime import date, timedelta

from community import clock
from community.activity import measures
from community.governance.models import Charter
from community.members.models import Member
from community.points import ledger

WEEK = timedelta(days=7)


def due() -> list[int]:
    """Communities that chose to have points."""
    return list(Charter.objects.filter(points_week__gt=0).order_by("pk").values_list("pk", flat=True))


def fill(community_id: int) -> None:
    """Give the purse what the last whole week is worth. A week is paid once, however often this is done."""
    monday = _last_monday()
    each = Charter.objects.values_list("points_week", flat=True).get(pk=community_id)
    amount = each * _active(community_id, monday)
    if amount:
        source, purse = ledger.source(community_id), ledger.purse(community_id)
        ledger.pay(source, {purse: amount}, key=f"week:{monday.isoformat()}")


def _last_monday() -> date:
    """That of the last week which is over."""
    today = clock.today("UTC")
    return today - timedelta(days=today.weekday()) - WEEK


def _active(community_id: int, monday: date) -> int:
    begins = clock.at(monday, 0, "UTC")
    active = measures.active(community_id, begins, begins + WEEK)
    return Member.objects.present().exclude(user=None).filter(community=community_id, pk__in=active).count()
