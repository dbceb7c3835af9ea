"""What is late is brought to mind once a day, to those who can do something about it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.clock import now
from community.members.models import Member
from community.moderation import appeals, cases, lateness, sanctions
from community.moderation.models import Case
from community.moderation.sanctions import Penalty
from community.notifications.models import Notice
from tests.conftest import joined

DAY = timedelta(days=1)


@pytest.fixture
def late(case) -> Case:
    Case.objects.update(due_at=now() - timedelta(minutes=1))
    return case


def lines(member: Member) -> list[dict[str, object]]:
    return list(member.notices.filter(kind="work_waits").values_list("data", flat=True))


def test_moderators_are_reminded_once_a_day_and_members_are_not(late, ada, mo, ben, dora):
    for _ in range(2):
        lateness.remind(late.community_id)
    assert lines(mo) == lines(ada) == [{"cases": 1, "appeals": 0}]
    assert lines(ben) == lines(dora) == []
    with time_machine.travel(now() + DAY):
        lateness.remind(late.community_id)
        lateness.remind(late.community_id)
    assert len(lines(mo)) == 1, "the new line takes the place of the old one"


def test_what_is_not_due_yet_and_what_others_look_after_is_nobody_elses_business(late, by_mo, ada, mo, report):
    report("Fools, I say.")
    cases.take(by_mo, late)
    lateness.remind(late.community_id)
    assert lines(mo) == [{"cases": 1, "appeals": 0}]
    assert lines(ada) == []


def test_an_appeal_is_brought_to_mind_of_those_who_may_answer_it(community, by_mo, ada, mo, ben):
    sanction = sanctions.impose(by_mo, ben, Penalty("silence", now() + DAY), reason="Spam.")
    appeals.appeal(ben.user, sanction.pk, "It was no spam.")
    with time_machine.travel(now() + appeals.DUE + timedelta(minutes=1)):
        assert lateness.concerned() == {community.pk}
        lateness.remind(community.pk)
    assert lines(ada) == [{"cases": 0, "appeals": 1}]
    assert lines(mo) == [], "Mo imposed it"


def test_a_case_about_a_moderator_is_not_theirs(late, ada, ben):
    Member.objects.filter(pk=ben.pk).update(role="moderator")
    lateness.remind(late.community_id)
    assert lines(ben) == []
    assert lines(ada) != []


def test_what_was_settled_is_brought_to_mind_no_more(late, by_mo, mo, community):
    lateness.remind(late.community_id)
    cases.settle(by_mo, late, "keep")
    assert lateness.concerned() == {community.pk}, "somebody is still told of it"
    lateness.remind(late.community_id)
    assert not Notice.objects.filter(kind="work_waits").exists()
    assert lateness.concerned() == set()


def test_reminding_costs_the_same_however_much_is_late(late, ada, report):
    def statements() -> int:
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            lateness.remind(late.community_id)
        return len(queries)

    few = statements()
    for number in range(5):
        report(f"Fools {number}")
    Case.objects.update(due_at=now() - DAY)
    assert statements() == few
    joined(ada.community, "Nell")
    assert statements() == few
