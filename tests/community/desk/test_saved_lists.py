"""Lists of the admin that are saved, shared and shown first."""

import contextlib

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.access import Role
from community.backstage.lists import ReadOnlyAdmin
from community.desk import saved
from community.desk.models import FirstList, SavedList
from community.errors import InvalidInput, Refusal
from community.members.models import Member
from community.moderation.models import AuditEntry, Case, ListedWord
from tests.chat.test_messages import run_all
from tests.community.backstage.places import MARK, among, place
from tests.community.backstage.test_scope import url
from tests.community.moderation.desk import signed_in, told
from tests.conftest import joined

WORDS = url(ListedWord, "changelist")
SAVED = url(ListedWord, "saved")


@pytest.fixture
def browser(mo) -> Client:
    return signed_in(mo.user)


@pytest.fixture
def amy(community) -> Member:
    return joined(community, "Amy", Role.MODERATOR)


def keep(browser: Client, query: str, name: str = "Bad words", **more: object):
    return browser.post(f"{SAVED}?{query}", {"do": "keep", "name": name, **more}, follow=True)


def act(browser: Client, does: str, row: SavedList, **more: str):
    return browser.post(SAVED, {"do": does, "saved": str(row.pk), **more}, follow=True)


def reader(*members: Member) -> saved.Reader:
    here = frozenset(member.community_id for member in members)
    return saved.Reader(members[0].user, here, here, frozenset())


def menu(browser: Client, where: str = f"{WORDS}?q=") -> list[str]:
    return [row.name for row in browser.get(where).context["saved"]["rows"]]


def test_what_is_filtered_searched_and_sorted_is_found_again(browser, community):
    for text, action in (("spam", "block"), ("spam ham", "flag"), ("ham", "block")):
        ListedWord.objects.create(community=community, text=text, action=action)

    page = keep(browser, "q=spam&o=-1&action__exact=block")

    assert page.redirect_chain[-1][0] == f"{WORDS}?action__exact=block&o=-1&q=spam"
    assert [row.text for row in page.context["cl"].result_list] == ["spam"]
    assert page.context["saved"]["chosen"].name == "Bad words"


def test_only_what_the_list_knows_is_kept(browser):
    keep(browser, "q=spam&next=//evil.example&p=3&e=1&_popup=1&community__slug=lake&by__user__email=a&kind__exact=")

    assert SavedList.objects.get().query == "q=spam"


@pytest.mark.parametrize("query", ["", "next=//evil.example", "q=", "q=" + "long" * 300])
def test_nothing_and_too_much_are_not_saved(browser, query):
    keep(browser, query)
    assert not SavedList.objects.exists()


def test_what_is_first_is_shown_to_whoever_wants_it_and_everything_stays_one_tap_away(browser, amy):
    keep(browser, "q=spam", first="on")

    assert browser.get(WORDS).url == f"{WORDS}?q=spam"
    assert browser.get(f"{WORDS}?q=").status_code == 200
    assert browser.get(f"{WORDS}?kind__exact=word").context["cl"].clear_all_filters_qs == "?q="
    assert signed_in(amy.user).get(WORDS).status_code == 200

    row = SavedList.objects.get()
    act(browser, "none_first", row)
    assert browser.get(WORDS).status_code == 200
    act(browser, "first", row)
    act(browser, "first", row)
    assert browser.get(WORDS).url == f"{WORDS}?q=spam"
    act(browser, "forget", row)
    assert browser.get(WORDS).status_code == 200


def test_a_first_list_whose_parameters_are_unknown_by_now_shows_everything(browser, mo):
    row = SavedList.objects.create(user=mo.user, page="moderation.listedword", name="Old", query="gone__exact=1")
    FirstList.objects.create(user=mo.user, page=row.page, saved=row)

    assert browser.get(WORDS).url == f"{WORDS}?q="


