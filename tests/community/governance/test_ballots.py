"""Everybody on the roll votes once; of a secret vote the database itself does not know who voted how."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.governance import ballots, closing, counting
from community.governance.models import Proposal, Urn, Voter
from community.members import communities, people
from community.members.models import Member
from community.members.offices import Cause
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.moderation.sanctions import Penalty
from tests.chat.test_messages import run_all
from tests.community.governance.votes import ended, fresh, opened, proposed, rules_of, voted
from tests.conftest import joined


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def attempt(act) -> None:
    try:
        act()
    except Refusal:
        return


# --- Once -------------------------------------------------------------------------------------------------------------


def test_a_vote_cast_twice_at_once_counts_once(transactional_db, charter, ben, dora):
    vote = opened(proposed(ben, "rules", text="Be kind."))
    run_all([lambda: attempt(lambda: ballots.cast(ben, vote, ["yes"], uuid4().hex)) for _ in range(6)])
    assert len(Urn.objects.get().ballots) == Voter.objects.filter(voted=True).count() == 1


def test_the_same_request_twice_at_once_counts_once(transactional_db, charter, ben, dora):
    vote, receipt = opened(proposed(ben, "rules", text="Be kind.")), uuid4().hex
    run_all([lambda: ballots.cast(ben, vote, ["yes"], receipt) for _ in range(6)])
    assert Urn.objects.get().ballots == {ballots.mark_of(vote.pk, receipt): ["yes"]}


def test_all_who_vote_at_once_are_counted(transactional_db, charter, community, ada):
    people = [joined(community, f"Voter{number}") for number in range(8)]
    vote = opened(proposed(people[0], "rules", text="Be kind."))
    run_all([lambda who=who: ballots.cast(who, vote, ["yes"], uuid4().hex) for who in people])
    assert len(Urn.objects.get().ballots) == 8


def test_two_workers_who_close_at_once_carry_it_out_once(transactional_db, charter, ada, ben, dora):
    vote = opened(proposed(ben, "rules", text="Be kind."))
    voted(vote, "yes", ada, ben, dora)
    Proposal.objects.update(closes_at=now())
    run_all([lambda: closing.close(vote.pk) for _ in range(4)])
    assert rules_of(ada.community) == "Be kind."
    assert AuditEntry.objects.filter(act="change rules").count() == 1
    assert AuditEntry.objects.filter(act="close vote").count() == 1


def test_voting_and_closing_at_once_loses_no_acknowledged_vote(transactional_db, charter, ada, ben, dora):
    vote = opened(proposed(ben, "rules", text="Be kind."))
    Proposal.objects.update(closes_at=now() + timedelta(milliseconds=150))
    acknowledged = []

    def cast(who):
        try:
            acknowledged.append(ballots.cast(who, vote, ["yes"], uuid4().hex))
        except Refusal:
            return

    def close():
        while fresh(vote).state == "voting":
            closing.close(vote.pk)

    run_all([close, *(lambda who=who: cast(who) for who in (ada, ben, dora))])
    assert fresh(vote).turnout == len(acknowledged) == len(Urn.objects.get().ballots)


def test_a_ballot_is_changed_by_its_receipt_and_by_no_other(charter, ada, ben):
    vote, receipt = opened(proposed(ben, "rules", text="Be kind.")), uuid4().hex
    mark = ballots.cast(ben, vote, ["yes"], receipt)
    assert ballots.cast(ben, vote, ["no"], receipt) == mark
    assert Urn.objects.get().ballots == {mark: ["no"]}
    assert refused(lambda: ballots.cast(ben, vote, ["yes"], uuid4().hex)) == "ballot.cast"
    assert refused(lambda: ballots.cast(ada, vote, ["yes"], receipt)) == "ballot.cast"


def test_an_open_ballot_is_changed_by_its_voter(charter, ada, ben):
    vote = opened(proposed(ben, "opinion", secret=False))
    voted(vote, "yes", ben)
    voted(vote, "no", ben)
    assert list(Voter.objects.filter(voted=True).values_list("member", "choice")) == [(ben.pk, ["no"])]


@pytest.mark.parametrize("choice", [["maybe"], ["yes", "no"], ["yes", "yes"]])
def test_only_what_is_on_the_ballot_can_be_chosen(charter, ben, choice):
    vote = opened(proposed(ben, "rules", text="Be kind."))
    assert refused(lambda: ballots.cast(ben, vote, choice, uuid4().hex)) == "input.invalid"
    assert refused(lambda: ballots.cast(ben, vote, ["yes"], "")) == "input.invalid"


def test_nobody_votes_before_or_after(charter, ben):
    made = proposed(ben, "rules", text="Be kind.")
    assert refused(lambda: voted(made, "yes", ben)) == "ballot.closed"
    opened(made)
    Proposal.objects.update(closes_at=now())
    assert refused(lambda: voted(made, "yes", ben)) == "ballot.closed"
    ended(made)
    assert refused(lambda: voted(made, "yes", ben)) == "ballot.closed"


# --- The roll ---------------------------------------------------------------------------------------------------------


def test_the_roll_does_not_change_with_later_joins(charter, community, ada, ben):
    vote = opened(proposed(ben, "rules", text="Be kind."))
    late = joined(community, "Late")
    assert refused(lambda: voted(vote, "yes", late)) == "ballot.not_on_roll"
    assert (fresh(vote).roll, Voter.objects.count()) == (2, 2)


def test_newcomers_the_suspended_and_onlookers_are_not_on_it(charter, community, ada, ben, dora, olga, mo):
    charter.roll_days = 7
    charter.save()
    Member.objects.exclude(pk=dora.pk).update(joined_at=now() - timedelta(days=8))
    Member.objects.create(community=community, name="Imported", source="irc:x", joined_at=now() - timedelta(days=90))
    sanctions.impose(Moderator(member=mo), ben, Penalty("ban", now() + timedelta(days=7)))
    vote = opened(proposed(ada, "rules", text="Be kind."))
    assert set(Voter.objects.filter(proposal=vote).values_list("member", flat=True)) == {ada.pk, mo.pk}


def test_who_is_suspended_during_the_vote_votes_no_more(charter, ada, ben, mo):
    vote = opened(proposed(ada, "rules", text="Be kind."))
    people.put_role(ben, Role.ONLOOKER, Cause("give role"))
    ben.refresh_from_db()
    assert refused(lambda: voted(vote, "yes", ben)) == "forbidden"


# --- Secret -----------------------------------------------------------------------------------------------------------


def test_nothing_in_the_database_joins_a_secret_ballot_to_its_voter(transactional_db, charter, ada, ben, dora):
    """Not by a column, not by the order of rows, nor by the transaction that PostgreSQL notes on each of them."""
    vote = opened(proposed(ben, "rules", text="Be kind."))
    for voter, choice in ((ada, "yes"), (ben, "no"), (dora, "yes")):
        voted(vote, choice, voter)
    columns = {field.name for field in Urn._meta.get_fields()}
    assert columns == {"proposal", "ballots"}
    assert not Voter.objects.exclude(choice=None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT xmin::text) FROM governance_urn")
        assert cursor.fetchone() == (1, 1)  # one row, of the last who voted, whichever of its ballots is theirs
        cursor.execute("SELECT ballots::text FROM governance_urn")
        ((text,),) = cursor.fetchall()
    marks = list(Urn.objects.get().ballots)
    assert [text.index(mark) for mark in sorted(marks)] == sorted(text.index(mark) for mark in marks)


def test_no_other_row_of_the_vote_tells_what_was_chosen(charter, ada, ben, dora):
    vote = opened(proposed(ben, "rules", text="Be kind."))
    before = {entry.pk for entry in AuditEntry.objects.all()}
    voted(vote, "yes", ada, dora)
    assert {entry.pk for entry in AuditEntry.objects.all()} == before
    assert not ada.notices.exists()


def test_anybody_recounts_from_what_is_published(charter, api, ada, ben, dora):
    vote, receipt = opened(proposed(ben, "rules", text="Be kind.")), uuid4().hex
    mark = api(ben).put(f"proposals/{vote.pk}/ballot/", {"choice": ["no"], "receipt": receipt})["mark"]
    voted(vote, "yes", ada, dora)
    assert api(ada).get(f"proposals/{vote.pk}/ballots/")["results"] == []  # nobody knows before it is over
    ended(vote)
    published = api(ada).get(f"proposals/{vote.pk}/ballots/")["results"]
    assert [row["choice"] for row in published if row["mark"] == mark] == [["no"]]
    assert {row["voter"] for row in published} == {""}
    recount = counting.count(fresh(vote), [tuple(row["choice"]) for row in published], [])
    assert list(recount.elected) == api(ada).get(f"proposals/{vote.pk}/")["result"]["elected"] == ["yes"]


def test_an_open_vote_names_its_voters(charter, api, ada, ben):
    vote = opened(proposed(ben, "opinion", secret=False))
    voted(vote, "yes", ada)
    ended(vote)
    assert [(row["voter"], row["choice"]) for row in api(ben).get(f"proposals/{vote.pk}/ballots/")["results"]] == [
        ("Ada", ["yes"])
    ]


def test_a_member_who_left_is_still_counted(charter, ada, ben, dora):
    vote = opened(proposed(ben, "rules", text="Be kind."))
    voted(vote, "yes", ben, dora)
    communities.leave(dora)
    assert ended(vote).turnout == 2
