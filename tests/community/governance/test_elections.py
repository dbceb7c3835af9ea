"""Moderators are elected for a time; the end of the term takes the role back."""

from datetime import timedelta

import pytest

from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.governance import candidates, terms
from community.governance.models import Term
from community.members import communities, people
from community.members.models import Member
from community.members.offices import Cause
from community.moderation.models import AuditEntry
from tests.chat.test_messages import run_all
from tests.community.governance.votes import ended, fresh, opened, proposed, voted


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def role(member: Member) -> str:
    return Member.objects.get(pk=member.pk).role


@pytest.fixture
def election(charter, ada, ben, dora, emil):
    """For one moderator; Ben and Dora stand."""
    made = proposed(emil, "election", days=30)
    for member in (ben, dora):
        candidates.stand(member, made, "I have time.")
    return made


def test_the_elected_hold_the_role_for_their_term(election, ada, ben, dora, emil):
    opened(election)
    voted(election, f"{ben.pk} {dora.pk}", ada, emil)
    voted(election, f"{dora.pk}", dora)
    assert ended(election).result["elected"] == [str(ben.pk)]
    assert (role(ben), role(dora)) == (Role.MODERATOR, Role.MEMBER)
    terms.end_due()
    assert role(ben) == Role.MODERATOR
    Term.objects.update(until=now() - timedelta(seconds=1))
    terms.end_due()
    assert role(ben) == Role.MEMBER
    assert AuditEntry.objects.filter(act="end term").count() == 1


def test_a_term_that_two_end_at_once_ends_once(transactional_db, election, ada, ben, emil):
    opened(election)
    voted(election, f"{ben.pk}", ada, emil)
    ended(election)
    Term.objects.update(until=now() - timedelta(seconds=1))
    run_all([terms.end_due] * 4)
    assert AuditEntry.objects.filter(act="end term").count() == 1


def test_several_places_go_by_transfer(election, ada, ben, dora, emil):
    election.seats = 2
    election.save(update_fields=["seats"])
    candidates.stand(emil, election, "")
    opened(election)
    voted(election, f"{ben.pk} {emil.pk}", ada, ben, emil)
    voted(election, f"{dora.pk}", dora)
    closed = ended(election)
    assert closed.result["quota"] == 2
    assert closed.result["rounds"][1]["votes"][str(emil.pk)] == "1"
    assert len(closed.result["elected"]) == 2


def test_a_candidate_who_left_is_passed_over(election, ada, ben, dora, emil):
    opened(election)
    voted(election, f"{ben.pk} {dora.pk}", ada, emil)
    communities.leave(ben)
    closed = ended(election)
    assert (closed.result["elected"], closed.result["gone"]) == ([str(dora.pk)], [str(ben.pk)])
    assert role(dora) == Role.MODERATOR


def test_nobody_stands_after_the_opening_or_is_put_up_by_others(election, ada, ben, emil):
    opened(election)
    assert refused(lambda: candidates.stand(emil, election, "")) == "proposal.closed"
    assert refused(lambda: candidates.step_back(ben, election)) == "proposal.closed"


def test_an_election_wants_candidates(charter, ben):
    assert refused(lambda: opened(proposed(ben, "election"))) == "election.no_candidates"


def test_who_steps_back_is_not_on_the_ballot(election, ben, dora):
    candidates.step_back(ben, election)
    assert [option["key"] for option in opened(election).options] == [str(dora.pk)]


def test_who_holds_more_does_not_stand(election, ada):
    assert refused(lambda: candidates.stand(ada, election, "")) == "election.higher"


def test_who_was_elected_again_goes_back_to_the_same_role_at_the_end(election, charter, ada, ben, emil):
    opened(election)
    voted(election, f"{ben.pk}", ada, emil)
    ended(election)
    again = proposed(emil, "election", days=30)
    candidates.stand(Member.objects.get(pk=ben.pk), again, "")
    opened(again)
    voted(again, f"{ben.pk}", ada, emil)
    ended(again)
    assert Term.objects.filter(ended_at=None).count() == 1
    Term.objects.filter(ended_at=None).update(until=now())
    terms.end_due()
    assert role(ben) == Role.MEMBER


def test_a_role_given_meanwhile_outlasts_the_term(election, ada, ben, emil):
    opened(election)
    voted(election, f"{ben.pk}", ada, emil)
    ended(election)
    people.put_role(Member.objects.get(pk=ben.pk), Role.ADMIN, Cause("give role"))
    Term.objects.update(until=now())
    terms.end_due()
    assert role(ben) == Role.ADMIN


def test_a_recall_ends_the_term(election, ada, ben, dora, emil):
    opened(election)
    voted(election, f"{ben.pk}", ada, emil)
    ended(election)
    recall = opened(proposed(dora, "recall", member=ben.pk))
    voted(recall, "yes", dora, emil, ada)
    ended(recall)
    assert role(ben) == Role.MEMBER
    assert not Term.objects.filter(ended_at=None).exists()
    assert fresh(recall).state == "carried"
