"""Asking to be let in: who may ask, how often, and that one decision counts."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine

from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput, Refusal
from community.joining import applications, waiting
from community.joining.applications import Answer
from community.joining.models import Application, Waiting
from community.members import communities
from community.members.models import Ban, Community, Member
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.notifications.models import Notice
from community.rules import changing
from tests.chat.test_messages import run_all
from tests.community.joining.conftest import ANSWERS
from tests.conftest import person


def refused(act) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value


def decide(by: Member, application: Application, outcome: str = "accepted", reason: str = "") -> Application:
    return applications.decide(Moderator(member=by), application, outcome, reason)


def test_a_door_that_asks_does_not_open_by_itself(asking, cleo):
    assert refused(lambda: communities.join(cleo, asking)).code == "community.asks"


def test_whoever_is_let_in_is_inside_and_told(asking, gina, cleo, application):
    decide(gina, application, reason="Welcome!")
    member = Member.objects.get(user=cleo)
    assert member.is_present()
    assert list(member.notices.values_list("kind", "actor__name", "excerpt")) == [("let_in", "Gina", "Welcome!")]
    assert AuditEntry.objects.get(act__endswith="application").act == "accepted application"


def test_hosts_are_told_until_somebody_decides(ada, ben, gina, application):
    told = Notice.objects.filter(kind="application")
    assert set(told.values_list("member__name", flat=True)) == {"Ada", "Gina"}
    decide(ada, application)
    assert not told.exists()


def test_whoever_is_declined_reads_why_and_asks_again_after_a_week(asking, gina, cleo, application, api):
    assert refused(lambda: decide(gina, application, "declined")).code == "input.invalid"
    decide(gina, application, "declined", "Come to a meeting first.")
    seen = api(cleo).get("communities/lake/entrance/")["application"]
    assert (seen["state"], seen["reason"]) == ("declined", "Come to a meeting first.")
    assert refused(lambda: applications.apply(cleo, asking, ANSWERS)).code == "application.too_soon"
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        assert applications.apply(cleo, asking, ANSWERS).pk != application.pk


def test_asking_again_gives_the_first_application(asking, cleo, application):
    assert applications.apply(cleo, asking, ANSWERS) == application


def test_what_was_taken_back_waits_no_more_and_can_be_asked_anew(asking, gina, cleo, application):
    applications.take_back(cleo, asking)
    assert not Notice.objects.filter(kind="application").exists()
    assert refused(lambda: decide(gina, application)).code == "application.decided"
    assert not Member.objects.filter(user=cleo).exists()
    assert applications.apply(cleo, asking, ANSWERS).pk != application.pk


@pytest.mark.parametrize(
    "answers",
    [
        [],
        ANSWERS[:1],
        list(reversed(ANSWERS)),
        [ANSWERS[0], Answer("How did you find us?", "By the stars")],
        [Answer("Why?", ""), ANSWERS[1]],
    ],
)
def test_only_answers_to_what_is_asked_are_taken(asking, cleo, answers):
    with pytest.raises(InvalidInput):
        applications.apply(cleo, asking, answers)
    assert not Application.objects.exists()


def test_members_the_suspended_and_guests_of_other_doors_do_not_apply(ada, ben, asking, cleo):
    assert refused(lambda: applications.apply(ben.user, asking, ANSWERS)).code == "application.inside"
    Ban.objects.create(community=asking, user=cleo)
    assert refused(lambda: applications.apply(cleo, asking, ANSWERS)).code == "member.banned"
    asking.door = Community.Door.OPEN
    assert refused(lambda: applications.apply(person("Cy"), asking, ANSWERS)).code == "community.closed_door"


def test_an_account_waits_at_three_doors_at_most(cleo):
    doors = [
        communities.found(person(f"Owner{n}"), slug=f"c{n}", name=f"C{n}", door=Community.Door.APPLICATION).community
        for n in range(4)
    ]
    for door in doors[:3]:
        applications.apply(cleo, door, [])
    assert refused(lambda: applications.apply(cleo, doors[3], [])).code == "application.too_many"


@pytest.mark.django_db(transaction=True)
def test_at_many_doors_at_once_an_account_still_waits_at_three(cleo):
    doors = [
        communities.found(person(f"Owner{n}"), slug=f"c{n}", name=f"C{n}", door=Community.Door.APPLICATION).community
        for n in range(6)
    ]

    def apply(door: Community) -> None:
        with suppress(Conflict):
            applications.apply(cleo, door, [])

    run_all([lambda door=door: apply(door) for door in doors])
    assert Application.objects.filter(user=cleo).count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(ada, gina, application):
    told: list[str] = []

    def judge(by: Member, outcome: str) -> None:
        try:
            decide(by, application, outcome, "No room for herons.")
            told.append("done")
        except Conflict as refusal:
            told.append(refusal.code)

    run_all([lambda: judge(ada, "accepted"), lambda: judge(gina, "declined")])
    assert sorted(told) == ["application.decided", "done"]
    application.refresh_from_db()
    inside = Member.objects.present().filter(user=application.user).exists()
    assert inside == (application.outcome == "accepted")
    assert AuditEntry.objects.filter(act__endswith="application").count() == 1


def test_members_decide_nothing(ben, application):
    with pytest.raises(Forbidden):
        decide(ben, application)


def test_whoever_is_accepted_by_a_full_community_stands_in_line(asking, gina, cleo, application):
    Community.objects.update(capacity=3)
    decide(gina, application)
    assert Waiting.objects.get().user == cleo
    communities.leave(gina)
    assert Member.objects.present().filter(user=cleo).exists()


def test_an_applicant_sees_how_many_are_ahead(asking, cleo, application, api):
    later = person("Later")
    applications.apply(later, asking, ANSWERS)
    assert api(later).get("communities/lake/entrance/")["application"]["ahead"] == 1
    assert api(cleo).get("communities/lake/entrance/")["application"]["ahead"] == 0
    assert waiting.Waiting.objects.count() == 0


def test_hosts_page_through_what_waits_without_a_query_a_row(asking, gina, api, django_assert_num_queries):
    for number in range(33):
        applications.apply(person(f"Guest{number}"), asking, ANSWERS)
    first = api(gina).get("communities/lake/applications/")
    rest = api(gina).get(f"communities/lake/applications/?after={first['next']}")
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (30, 3, None)
    greeter = Member.objects.of_user(gina.user).get()
    with django_assert_num_queries(1):
        assert len(list(applications.waiting_for(greeter))) == 33


# --- The rules --------------------------------------------------------------------------------------------------------


def test_who_applied_has_accepted_what_stood_at_the_door(ada, gina, asking, application, cleo):
    changing.change(Moderator(member=ada), asking, "Be kind.")
    other = applications.apply(person("Other"), asking, ANSWERS)
    for one in (application, other):
        decide(gina, one)
    due = {one.user.username: one.rules_due is not None for one in Member.objects.filter(user__in=[cleo, other.user])}
    assert due == {"cleo": True, "other": False}
