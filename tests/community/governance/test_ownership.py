"""Where the members govern themselves, they can make somebody else the owner: by two thirds, and there is one."""

from datetime import timedelta

import pytest

from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.governance import absence, closing
from community.governance.models import Charter, Proposal, Regency, Term
from community.members import communities, people
from community.members.models import Member, User
from community.moderation.models import AuditEntry
from community.rules import record
from tests.chat.test_messages import run_all
from tests.community.governance.votes import ended, fresh, opened, proposed, voted
from tests.conftest import joined

State = Proposal.State


@pytest.fixture
def governing(charter) -> Charter:
    charter.phase = Charter.Phase.SELF
    charter.save()
    return charter


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def owners() -> list[str]:
    return sorted(Member.objects.present().filter(role=Role.OWNER).values_list("name", flat=True))


def role_of(member: Member) -> str:
    return Member.objects.values_list("role", flat=True).get(pk=member.pk)


def handed_to(heir: Member, author: Member, *voters: Member) -> Proposal:
    made = opened(proposed(author, "owner", member=heir.pk))
    voted(made, "yes", *voters)
    return made


@pytest.mark.parametrize("phase", [Charter.Phase.LED, Charter.Phase.MIXED])
def test_before_they_govern_themselves_nobody_proposes_another_owner(charter, ada, ben, dora, phase):
    Charter.objects.update(phase=phase)
    for author in (ada, dora):
        assert refused(lambda author=author: proposed(author, "owner", member=ben.pk)) == "governance.not_yet"


def test_two_thirds_make_another_owner_and_the_one_before_is_an_admin(governing, ada, ben, dora, emil):
    closed = ended(handed_to(ben, dora, ben, dora, emil))
    assert (closed.state, closed.method) == (State.CARRIED, "two_thirds")
    assert (owners(), role_of(ada)) == (["Ben"], Role.ADMIN)
    assert refused(lambda: communities.leave(Member.objects.get(pk=ben.pk))) == "member.last_owner"


def test_the_record_tells_of_both_by_name_and_by_which_vote(governing, ada, ben, dora, emil):
    closed = ended(handed_to(ben, dora, ben, dora, emil))
    entries = AuditEntry.objects.filter(act__in=["elect owner", "hand over"]).order_by("pk")
    assert [(entry.act, entry.member, entry.data["before"], entry.data["role"]) for entry in entries] == [
        ("elect owner", ben, "member", "owner"), ("hand over", ada, "owner", "admin"),
    ]  # fmt: skip
    assert {entry.data["vote"] for entry in entries} == {f"proposal:{closed.pk}"}
    told = record.told(dora, record.read(dora, kind=record.PEOPLE, after=None, most=5))
    assert {(deed.act, deed.about.name) for deed in told if deed.about} == {
        ("hand_over", "Ada"),
        ("elect_owner", "Ben"),
    }


def test_less_than_two_thirds_make_none(governing, ada, ben, dora, emil):
    made = handed_to(ben, dora, ben)
    voted(made, "no", emil)
    assert ended(made).state == State.REJECTED
    assert owners() == ["Ada"]


def test_too_few_who_vote_make_none(governing, ada, ben, dora, emil):
    Charter.objects.update(quorum=75)
    assert ended(handed_to(ben, dora, ben)).state == State.REJECTED
    assert owners() == ["Ada"]


def test_whoever_left_becomes_no_owner(governing, ada, ben, dora, emil):
    made = handed_to(ben, dora, dora, emil)
    communities.leave(ben)
    assert (ended(made).state, fresh(made).refusal) == (State.FAILED, "not_found")
    assert owners() == ["Ada"]


def test_where_the_members_gave_the_power_back_meanwhile_nothing_happens(governing, ada, ben, dora, emil):
    made = handed_to(ben, dora, ben, dora, emil)
    Charter.objects.update(phase=Charter.Phase.MIXED)
    assert (ended(made).state, fresh(made).refusal) == (State.FAILED, "governance.moved")
    assert owners() == ["Ada"]


def test_the_only_owner_is_not_proposed_and_one_of_two_is(governing, ada, ben, dora):
    assert refused(lambda: proposed(dora, "owner", member=ada.pk)) == "input.invalid"
    Member.objects.filter(pk=ben.pk).update(role=Role.OWNER)
    assert ended(handed_to(ada, dora, ada, ben, dora)).state == State.CARRIED
    assert (owners(), role_of(ben)) == (["Ada"], Role.ADMIN)


def test_no_role_makes_an_owner_there(governing, ada, ben):
    assert refused(lambda: people.give_role(ada, ben, Role.OWNER)) == "governance.by_vote"


def test_the_end_of_a_term_or_of_standing_in_takes_nothing_from_the_new_owner(governing, ada, ben, dora, emil):
    User.objects.filter(pk=ada.user_id).update(last_seen_on=now().date() - timedelta(days=60))
    Charter.objects.update(successor=ben)
    absence.look()
    assert Regency.objects.get(ended_at=None).member == ben
    made = handed_to(Member.objects.get(pk=ben.pk), dora, ben, dora, emil)
    Term.objects.create(community=ben.community, member=ben, proposal=made, role="admin", before="member", until=now())
    assert ended(made).state == State.CARRIED
    absence.look()
    assert not Term.objects.filter(ended_at=None).exists()
    assert (owners(), Regency.objects.filter(ended_at=None).count()) == (["Ben"], 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_votes_that_end_at_once_each_finds_one_owner(ada, ben, dora_and_emil_govern):
    dora, emil = dora_and_emil_govern
    votes = [handed_to(heir, heir, ben, dora, emil) for heir in (dora, emil)]
    Proposal.objects.update(closes_at=now() - timedelta(seconds=1))
    run_all([lambda pk=vote.pk: closing.close(pk) for vote in votes for _ in range(2)])
    assert [fresh(vote).state for vote in votes] == [State.CARRIED, State.CARRIED]
    assert len(owners()) == 1
    assert sorted([role_of(ada), role_of(dora), role_of(emil)]) == ["admin", "admin", "owner"]


@pytest.fixture
def dora_and_emil_govern(ada) -> tuple[Member, Member]:
    """Members of a community that governs itself, in a database that other threads see."""
    Charter.objects.update_or_create(pk=ada.community_id, defaults={"phase": Charter.Phase.SELF, "roll_days": 0})
    return joined(ada.community, "Dora"), joined(ada.community, "Emil")
