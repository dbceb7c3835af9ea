"""Points of the purse go to members: by vote, or at the owner's word while the community is led."""

from datetime import timedelta
from uuid import uuid4

import pytest

from community import clock
from community.errors import Refusal
from community.governance import charters
from community.governance.models import Charter, Proposal
from community.members import communities
from community.moderation.models import AuditEntry
from community.notifications.models import Notice
from community.points import ledger, listing
from community.points.models import Transfer
from community.purse import income, spending, telling
from tests.chat.test_messages import run_all
from tests.community.governance.votes import ended, opened, proposed, voted


@pytest.fixture
def charter(community) -> Charter:
    """The members vote, and whoever is there may."""
    charter = charters.of(community.pk)
    charter.phase, charter.roll_days = Charter.Phase.MIXED, 0
    charter.save()
    return charter


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def held(member) -> int:
    return listing.balance(ledger.of(member))


def wanted(author, *takers, amount: int) -> Proposal:
    return proposed(author, "spend", "For the map", members=[one.pk for one in takers], amount=amount)


# --- By vote ----------------------------------------------------------------------------------------------------------


def test_a_vote_gives_points_and_says_so_everywhere(charter, purse, api, ada, ben, dora):
    vote = opened(wanted(ben, dora, amount=40))
    voted(vote, "yes", ada, ben)
    assert (ended(vote).state, held(dora), listing.balance(purse)) == ("carried", 40, 60)

    telling.tell(ben.community_id, f"proposal:{vote.pk}")
    notice = Notice.objects.get(kind="points_given")
    assert (notice.member, notice.data) == (dora, {"points": 40, "title": "For the map", "proposal": vote.pk})
    deed = next(one for one in api(ben).get("communities/lake/record/")["results"] if one["act"] == "spend_points")
    assert (deed["about"]["name"], deed["points"], deed["decided"], deed["proposal"]) == ("Dora", 40, "vote", vote.pk)
    entry = api(ben).get("communities/lake/purse/entries/")["results"][0]
    assert (entry["amount"], entry["member"]["name"], entry["proposal"]) == (-40, "Dora", vote.pk)


def test_several_are_given_the_same_or_none_anything(charter, purse, ada, ben, dora, emil):
    vote = opened(wanted(ben, ben, dora, emil, amount=30))
    voted(vote, "yes", ada, ben, dora)
    assert (ended(vote).state, [held(one) for one in (ben, dora, emil)]) == ("carried", [30, 30, 30])

    late = opened(wanted(ben, dora, emil, amount=5))
    voted(late, "yes", ada, ben, dora)
    communities.leave(emil)
    late = ended(late)
    assert (late.state, late.refusal, held(dora), listing.balance(purse)) == ("failed", "not_found", 30, 10)


def test_a_purse_that_holds_too_little_by_then_gives_nothing_and_the_result_says_why(charter, purse, ada, ben, dora):
    first, second = opened(wanted(ben, dora, amount=60)), opened(wanted(ben, ben, amount=60))
    for vote in (first, second):
        voted(vote, "yes", ada, ben, dora)
    assert ended(first).state == "carried"
    second = ended(second)
    assert (second.state, second.refusal) == ("failed", "points.too_few")
    assert (held(dora), held(ben), listing.balance(purse)) == (60, 0, 40)


def test_more_than_half_of_the_purse_takes_two_thirds(charter, purse, ben, dora, emil):
    assert wanted(ben, dora, amount=50).method == "majority"
    assert wanted(ben, dora, amount=51).method == "two_thirds"
    assert wanted(ben, dora, emil, amount=26).method == "two_thirds"


def test_only_people_who_are_there_and_whole_points_are_put_to_the_vote(charter, purse, ben, dora, cleo):
    assert refused(lambda: wanted(ben, amount=5)) == "input.invalid"
    assert refused(lambda: wanted(ben, dora, amount=0)) == "input.invalid"
    communities.leave(dora)
    assert refused(lambda: wanted(ben, dora, amount=5)) == "not_found"


def test_in_a_led_community_nobody_puts_it_to_the_vote(purse, ada, ben, dora):
    for who in (ada, ben):
        assert refused(lambda who=who: wanted(who, dora, amount=5)) == "governance.not_yet"


def test_the_page_of_a_proposal_names_whom_it_is_on(charter, purse, api, ben, dora, emil):
    told = api(ben).get(f"proposals/{wanted(ben, dora, emil, amount=5).pk}/")
    assert [one["name"] for one in told["people"]] == ["Dora", "Emil"]


# --- At the owner's word ----------------------------------------------------------------------------------------------


