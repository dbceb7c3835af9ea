"""What each address of the admin answers to each role, beside the table of what it should."""

import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from community.access import Role
from community.members.models import User
from tests.community.backstage.places import among
from tests.community.backstage.test_scope import Places, url
from tests.community.moderation.desk import as_staff, signed_in
from tests.contract.permissions.of_backstage import LISTS, PAGES, Listed, Page, Who
from tests.contract.permissions.test_backstage import LISTS_OF_AN_APP, own_addresses, places

pytestmark = pytest.mark.django_db
__all__ = ["places"]  # the fixture, once for this module
SAVED = "saved/"
# The way in and out, redirects of Django's, and what is no address at all.
IN_AND_OUT = {"login/", "logout/", "r/<path:content_type_id>/<path:object_id>/", "(?P<url>.*)"}


@pytest.fixture(scope="module")
def browsers(places: Places) -> dict[str, Client]:
    """One of each column."""
    people = {
        "operator": User.objects.create(username="root", is_staff=True, is_superuser=True),
        "staff": as_staff(User.objects.create(username="guard")),
        "owner": places.owner.user,
        "admin": among(places.owner, "Amy", Role.ADMIN).user,
        "moderator": among(places.owner, "Mo", Role.MODERATOR).user,
    }
    return {who: signed_in(user) for who, user in people.items()}


def who(browsers: dict[str, Client], answers: Callable[[Client], bool]) -> Who:
    return frozenset(column for column, browser in browsers.items() if answers(browser))


def opens(address: str, status: int = 200) -> Callable[[Client], bool]:
    return lambda browser: browser.get(address).status_code == status


def takes(address: str, status: int = 200) -> Callable[[Client], bool]:
    return lambda browser: browser.post(address).status_code == status


def own() -> list[str]:
    """The addresses beside those of the lists, as the table names them."""
    found = ["", *(route.removeprefix("/admin/") for route in own_addresses())]
    return [route for route in found if route not in IN_AND_OUT and not re.search(r"<path:object_id>/$", route)]


def test_the_table_has_every_list_and_every_page():
    assert LISTS.keys() == {model._meta.label_lower for model in admin.site._registry}
    pages = {route for route in own() if not route.endswith(SAVED) and LISTS_OF_AN_APP not in route}
    assert pages == PAGES.keys(), "Say in of_backstage.py who opens it, and whose sending it takes."


@pytest.mark.parametrize("label", LISTS)
def test_a_list_answers_to_those_of_the_table(places, browsers, label):
    row = places.here[label]
    assert answered(row, browsers) == LISTS[label]


def answered(row: Model, browsers: dict[str, Client]) -> Listed:
    """The row of the table that the answers make."""
    lists = {column: browser.get(url(type(row), "changelist")) for column, browser in browsers.items()}
    sees = frozenset(column for column, answer in lists.items() if answer.status_code == 200)
    page = url(type(row), "change", row.pk)
    outside = {column: browser for column, browser in browsers.items() if column not in sees}
    assert who(browsers, opens(page)) == sees
    assert not who(outside, opens(url(type(row), "history", row.pk)))
    return Listed(
        sees,
        _offered(lists),
        adds=who(browsers, opens(url(type(row), "add"))),
        deletes=who(browsers, opens(url(type(row), "delete", row.pk))),
        sends=who(browsers, lambda browser: browser.post(page, {"do": "note"}).status_code != 403),
    )


def _offered(lists: dict[str, HttpResponse]) -> dict[str, Who]:
    """Who can do what with chosen rows; Django refuses whatever it does not offer."""
    found: dict[str, set[str]] = {}
    for column, answer in lists.items():
        form = (answer.context or {}).get("action_form")
        for act, _ in form.fields["action"].choices if form else ():
            if act:
                found.setdefault(act, set()).add(column)
    return {act: frozenset(columns) for act, columns in found.items()}


@pytest.mark.parametrize("route", PAGES)
def test_a_page_answers_to_those_of_the_table(places, browsers, route):
    address, page = f"/admin/{re.sub('<[^>]+>', str(places.here['members.user'].pk), route)}", PAGES[route]
    found = Page(who(browsers, opens(address, page.by)), who(browsers, takes(address, page.by)), page.by)
    assert found == page


def test_whoever_sees_a_list_keeps_it_under_a_name_and_nobody_else(browsers):
    some = {column: browsers[column] for column in ("operator", "moderator")}
    for route in own():
        label = ".".join(route.split("/")[:2])
        if route.endswith(SAVED):
            assert who(some, opens(f"/admin/{route}")) == LISTS[label].sees & some.keys(), route
