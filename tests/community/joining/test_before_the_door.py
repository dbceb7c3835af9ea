"""What those see who decide at the door: who waits for a place, and what was decided before."""

import pytest
from django.urls import reverse

from community.errors import Forbidden
from community.joining import applications, decided, entrances, line, waiting
from community.joining.models import Application, Waiting
from community.members import communities, invitations
from community.members.models import Member
from community.moderation.audit import Moderator
from tests.community.joining.conftest import ANSWERS
from tests.community.moderation.desk import signed_in
from tests.conftest import person


def operator():
    user = person("Root")
    user.is_staff = user.is_superuser = True
    user.save()
    return user


def founded(name: str) -> Member:
    return communities.found(person(f"{name} owner"), slug=name.lower(), name=name)


def settle(application: Application, outcome: str, by: Moderator, reason: str = "") -> None:
    applications.decide(by, application, outcome, reason)


# --- What was decided -------------------------------------------------------------------------------------------------


def test_hosts_read_what_was_decided_by_whom_and_why(ada, gina, asking, application, api):
    second, third = (applications.apply(person(name), asking, ANSWERS) for name in ("Second", "Third"))
    settle(application, "declined", Moderator(member=gina), "Come to a meeting first.")
    settle(second, "accepted", Moderator(staff=operator()))
    applications.take_back(third.user, asking)
    applications.apply(person("Open"), asking, ANSWERS)
    rows = api(gina).get("communities/lake/applications/decided/")["results"]
    assert [(row["name"], row["state"], row["reason"], row["decided_by"]) for row in rows] == [
        ("Third", "taken_back", "", ""),
        ("Second", "accepted", "", ""),
        ("Cleo", "declined", "Come to a meeting first.", "Gina"),
    ]
    assert rows[2]["answers"] == [{"question": one.question, "answer": one.answer} for one in ANSWERS]
    assert all(row["decided_at"] for row in rows)


def test_whoever_decided_is_called_as_in_this_community(gina, application, api):
    settle(application, "accepted", Moderator(member=gina))
    Member.objects.filter(pk=gina.pk).update(name="Gina of the lake", left_at="2026-01-01T00:00Z")
    gina.user.display_name = "Regina"
    gina.user.save()
    (row,) = decided.of(Member.objects.get(community=gina.community, role="owner"))
    assert row.decider == "Gina of the lake"


def test_decided_applications_are_paged_without_a_query_a_row(gina, asking, api, django_assert_num_queries):
    for number in range(33):
        settle(applications.apply(person(f"Guest{number}"), asking, ANSWERS), "accepted", Moderator(member=gina))
    first = api(gina).get("communities/lake/applications/decided/")
    rest = api(gina).get(f"communities/lake/applications/decided/?after={first['next']}")
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (30, 3, None)
    assert first["results"][0]["name"] == "Guest32"
    with django_assert_num_queries(1):
        assert [row.user.shown_name() for row in decided.of(gina)][-1] == "Guest0"


# --- The line ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def queued(ada, gina) -> list[Waiting]:
    """Three in line; Ada invited the second."""
    entrances.edit(ada, {"capacity": 2})
    code = invitations.create(ada, days=1, uses=1).code
    for name, by in (("First", None), ("Second", code), ("Third", None)):
        waiting.come_or_wait(person(name), ada.community, by)
    return list(Waiting.objects.order_by("pk"))


def test_hosts_see_who_waits_in_which_place_since_when_and_who_invited_them(gina, queued, api):
    rows = api(gina).get("communities/lake/waiting/")["results"]
    assert [(row["number"], row["name"], row["host"]) for row in rows] == [
        (1, "First", ""), (2, "Second", "Ada"), (3, "Third", ""),
    ]  # fmt: skip
    assert rows[0]["since"] == queued[0].at.isoformat().replace("+00:00", "Z")
    waiting.leave_line(queued[0].user, "lake")
    assert [row["number"] for row in api(gina).get("communities/lake/waiting/")["results"]] == [1, 2]


def test_the_line_is_numbered_on_from_page_to_page(gina, queued, api, django_assert_num_queries):
    for number in range(30):
        waiting.come_or_wait(person(f"Guest{number}"), gina.community)
    first = api(gina).get("communities/lake/waiting/")
    rest = api(gina).get(f"communities/lake/waiting/?after={first['next']}")
    assert (len(first["results"]), rest["next"]) == (30, None)
    assert [row["number"] for row in rest["results"]] == [31, 32, 33]
    greeter = Member.objects.of_user(gina.user).get()
    with django_assert_num_queries(2):
        assert [row.place.user.shown_name() for row in line.numbered(list(line.of(greeter)))][:2] == ["First", "Second"]


def test_members_see_neither(ben):
    for of in (line.of, decided.of):
        with pytest.raises(Forbidden):
            of(ben)


def test_another_community_s_line_does_not_count(gina, queued):
    entrances.edit(other := founded("Sea"), {"capacity": 1})
    waiting.come_or_wait(person("Elsewhere"), other.community)
    assert [row.number for row in line.numbered(list(line.of(other)))] == [1]


# --- In the admin -----------------------------------------------------------------------------------------------------


def test_the_admin_shows_the_line_with_the_places(queued):
    page = signed_in(operator()).get(reverse("admin:joining_waiting_changelist"))
    assert [(row.number, str(row.user)) for row in page.context["cl"].result_list] == [
        (1, "first"), (2, "second"), (3, "third"),
    ]  # fmt: skip


def test_the_admin_finds_what_was_decided_by_its_outcome(gina, asking, application):
    applications.apply(person("Other"), asking, ANSWERS)
    settle(application, "declined", Moderator(member=gina), "Too many herons.")
    page = signed_in(operator()).get(reverse("admin:joining_application_changelist") + "?outcome__exact=declined")
    assert [row.pk for row in page.context["cl"].result_list] == [application.pk]
    assert "Too many herons." in page.content.decode()
    assert "gina" in page.content.decode()
