"""Points are moved, never made: what one account gains another loses, once, and nobody but the source owes any."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.errors import Conflict, Refusal
from community.points import ledger, listing
from community.points.models import Account, Transfer
from tests.chat.test_messages import run_all


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        act()
    return refusal.value.code


def held(*accounts: Account) -> list[int]:
    return [listing.balance(account) for account in accounts]


def total() -> int:
    return Account.objects.aggregate(total=Sum("balance"))["total"]


def test_what_one_gains_another_loses(purse, community, ben):
    ledger.pay(purse, {ledger.of(ben): 30}, key="gift:1")
    assert held(ledger.source(community.pk), purse, ledger.of(ben)) == [-100, 70, 30]


def test_the_same_key_again_moves_nothing_and_gives_the_first(purse, ben, dora):
    first, is_new = ledger.pay(purse, {ledger.of(ben): 30}, key="gift:1")
    again, is_new_again = ledger.pay(purse, {ledger.of(dora): 50}, key="gift:1")
    assert (again, is_new, is_new_again) == (first, True, False)
    assert held(purse, ledger.of(ben), ledger.of(dora)) == [70, 30, 0]


def test_too_few_points_for_all_are_given_to_none(purse, ben, dora):
    shares = {ledger.of(ben): 60, ledger.of(dora): 60}
    assert refused(lambda: ledger.pay(purse, shares, key="gift:1")) == "points.too_few"
    assert held(purse, *shares) == [100, 0, 0]
    assert Transfer.objects.filter(key="gift:1").count() == 0


def test_the_last_points_are_spent_once_at_once(transactional_db, purse, ben, dora):
    answers = []

    def spend(who, key):
        try:
            answers.append(ledger.pay(purse, {ledger.of(who): 100}, key=key)[1])
        except Refusal as refusal:
            answers.append(refusal.code)

    run_all([lambda who=who, n=n: spend(who, f"gift:{n}") for n, who in enumerate([ben, dora, ben, dora])])

    assert sorted(map(str, answers)) == ["True", "points.too_few", "points.too_few", "points.too_few"]
    assert (held(purse), total(), Transfer.objects.filter(giver=purse).count()) == ([0], 0, 1)


def test_the_same_key_at_once_is_paid_once(transactional_db, purse, ben):
    run_all([lambda: ledger.pay(purse, {ledger.of(ben): 10}, key="gift:1") for _ in range(4)])
    assert held(purse, ledger.of(ben)) == [90, 10]


def test_paying_each_other_at_once_waits_for_nobody_forever(transactional_db, purse, ben, dora):
    one, other = ledger.of(ben), ledger.of(dora)
    ledger.pay(purse, {one: 50, other: 50}, key="gift:0")
    ways = [(one, other), (other, one)] * 3
    run_all([lambda a=a, b=b, n=n: ledger.pay(a, {b: 1}, key=f"gift:{n}:{a.pk}") for n, (a, b) in enumerate(ways)])
    assert held(one, other) == [50, 50]


@pytest.mark.parametrize("change", [{"amount": 5}, {"key": "gift:2"}, {"at": "2026-01-01T00:00Z"}])
def test_the_database_itself_refuses_to_rewrite_a_transfer(purse, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.all().delete()


def test_the_database_itself_refuses_that_anybody_but_the_source_owes(purse):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=purse.pk).update(balance=-1)


ACT = st.tuples(
    st.integers(0, 4), st.lists(st.tuples(st.integers(0, 4), st.integers(1, 90)), min_size=1), st.integers(0, 6)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, max_size=12))
def test_whatever_is_tried_all_accounts_together_hold_nothing(purse, community, ada, ben, dora, acts):
    people = [ledger.source(community.pk), purse, *map(ledger.of, (ada, ben, dora))]
    with transaction.atomic():
        for giver, wanted, key in acts:
            shares = {people[taker]: amount for taker, amount in wanted if taker != giver}
            with suppress(Conflict):
                ledger.pay(people[giver], shares, key=f"gift:{key}")
        for account in people:
            given = account.given.aggregate(total=Sum("amount", default=0))["total"]
            taken = account.taken.aggregate(total=Sum("amount", default=0))["total"]
            assert listing.balance(account) == taken - given
            assert account.kind == "source" or listing.balance(account) >= 0
        assert total() == 0
        transaction.set_rollback(True)


def test_a_page_of_entries_reaches_neither_side_twice_and_misses_none(purse, ben, django_assert_num_queries):
    mine = ledger.of(ben)
    for n in range(listing.PAGE):
        ledger.pay(purse, {mine: 2}, key=f"gift:{n}")
        ledger.pay(mine, {purse: 1}, key=f"gift:back:{n}")

    with django_assert_num_queries(2):
        first = listing.entries(purse, None)
    rest = listing.entries(purse, first[listing.PAGE - 1].pk)
    last = listing.entries(purse, rest[listing.PAGE - 1].pk)

    seen = [one.pk for one in first[: listing.PAGE] + rest[: listing.PAGE] + last]
    assert seen == list(Transfer.objects.order_by("-pk").values_list("pk", flat=True))