def test_the_owner_gives_once_and_it_is_in_the_audit(purse, ada, ben):
    client_id = uuid4()
    for _ in range(2):
        spending.give(ada, ben.pk, 20, "For the map", client_id=client_id)
    entry = AuditEntry.objects.get(act="spend points")
    assert (held(ben), entry.member, entry.actor, entry.data["points"]) == (20, ben, ada, 20)


def test_the_same_gift_at_once_is_given_and_written_down_once(transactional_db, purse, ada, ben):
    client_id = uuid4()
    run_all([lambda: spending.give(ada, ben.pk, 20, "For the map", client_id=client_id) for _ in range(4)])
    assert (held(ben), AuditEntry.objects.filter(act="spend points").count()) == (20, 1)


def test_nobody_else_gives_and_nobody_gives_to_themselves(purse, ada, ben, mo):
    give = {"client_id": uuid4(), "amount": 5, "why": "Because."}
    assert refused(lambda: spending.give(mo, ben.pk, **give)) == "forbidden"
    assert refused(lambda: spending.give(ada, ada.pk, **give)) == "input.invalid"


def test_in_a_self_governing_community_only_a_vote_gives(charter, purse, api, ada, ben):
    assert api(ada).get("communities/lake/purse/")["can_give"]
    Charter.objects.update(phase=Charter.Phase.SELF)
    assert not api(ada).get("communities/lake/purse/")["can_give"]
    assert refused(lambda: spending.give(ada, ben.pk, 5, "Mine.", client_id=uuid4())) == "governance.by_vote"


# --- What comes in ----------------------------------------------------------------------------------------------------


@pytest.fixture
def last_week(monkeypatch):
    """It is a week later than it was."""
    today, now = clock.today("UTC"), clock.now()
    monkeypatch.setattr(clock, "today", lambda zone: today + timedelta(days=7))
    return now


def test_each_who_was_active_in_the_week_brings_points_once(charter, last_week, square, api, ada, ben, dora):
    charters.edit(ada, {"points_week": 7})
    for who in (ben, dora):
        api(who).post(f"rooms/{square.pk}/messages/", {"client_id": str(uuid4()), "body": "Hello there"})
    for _ in range(2):
        income.fill(ada.community_id)
    told = api(ben).get("communities/lake/purse/")
    assert (told["held"], told["weekly"], Transfer.objects.count()) == (14, 7, 1)
    entry = api(ben).get("communities/lake/purse/entries/")["results"][0]
    assert (entry["source"], entry["amount"], entry["member"]) == ("week", 14, None)
    assert entry["week"] == str(last_week.date() - timedelta(days=last_week.weekday()))


def test_two_workers_fill_it_once(transactional_db, charter, last_week, square, api, ada, ben):
    charters.edit(ada, {"points_week": 7})
    api(ben).post(f"rooms/{square.pk}/messages/", {"client_id": str(uuid4()), "body": "Hello there"})
    run_all([lambda: income.fill(ada.community_id)] * 4)
    assert listing.balance(ledger.purse(ada.community_id)) == 7


def test_who_left_or_said_nothing_in_that_week_brings_nothing(charter, square, api, ada, ben):
    """What was said now lies in the week that is not over yet."""
    charters.edit(ada, {"points_week": 7})
    api(ben).post(f"rooms/{square.pk}/messages/", {"client_id": str(uuid4()), "body": "Hello there"})
    income.fill(ada.community_id)
    assert not Transfer.objects.exists()


def test_nothing_comes_in_unless_the_community_chose_it(charter, ada, mo):
    assert income.due() == []
    assert refused(lambda: charters.edit(mo, {"points_week": 7})) == "forbidden"
    charters.edit(ada, {"points_week": 7})
    assert income.due() == [ada.community_id]


def test_in_a_self_governing_community_a_vote_says_how_many(charter, ada, ben, dora):
    Charter.objects.update(phase=Charter.Phase.SELF)
    assert refused(lambda: charters.edit(ada, {"points_week": 7})) == "governance.by_vote"
    vote = opened(proposed(ben, "charter", points_week=3))
    voted(vote, "yes", ada, ben, dora)
    assert ended(vote).state == "carried"
    assert charters.of(ada.community_id).points_week == 3


# --- Who reads it -----------------------------------------------------------------------------------------------------


def test_everybody_reads_the_purse_and_only_their_own_entries(purse, api, ada, ben, olga):
    spending.give(ada, ben.pk, 20, "For the map", client_id=uuid4())
    assert api(olga).get("communities/lake/purse/")["held"] == 80
    assert len(api(olga).get("communities/lake/purse/entries/")["results"]) == 2
    assert api(olga).get("communities/lake/points/entries/")["results"] == []
    mine = api(ben).get("communities/lake/points/entries/")["results"]
    assert [(one["amount"], one["by"]["name"], one["member"]) for one in mine] == [(20, "Ada", None)]
    assert api(ben).get("communities/lake/purse/")["mine"] == 20