def test_what_is_shared_is_seen_by_the_moderators_of_that_community_alone(browser, amy, community):
    keep(browser, "q=spam", community=community.pk)
    keep(browser, "q=ham", "Mine")
    other, _ = place(MARK)

    assert menu(browser) == ["Bad words", "Mine"]
    assert menu(signed_in(amy.user)) == ["Bad words"]
    stranger = signed_in(other.user)
    assert menu(stranger) == [f"{MARK} list"]
    for row in SavedList.objects.exclude(name__contains=MARK):
        for does in ("first", "rename", "forget"):
            act(stranger, does, row, name="Taken over")
    assert set(SavedList.objects.values_list("name", flat=True)) == {"Bad words", "Mine", f"{MARK} list"}
    assert not FirstList.objects.exists()


def test_nobody_shares_with_a_community_in_which_they_are_nobody(browser, mo):
    other, _ = place(MARK)

    keep(browser, "q=spam", community=other.community_id)

    assert not SavedList.objects.filter(name="Bad words").exists()
    with pytest.raises(Refusal):
        saved.keep(reader(mo), "moderation.case", "Theirs", "q=a", other.community)


def test_a_shared_list_is_changed_by_who_saved_it_and_by_who_edits_the_community(browser, amy, ada, community):
    keep(browser, "q=spam", community=community.pk)
    row = SavedList.objects.get()

    assert told(act(signed_in(amy.user), "rename", row, name="Amy's")) == ["Your role does not allow this."]
    act(signed_in(amy.user), "forget", row)
    act(browser, "rename", row, name="Mo's")
    assert SavedList.objects.get().name == "Mo's"
    act(signed_in(ada.user), "forget", row)
    assert not SavedList.objects.exists()


def test_a_name_is_given_once(browser, community):
    keep(browser, "q=spam")
    assert told(keep(browser, "q=ham")) == ["A saved list has this name already."]
    keep(browser, "q=ham", community=community.pk)
    keep(browser, "q=eggs", "Other")
    other = SavedList.objects.get(name="Other")
    assert told(act(browser, "rename", other, name="Bad words")) == ["A saved list has this name already."]
    act(browser, "rename", other, name="Other")
    act(browser, "rename", other, name="")
    assert sorted(SavedList.objects.values_list("name", flat=True)) == ["Bad words", "Bad words", "Other"]


def test_no_more_are_saved_than_there_may_be_even_at_once(transactional_db, mo, monkeypatch):
    monkeypatch.setattr(saved, "MOST", 3)

    def try_to(number: int) -> None:
        with contextlib.suppress(InvalidInput):
            saved.keep(reader(mo), "moderation.case", f"List {number}", "q=a")

    run_all([lambda number=number: try_to(number) for number in range(6)])
    assert SavedList.objects.count() == 3


def test_a_moderator_who_loses_the_role_sees_and_shares_nothing_any_more(browser, mo, amy, community):
    keep(browser, "q=spam", community=community.pk)
    Member.objects.filter(pk=mo.pk).update(role=Role.MEMBER)

    assert browser.get(SAVED).status_code == 302
    assert menu(signed_in(amy.user)) == ["Bad words"]


def test_every_list_has_the_menu_and_it_costs_the_same_for_more(db, monkeypatch):
    monkeypatch.setattr(saved, "MOST", 1000)
    owner, _ = place("Lagoon")
    mo = among(owner, "Mo", Role.MODERATOR)
    client = signed_in(mo.user)

    def asked(page: ReadOnlyAdmin) -> int:
        where = f"{url(page.model, 'changelist')}?q="
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).context["saved"]["url"] == url(page.model, "saved")
        return len(queries)

    lists = [page for page in admin.site._registry.values() if getattr(page, "within", "")]
    before = [asked(page) for page in lists]
    for page in lists:
        for number in range(3):
            saved.keep(reader(mo), page.opts.label_lower, f"{page.opts.label_lower} {number}", f"q={number}")
    assert [asked(page) for page in lists] == before
    assert len(lists) > 10


@pytest.mark.parametrize("model", [Case, AuditEntry, Member])
def test_each_kind_of_filter_is_kept(browser, model):
    query = {
        Case: "community__id__exact=1&state=late",
        AuditEntry: "act=hide&at__year=2026&at_from=2026-01-01&q=a",
        Member: "presence=left&role__exact=host",
    }[model]

    browser.post(f"{url(model, 'saved')}?{query}", {"do": "keep", "name": "This"})

    assert SavedList.objects.get().query == query
