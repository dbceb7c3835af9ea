"""Personal invitations, and who came through whom."""

from datetime import timedelta

import pytest
import time_machine

from community.clock import now
from community.errors import Forbidden, NotFound
from community.joining import cards, entrances, referrals
from community.members import communities
from community.members.models import Invitation, Member
from tests.chat.test_messages import run_all
from tests.conftest import joined, person


@pytest.fixture
def old_ben(ben) -> Member:
    Member.objects.filter(pk=ben.pk).update(joined_at=now() - timedelta(days=8))
    ben.refresh_from_db()
    return ben


def test_a_member_invites_after_a_week_and_hosts_at_once(ada, ben):
    with pytest.raises(Forbidden) as refusal:
        cards.renew(ben)
    assert refusal.value.code == "card.too_early"
    assert cards.renew(ada).is_usable()
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        assert cards.renew(ben).max_uses == 10


def test_a_community_chooses_how_long_that_takes(ada, ben):
    entrances.edit(ada, {"card_days": 0})
    ben.refresh_from_db()
    assert cards.opens_at(ben) is None


def test_a_new_card_kills_the_old_one_at_once(old_ben, community, cleo):
    first = cards.renew(old_ben)
    second = cards.renew(old_ben)
    assert cards.of(old_ben) == second
    with pytest.raises(Forbidden) as refusal:
        communities.join(cleo, community, first.code)
    assert refusal.value.code == "invitation.revoked"


@pytest.mark.django_db(transaction=True)
def test_of_cards_renewed_at_once_one_works(old_ben):
    run_all([lambda: cards.renew(old_ben)] * 4)
    assert Invitation.objects.usable().filter(by=old_ben).count() == 1


def test_onlookers_have_no_card(olga):
    with pytest.raises(Forbidden):
        cards.renew(olga)


def test_the_tree_says_who_came_through_whom_in_one_query(ada, old_ben, community, django_assert_num_queries):
    card = cards.renew(old_ben)
    guests = [communities.join(person(f"Guest{number}"), community, card.code) for number in range(3)]
    Member.objects.filter(pk=guests[0].pk).update(joined_at=now() - timedelta(days=8))
    guests[0].refresh_from_db()
    communities.join(person("Grandchild"), community, cards.renew(guests[0]).code)
    reader = Member.objects.of_user(ada.user).get()
    with django_assert_num_queries(1):
        assert [(row.name, row.brought) for row in referrals.of(reader)] == [("Ben", 3)]
    below = [(row.name, row.brought) for row in referrals.of(ada, old_ben.pk)]
    assert below == [("Guest0", 1), ("Guest1", 0), ("Guest2", 0)]


def test_members_see_their_own_branch_and_no_other(ada, ben, community):
    dora = joined(community, "Dora")
    assert list(referrals.of(ben, ben.pk)) == []
    with pytest.raises(Forbidden):
        referrals.of(ben, dora.pk)
    other = communities.found(person("Otto"), slug="other", name="Other")
    with pytest.raises(NotFound):
        referrals.of(ada, other.pk)
