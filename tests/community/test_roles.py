"""What a community adjusts in the table of capabilities, and the titles that hosts give."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from chat import messages, rooms
from community import access
from community.access import ADJUSTABLE, CAPABILITIES, Role
from community.errors import Forbidden, InvalidInput, Refusal
from community.members.models import Member, User
from community.moderation import wordlists
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.roles import adjusting, titles
from community.roles.models import Adjustment
from tests.community.moderation.desk import signed_in
from tests.conftest import joined

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_ada(ada) -> Moderator:
    return Moderator(member=ada)


@pytest.fixture
def adjust(by_ada, community, django_capture_on_commit_callbacks):
    """`adjust("room.create", Role.MEMBER)`, committed."""

    def adjusted(capability: str, least: Role | None) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            adjusting.adjust(by_ada, community, capability, least)

    return adjusted


def held(community_id: int) -> dict[str, set[Role]]:
    """The table as it is in a community."""
    people = [Member(community_id=community_id, role=role) for role in Role]
    return {name: {Role(one.role) for one in people if access.can(one, name)} for name in CAPABILITIES}


# --- The table --------------------------------------------------------------------------------------------------------


def test_members_open_rooms_where_the_community_wants_it_and_nowhere_else(ben, adjust):
    with pytest.raises(Forbidden):
        rooms.create(ben, "open", "Den")
    adjust("room.create", Role.MEMBER)
    rooms.create(ben, "open", "Den")
    adjust("room.create", None)
    with pytest.raises(Forbidden):
        rooms.create(ben, "open", "Another")


def test_what_is_kept_for_admins_is_theirs_alone(mo, community, adjust):
    hana = joined(community, "Hana", Role.HOST)
    assert access.can(hana, "room.pin")
    adjust("room.pin", Role.ADMIN)
    assert not access.can(hana, "room.pin")
    assert not access.can(mo, "room.pin")


@given(some.lists(some.tuples(some.sampled_from(sorted(CAPABILITIES)), some.sampled_from([*Role, None])), max_size=30))
def test_no_adjustments_give_what_is_no_communitys_to_give(changes):
    """Whatever stands in the rows, even what the verb would have refused."""
    adjusted = {name: role for name, role in changes if role is not None}
    community_id = -1
    adjusting._kept[community_id] = (float("inf"), adjusted)
    try:
        table = held(community_id)
    finally:
        adjusting.forget()
    for name, usual in CAPABILITIES.items():
        assert Role.OWNER in table[name]
        if name not in ADJUSTABLE:
            assert table[name] == usual


def test_moderators_hold_whatever_can_be_given():
    assert all(Role.MODERATOR in CAPABILITIES[name] for name in ADJUSTABLE)


def test_the_verb_refuses_what_is_not_in_the_list(by_ada, community):
    for capability in {*CAPABILITIES, "no.such"} - ADJUSTABLE:
        with pytest.raises(InvalidInput):
            adjusting.adjust(by_ada, community, capability, Role.MEMBER)
    for capability in ADJUSTABLE:
        with pytest.raises(InvalidInput):
            adjusting.adjust(by_ada, community, capability, Role.ONLOOKER)
    assert not Adjustment.objects.exists()


def test_onlookers_gain_nothing_by_a_row_that_nobody_should_have_written(ada, olga):
    Adjustment.objects.create(community=ada.community, capability="thread.create", least=Role.ONLOOKER)
    adjusting.forget()
    assert not access.can(olga, "thread.create")


def test_only_who_edits_the_community_adjusts_it_and_the_audit_has_it(mo, community, adjust):
    with pytest.raises(Forbidden):
        adjusting.adjust(Moderator(member=mo), community, "room.create", Role.MEMBER)
    adjust("room.create", Role.MEMBER)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.data) == ("adjust role", {"capability": "room.create", "least": "member"})


def test_posting_asks_nothing_more_for_it(ben, square, adjust):
    adjust("mention.all", Role.MEMBER)
    messages.post(ben, square, "One @all", client_id=uuid4())
    with CaptureQueriesContext(connection) as asked:
        messages.post(ben, square, "Two @all", client_id=uuid4())
    assert not [query for query in asked if "roles_adjustment" in query["sql"]]


def test_another_process_hears_of_it_within_seconds(ben, community, monkeypatch):
    monkeypatch.setattr(adjusting, "LASTS", 0.0)
    assert not access.can(ben, "room.create")
    Adjustment.objects.create(community=community, capability="room.create", least=Role.MEMBER)
    assert access.can(ben, "room.create")


def test_the_page_says_what_is_usual_and_what_is_not(api, ada, ben, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        api(ada).patch("communities/lake/roles/", {"capability": "room.create", "least": "member"})
    found = {row["name"]: row for row in api(ben).get("communities/lake/roles/")["capabilities"]}
    assert found["room.create"] == {"name": "room.create", "least": "member", "usual": "host"}
    assert found["thread.create"]["least"] == "member"
    assert "room.create" in api(ben).get("communities/lake/")["can"]


# --- Titles -----------------------------------------------------------------------------------------------------------


def test_a_host_gives_a_title_that_everybody_reads(api, ben, community, cleo):
    hana = joined(community, "Hana", Role.HOST)
    assert api(hana).put(f"members/{ben.pk}/title/", {"title": " Ferryman "})["title"] == "Ferryman"
    listed = {row["name"]: row["title"] for row in api(hana).get("communities/lake/members/")["results"]}
    assert listed["Ben"] == "Ferryman"
    assert api(hana).put(f"members/{ben.pk}/title/", {"title": ""})["title"] == ""
    assert api(hana).refused("PUT", f"members/{ben.pk}/title/", {"title": "x" * 21}) == "input.invalid"


def test_nobody_gives_titles_upwards_nor_without_the_capability(ada, ben, mo, community):
    hana = joined(community, "Hana", Role.HOST)
    for by, member in ((ben, ben), (hana, mo), (mo, ada)):
        with pytest.raises(Refusal):
            titles.give(Moderator(member=by), member, "King")
    assert titles.give(Moderator(member=hana), hana, "Keeper").title == "Keeper"


def test_a_title_is_judged_by_the_word_list(by_ada, ben, community, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wordlists.enter(by_ada, community, ["boss"], kind="word", action="flag")
        wordlists.enter(by_ada, community, ["idiot"], kind="word", action="block")
    with pytest.raises(Forbidden) as refused:
        titles.give(by_ada, ben, "Idiot")
    assert refused.value.code == "words.blocked"


# --- The admin --------------------------------------------------------------------------------------------------------


def test_an_operator_adjusts_in_the_admin_and_takes_it_back(ben, community):
    root = User.objects.create(username="root", is_staff=True, is_superuser=True)
    browser = signed_in(root)
    where = reverse("admin:roles_adjustment_changelist")
    chosen = {"community": community.pk, "capability": "room.create", "least": "member", "answered": "1"}
    browser.post(reverse("admin:roles_adjustment_add"), chosen)
    row = Adjustment.objects.get()
    assert (row.capability, row.least, row.staff) == ("room.create", "member", root)
    browser.post(where, {"action": "as_usual", "_selected_action": [row.pk]})
    assert not Adjustment.objects.exists()
    assert list(AuditEntry.objects.values_list("act", "staff")) == [("adjust role", root.pk)] * 2
