"""What members were given is told to them, and stays in the accounts when they are forgotten, under nobody's name."""

from datetime import timedelta
from uuid import uuid4

from django.db.models import Sum

from community.clock import now
from community.points import ledger, listing
from community.points.models import Account, Transfer
from community.privacy import erasing, erasures
from community.privacy.models import Erasure
from community.privacy.sections import Person, registered
from community.purse import spending


def told(user, name: str) -> list[dict]:
    section = next(one for one in registered() if one.name == name)
    return list(section.rows(Person(user)))


def forgotten(user, words: str) -> None:
    user.set_password("a long secret")
    user.save()
    asked = erasures.ask(user, "a long secret", words)
    Erasure.objects.filter(pk=asked.pk).update(due_at=now() - timedelta(seconds=1))
    erasing.carry_out(Erasure.objects.select_related("user").get(pk=asked.pk))


def test_ones_balance_and_entries_are_told_and_nobody_elses(purse, ada, ben, dora):
    for who in (ben, dora):
        spending.give(ada, who.pk, 20, f"For {who.name}", client_id=uuid4())
    assert [row["balance"] for row in told(ben.user, "points")] == [20]
    assert [(row["amount"], row["gone"], row["why"]) for row in told(ben.user, "points-moved")] == [
        (20, False, "For Ben")
    ]
    assert [row["why"] for row in told(ada.user, "points-given")] == ["For Ben", "For Dora"]


def test_who_is_forgotten_leaves_the_accounts_as_they_were(purse, api, ada, ben, dora):
    spending.give(ada, ben.pk, 20, "For the map", client_id=uuid4())
    spending.give(ada, dora.pk, 5, "For help to @Ben", client_id=uuid4())
    forgotten(ben.user, "stay")
    assert listing.balance(ledger.of(ben)) == 20
    assert Account.objects.aggregate(total=Sum("balance"))["total"] == 0
    rows = api(dora).get("communities/lake/purse/entries/")["results"]
    assert "Ben" not in str(rows)
    assert list(Transfer.objects.order_by("pk").values_list("amount", flat=True)) == [100, 20, 5]


def test_why_somebody_gave_goes_with_their_words(purse, community, ada, mo, ben):
    mo.role = "owner"
    mo.save()
    spending.give(mo, ben.pk, 20, "For the map", client_id=uuid4())
    forgotten(mo.user, "go")
    transfer = Transfer.objects.get(taker__member=ben)
    assert (transfer.why, transfer.amount) == ("", 20)
