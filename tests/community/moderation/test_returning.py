"""Whoever may be back under another account while suspended is shown to moderators, and nothing is done to them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from community.clock import now
from community.members import communities
from community.members.models import Community, Member, User
from community.moderation import returning, sanctions
from community.moderation.models import Case, Report
from community.moderation.sanctions import Penalty
from community.trust import tasks
from tests.community.moderation.desk import page_of
from tests.conftest import joined, person

FOR_GOOD = Penalty("ban", None)


@pytest.fixture
def banned(community, by_mo) -> Member:
    trader = joined(community, "Golden Trader")
    sanctions.impose(by_mo, trader, FOR_GOOD, reason="Sold what is not there.")
    return trader


def newcomer(community: Community, name: str) -> Member:
    return communities.join(User.objects.create(username=uuid4().hex, display_name=name, hue=1), community)


def signs(member: Member) -> list[tuple[str, ...]]:
    return [hint.signs for hint in returning.hints(member)]


@pytest.mark.parametrize("name", ["golden trader", "Gоldеn Trаder", "G o l d e n Trader!", "Golden Trader 2"])
def test_a_name_is_the_same_however_it_is_disguised(community, banned, name):
    assert signs(newcomer(community, name)) == [("name", "soon")]


@pytest.mark.parametrize("name", ["Golda", "Trader", "Silver Trader", "…"])
def test_another_name_says_nothing_and_coming_soon_after_says_nothing_either(community, banned, name):
    assert signs(newcomer(community, name)) == []


def test_whoever_comes_by_their_invitation_is_shown_and_long_after_no_more_as_soon(community, banned):
    with time_machine.travel(now() + timedelta(days=30), tick=False):
        guest = joined(community, "Guest")
        assert signs(guest) == []
        Member.objects.filter(pk=guest.pk).update(invited_by=banned)
        guest.refresh_from_db()
        assert signs(guest) == [("invited",)]


def test_the_same_words_about_themselves_are_a_sign_unless_everybody_says_them(community, banned):
    guest = joined(community, "Guest")
    for said, found in (("Hello there", []), ("Gold for everybody, ask me how", [("words", "soon")])):
        Member.objects.filter(pk__in=(guest.pk, banned.pk)).update(bio=said)
        guest.refresh_from_db()
        assert signs(guest) == found


def test_who_was_there_before_is_nobody_new(community, by_mo):
    namesake = joined(community, "Golden Traders")
    sanctions.impose(by_mo, joined(community, "Golden Trader"), FOR_GOOD)
    assert signs(namesake) == []


def test_what_was_lifted_or_is_over_is_no_reason(community, by_mo, banned):
    sanctions.lift(by_mo, banned.sanctions.get())
    assert signs(newcomer(community, "Golden Trader!")) == []
    short = joined(community, "Silver Fox")
    sanctions.impose(by_mo, short, Penalty("ban", now() + timedelta(days=1)))
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        assert signs(joined(community, "Silver Fox!")) == []


def test_another_community_knows_nothing_of_it(banned):
    elsewhere = communities.found(person("Olive"), slug="pond", name="Pond", purpose="To swim.").community
    assert signs(newcomer(elsewhere, "Golden Trader")) == []


def test_moderators_find_them_in_the_queue_once_with_the_reasons(community, banned, browser):
    guest = joined(community, "Golden Trader II")
    for _ in range(2):
        tasks.look_for_return(guest.pk)
    case = Case.objects.get(member=guest)
    assert [report.why for report in case.reports.all()] == [Report.Why.AGAIN]
    page = browser.get(page_of(case)).content.decode()
    assert "May be somebody who is suspended" in page
    assert "named alike" in page
    assert banned.name in page
    assert not guest.sanctions.exists()


def test_nothing_is_noted_of_whoever_is_like_nobody(community, banned):
    tasks.look_for_return(joined(community, "Dora").pk)
    assert not Case.objects.exists()
