"""Points move from one account to others, all of it or nothing, and once a key."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Q

from community.errors import Conflict
from community.members.models import Member
from community.points.models import Account, Transfer

MOST = 1_000_000  # points that anybody is given at once
Kind = Account.Kind


def source(community_id: int) -> Account:
    """Where the points of a community come from: it owes what all others hold."""
    return _one(community_id, Kind.SOURCE)


def purse(community_id: int) -> Account:
    """What all members hold together."""
    return _one(community_id, Kind.PURSE)


def of(member: Member) -> Account:
    return Account.objects.get_or_create(member=member, kind=Kind.MEMBER, community_id=member.community_id)[0]


@transaction.atomic
def pay(
    giver: Account, shares: Mapping[Account, int], *, key: str, why: str = "", by: Member | None = None
) -> tuple[list[Transfer], bool]:
    """Move points from one account to others of the community, and say whether it was done now.

    The same key again moves nothing and gives the first.

    Raises:
        Conflict: `points.too_few` where the giver does not hold as much. Then nobody is given anything.
    """
    _hold(giver, *shares)
    if earlier := list(Transfer.objects.filter(giver=giver, key=key).order_by("pk")):
        return earlier, False
    _take(giver, sum(shares.values()))
    for taker, amount in shares.items():
        Account.objects.filter(pk=taker.pk).update(balance=F("balance") + amount)
    told = {"community_id": giver.community_id, "giver": giver, "key": key, "why": why[:300], "by": by}
    rows = [Transfer(taker=taker, amount=amount, **told) for taker, amount in shares.items()]
    return Transfer.objects.bulk_create(rows), True


def _one(community_id: int, kind: str) -> Account:
    return Account.objects.get_or_create(community_id=community_id, kind=kind, member=None)[0]


def _hold(*accounts: Account) -> None:
    """Lock them, in one order for all, so that two payments never wait for each other."""
    rows = Account.objects.filter(pk__in=[account.pk for account in accounts])
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _take(giver: Account, amount: int) -> None:
    has_enough = Q(kind=Kind.SOURCE) | Q(balance__gte=amount)
    if not Account.objects.filter(has_enough, pk=giver.pk).update(balance=F("balance") - amount):
        held = Account.objects.values_list("balance", flat=True).get(pk=giver.pk)
        raise Conflict("points.too_few", "There are not as many points.", held=held, wanted=amount)
