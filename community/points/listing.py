"""What came into an account and went out of it."""

from django.db.models import QuerySet

from community.points.models import Account, Transfer

PAGE = 20


def balance(account: Account) -> int:
    """As it is now."""
    return Account.objects.values_list("balance", flat=True).get(pk=account.pk)


def entries(account: Account, after: int | None) -> list[Transfer]:
    """The newest first, one more than a page. Each side is read off its own index, never all of it."""
    found = _side(account.given.all(), after).union(_side(account.taken.all(), after), all=True)
    rows = Transfer.objects.filter(pk__in=list(found)).select_related("giver__member", "taker__member", "by")
    return list(rows.order_by("-pk")[: PAGE + 1])


def _side(rows: QuerySet[Transfer], after: int | None) -> QuerySet[Transfer, int]:
    older = rows.filter(pk__lt=after) if after else rows
    return older.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1]
