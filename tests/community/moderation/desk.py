"""A moderator at work in the admin."""

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from community.members.models import User
from community.moderation import staff
from community.moderation.models import Case
from tests.community.second_factor.phones import prove

LIST = "/admin/moderation/case/"


def signed_in(user: User) -> Client:
    """A browser that has shown password and second factor."""
    client = Client()
    client.force_login(user)
    prove(client, user)
    return client


def as_staff(user: User) -> User:
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name=staff.GROUP))
    return user


def only_looks(user: User) -> User:
    """Take the right to act away."""
    group = user.groups.get()
    group.permissions.remove(group.permissions.get(codename="moderate"))
    return user


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def page_of(case: Case) -> str:
    return reverse("admin:moderation_case_change", args=[case.pk])


def decide(browser: Client, case: Case, decision: str, **more: str):
    given = {"do": "decide", "decision": decision, "reason": "It was rude.", **more}
    return browser.post(page_of(case), given, follow=True)


def choose(browser: Client, action: str, rows: list[Case], state: str = "", **answers: str):
    """Choose rows of the list and an action, and fill in the page that asks."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    data |= {"answered": "1", **answers} if answers else {}
    return browser.post(f"{LIST}?state={state}", data, follow=True)
