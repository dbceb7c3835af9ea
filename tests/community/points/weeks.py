"""Points that came in, in one line."""

from community.members.models import Community
from community.points import ledger
from community.points.models import Transfer


def weekly(community: Community, amount: int, why: str = "") -> Transfer:
    """The purse was given so much for a week."""
    source, purse = ledger.source(community.pk), ledger.purse(community.pk)
    (made,), _ = ledger.pay(source, {purse: amount}, key="week:2026-11-16", why=why)
    return made
