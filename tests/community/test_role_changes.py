"""Whoever is given a role, or loses one: written down once, read by members in words, and never twice."""

from contextlib import suppress
from datetime import timedelta

import pytest

from community.access import Role
from community.belonging import keeping
from community.clock import now
from community.errors import Conflict, Refusal
from community.governance import absence, candidates, charters, terms
from community.governance.models import Charter, Term
from community.members import communities, offices, people
from community.members.models import Member, User
from community.moderation import chain, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.moderation.queue import role_changes
from community.moderation.sanctions import Penalty
from community.roles import adjusting, titles
from community.roles.models import Adjustment
from tests.chat.test_messages import run_all
from tests.community.governance.votes import ended, opened, proposed, voted
from tests.conftest import joined

pytestmark = pytest.mark.django_db
RECORD = "communities/lake/record/?kind=people"


@pytest.fixture
def charter(community) -> Charter:
    charter = charters.of(community.pk)
    charter.phase, charter.roll_days = Charter.Phase.MIXED, 0
    charter.save()
    return charter


@pytest.fixture
def dora(community) -> Member:
    return joined(community, "Dora")


def again(member: Member) -> Member:
    return Member.objects.select_related("community", "user").get(pk=member.pk)


def changes(member: Member) -> list[tuple[str, str, str]]:
    """What the audit has of a member's roles, the oldest first."""
    rows = AuditEntry.objects.filter(member=member, data__has_keys=["before", "role"]).order_by("pk")
    return [(row.act, row.data["before"], row.data["role"]) for row in rows]


def deed(api, reader: Member) -> dict:
    return api(reader).get(RECORD)["results"][0]


# --- By hand ----------------------------------------------------------------------------------------------------------


def test_a_role_given_by_hand_is_in_the_audit_and_in_the_record(api, ada, ben, dora):
    api(ada).patch(f"members/{ben.pk}/", {"role": "host"})
    assert changes(ben) == [("give role", "member", "host")]
    found = deed(api, dora)
    assert (found["act"], found["before"], found["role"]) == ("give_role", "member", "host")
    assert (found["by"]["name"], found["about"]["name"], found["decided"]) == ("Ada", "Ben", "member")


def test_a_role_that_is_lowered_is_told_as_such(api, ada, mo):
    api(ada).patch(f"members/{mo.pk}/", {"role": "member"})
    assert changes(mo) == [("take role", "moderator", "member")]


def test_the_same_role_again_is_no_change(ada, ben):
    for _ in range(2):
        people.give_role(ada, again(ben), Role.HOST)
    assert len(changes(ben)) == 1


def test_who_saw_another_role_than_they_hold_by_now_is_told(ada, ben):
    seen = again(ben)
    people.give_role(ada, again(ben), Role.ADMIN)
    with pytest.raises(Conflict) as refused:
        people.give_role(ada, seen, Role.HOST)
    assert refused.value.code == "member.role_changed"
    assert changes(ben) == [("give role", "member", "admin")]


def test_of_many_who_give_the_same_role_at_once_one_is_written_down(transactional_db, ada, ben):
    run_all([lambda: people.give_role(ada, again(ben), Role.HOST)] * 6)
    assert changes(ben) == [("give role", "member", "host")]


def test_of_two_who_give_different_roles_at_once_the_audit_tells_what_came_of_it(transactional_db, ada, ben):
    seen = [again(ben), again(ben)]

    def give(member: Member, role: Role) -> None:
        with suppress(Refusal):
            people.give_role(ada, member, role)

    run_all([lambda: give(seen[0], Role.HOST), lambda: give(seen[1], Role.GREETER)])
    assert [(before, role) for _, before, role in changes(ben)] == [("member", again(ben).role)]


# --- By vote, by election, by rule ------------------------------------------------------------------------------------


def test_a_role_given_by_vote_names_the_vote(api, charter, ada, ben, dora):
    made = proposed(dora, "role", member=ben.pk, role="host")
    opened(made)
    voted(made, "yes", ada, ben, dora)
    ended(made)
    assert changes(ben) == [("give role", "member", "host")]
    found = deed(api, dora)
    assert (found["decided"], found["proposal"], found["by"]) == ("vote", made.pk, None)


