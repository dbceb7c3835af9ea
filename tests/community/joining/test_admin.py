"""Applications in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from community.joining import applications
from community.joining.models import Application
from community.members.models import Member
from community.moderation import staff
from community.moderation.models import AuditEntry
from tests.community.joining.conftest import ANSWERS
from tests.community.moderation.desk import signed_in
from tests.conftest import person

PAGE = reverse("admin:joining_application_changelist")


@pytest.fixture
def desk(asking) -> Client:
    """Staff who belong to the group of moderators, and to no community."""
    guard = person("Guard")
    guard.is_staff = True
    guard.save()
    guard.groups.add(Group.objects.get(name=staff.GROUP))
    return signed_in(guard)


def act(desk: Client, action: str, rows: list[Application], **answers: str) -> list[str]:
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    data |= {"answered": "1", **answers} if answers else {}
    return [str(message) for message in desk.post(PAGE, data, follow=True).context["messages"]]


def test_staff_let_people_in(desk, application, cleo):
    assert act(desk, "let_in", [application]) == ["1 let in"]
    assert Member.objects.present().filter(user=cleo).exists()
    assert AuditEntry.objects.get(act__endswith="application").staff.username == "guard"


def test_staff_decline_with_a_reason_and_are_told_what_was_decided_before(desk, asking, application):
    other = applications.apply(person("Other"), asking, ANSWERS)
    assert act(desk, "decline", [application], reason="Too many herons.") == ["1 declined"]
    assert act(desk, "decline", [application, other], reason="No.")[-1] == "1 declined"
    application.refresh_from_db()
    assert (application.outcome, application.reason) == ("declined", "Too many herons.")


def test_a_list_of_many_costs_no_more_queries(desk, asking, django_assert_max_num_queries):
    for number in range(20):
        applications.apply(person(f"Guest{number}"), asking, ANSWERS)
    with django_assert_max_num_queries(14):
        assert desk.get(PAGE).status_code == 200
