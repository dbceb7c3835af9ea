"""What no form sends: signs that cannot be stored, numbers without end, names without a sign."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.errors import InvalidInput
from community.members.models import Member
from community.members.shapes import EditMember, JoinCommunity
from community.shapes import DEEPEST
from tests.board.acts import say

HALF = "\ud83d"  # the first half of a sign of two


def test_a_nul_is_left_out_of_any_text(ben, api):
    answer = api(ben).patch(f"members/{ben.pk}/", {"name": "B\0en", "bio": "\0"})
    assert (answer["name"], answer["bio"]) == ("Ben", "")
    draft = api(ben).put(
        "communities/lake/drafts/room:1/", {"body": "a\0b", "data": {"ti\0tle": "x\0", "tags": ["\0"]}}
    )
    assert (draft["body"], draft["data"]) == ("ab", {"title": "x", "tags": [""]})


@pytest.mark.parametrize("data", [{"name": HALF}, {HALF: "x"}, {"bio": {"x": [HALF]}}, {"hue": 10**400}])
def test_what_cannot_be_stored_is_refused(ben, api, data):
    assert api(ben).refused("PATCH", f"members/{ben.pk}/", data) == "input.invalid"


@pytest.mark.parametrize("levels", [DEEPEST, 500])
def test_what_is_nested_too_deep_is_refused(levels):
    with pytest.raises(InvalidInput):
        JoinCommunity.parse({"invitation": json.loads("[" * levels + "]" * levels)})


@pytest.mark.parametrize("name", ["", " ", "\x1c", "\u200b\u2060", "\u3000", "\0"])
def test_a_name_has_a_sign_that_can_be_seen(ben, api, name):
    assert api(ben).refused("PATCH", f"members/{ben.pk}/", {"name": name}) == "input.invalid"
    api(ben).patch("account/", {"display_name": name})
    ben.user.refresh_from_db()
    assert ben.user.shown_name() == "ben"


def test_outer_space_is_no_part_of_a_name():
    assert EditMember.parse({"name": " Ben\x1c"}).name == "Ben"


@pytest.mark.parametrize("after", ["²", "-1", "1e3", "x"])
def test_a_place_in_the_list_of_members_is_a_number(ben, api, after):
    assert api(ben).refused("GET", f"communities/lake/members/?after={after}") == "input.invalid"


@pytest.mark.parametrize("path", ["members/?q=%00", "members/?after=" + "9" * 5000, "threads/?tag=%00"])
def test_a_query_that_finds_nothing_is_no_failure(ben, api, path):
    api(ben).get(f"communities/lake/{path}")


def test_a_path_with_a_nul_leads_nowhere(ben, api, square):
    message = say(ben, square)
    for method in ("PUT", "DELETE"):
        assert api(ben).refused(method, f"messages/{message.pk}/reactions/%00/") == "input.invalid"
        assert api(ben).refused(method, "communities/lake/drafts/room:%00/", {"body": ""}) == "input.invalid"


def test_what_stands_beside_a_draft_is_small(ben, api):
    data = {"body": "", "data": {"title": "x" * 4096}}
    assert api(ben).refused("PUT", "communities/lake/drafts/room:1/", data) == "input.invalid"


def test_nothing_of_a_refused_change_is_done(ada, ben, api):
    assert api(ada).refused("PATCH", f"members/{ben.pk}/", {"role": "admin", "bio": "Mine"}) == "not_found"
    assert Member.objects.get(pk=ben.pk).role == ben.role


@pytest.mark.parametrize("path", ["account/", "members/{ben}/", "communities/lake/"])
def test_an_empty_change_writes_nothing(ada, ben, api, path):
    who = ada if path == "communities/lake/" else ben
    browser = api(who)
    with CaptureQueriesContext(connection) as asked:
        browser.patch(path.format(ben=ben.pk), {})
    assert not [query for query in asked if query["sql"].startswith("UPDATE")]