def test_an_election_and_the_end_of_its_term_are_one_change_each(api, charter, ada, ben, dora):
    made = proposed(dora, "election", days=30)
    candidates.stand(ben, made, "I have time.")
    opened(made)
    voted(made, f"{ben.pk}", ada, dora)
    ended(made)
    Term.objects.update(until=now() - timedelta(seconds=1))
    terms.end_due()
    assert changes(ben) == [("elect", "member", "moderator"), ("end term", "moderator", "member")]
    assert [row["decided"] for row in api(dora).get(RECORD)["results"]] == ["vote", "vote"]


def test_who_stands_in_for_an_owner_and_goes_back_is_written_down(api, charter, ada, mo, dora):
    User.objects.filter(pk=ada.user_id).update(last_seen_on=(now() - timedelta(days=400)).date())
    absence.look()
    User.objects.filter(pk=ada.user_id).update(last_seen_on=now().date())
    absence.look()
    assert changes(mo) == [("stand in", "moderator", "admin"), ("owner is back", "admin", "moderator")]
    assert deed(api, dora)["decided"] == "rule"


def test_an_owner_who_does_not_choose_to_go_is_succeeded(ada, mo):
    keeping.let_go(again(ada), "dormant")
    assert changes(mo) == [("succeed", "moderator", "owner")]
    assert changes(ada) == [("rest role", "owner", "member")]


# --- Coming and going -------------------------------------------------------------------------------------------------


def test_who_leaves_lays_their_role_down(api, mo, dora):
    communities.leave(again(mo))
    assert changes(mo) == [("lay down role", "moderator", "member")]
    assert deed(api, dora)["about"]["name"] == "Mo"


def test_a_member_without_a_role_leaves_no_trace_of_one(ben):
    communities.leave(again(ben))
    assert changes(ben) == []


def test_that_a_role_rests_during_a_suspension_is_for_moderators_alone(api, ada, mo, dora):
    made = sanctions.impose(Moderator(member=ada), again(mo), Penalty("ban"))
    sanctions.lift(Moderator(member=ada), made)
    communities.join(mo.user, ada.community)
    assert changes(mo) == [("rest role", "moderator", "member"), ("return role", "member", "moderator")]
    assert all(row["about"] is None for row in api(dora).get(RECORD)["results"])


def test_who_comes_in_by_a_code_with_a_role_is_written_down(ada, community):
    user = User.objects.create(username="greta")
    member = communities.admit(user, community, role=Role.GREETER, host=ada)
    assert changes(member) == [("come in as", "member", "greeter")]


def test_whoever_founds_a_community_was_given_nothing(ada):
    assert changes(ada) == []


# --- Whatever changes a role ------------------------------------------------------------------------------------------


def test_the_chain_of_the_audit_is_whole_with_them(transactional_db, ada, ben):
    run_all([lambda role=role: offices.put(again(ben), role, offices.Cause("give role")) for role in (Role.HOST,) * 3])
    assert chain.prove(ada.community).faults == []


def test_the_page_of_a_member_in_the_admin_tells_it(ada, ben):
    people.give_role(ada, again(ben), Role.HOST)
    (told,) = role_changes.of(ben)
    assert (told.before, told.role, told.by) == ("member", "host", str(ada))


def test_every_way_of_changing_a_role_has_its_words_in_the_admin(ada):
    from community.roles.recording import PUBLIC

    assert PUBLIC.keys() | {"rest role", "return role"} == role_changes.ACTS.keys()


# --- Titles, and what roles may do ------------------------------------------------------------------------------------


def test_a_title_given_by_many_at_once_is_written_down_once(transactional_db, ada, ben):
    run_all([lambda: titles.give(Moderator(member=ada), again(ben), "Ferryman")] * 4)
    assert AuditEntry.objects.filter(act="give title").count() == 1


def test_what_a_role_may_do_is_adjusted_once_by_many_at_once(transactional_db, ada):
    run_all([lambda: adjusting.adjust(Moderator(member=ada), ada.community, "room.create", Role.MEMBER)] * 4)
    assert AuditEntry.objects.filter(act="adjust role").count() == Adjustment.objects.count() == 1
