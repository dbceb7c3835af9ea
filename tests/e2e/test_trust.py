"""The door closes for a while and everybody reads it; who is new reads where they stand."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from community.clock import now
from community.members.models import Community
from community.moderation.audit import Moderator
from community.trust import raids
from tests.conftest import joined
from tests.e2e.axe import audit
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import open_room, say

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def dan(community, square):
    """A newcomer in a community of a month."""
    Community.objects.filter(pk=community.pk).update(created_at=now() - timedelta(days=30))
    return joined(Community.objects.get(pk=community.pk), "Dan")


@SHAPES
def test_members_read_that_the_door_is_closed_and_that_it_is_open_again(window, ben, mo, square, shape):
    page, by = open_room(window(ben, shape), square), Moderator(member=mo)
    expect(page.get_by_test_id("raid-banner")).to_have_count(0)
    elsewhere(raids.begin, by, square.community, 60)
    expect(page.get_by_test_id("raid-banner")).to_contain_text("The door is closed for a while")
    page.reload()
    expect(page.get_by_test_id("raid-banner")).to_be_visible()
    elsewhere(raids.end, by, square.community)
    expect(page.get_by_test_id("raid-banner")).to_have_count(0)


def test_a_moderator_closes_and_opens_the_door(window, mo, square):
    page = window(mo, PHONE)
    page.goto("/c/lake/me")
    page.get_by_test_id("raid-begin").click()
    expect(page.get_by_test_id("raid-banner")).to_be_visible()
    page.get_by_test_id("raid-end").click()
    expect(page.get_by_test_id("raid-banner")).to_have_count(0)


def test_members_have_no_such_switch(window, ben, square):
    page = window(ben, DESKTOP)
    page.goto("/c/lake/me")
    expect(page.get_by_test_id("standing")).to_be_visible()
    expect(page.get_by_test_id("raid-switch")).to_have_count(0)


@SHAPES
def test_a_newcomer_reads_where_they_stand_and_what_the_next_level_takes(window, dan, shape):
    page = window(dan, shape)
    page.goto("/c/lake/me")
    standing = page.get_by_test_id("standing")
    expect(standing).to_have_attribute("data-level", "newcomer")
    expect(standing).to_contain_text("3 links")
    expect(standing.locator('[data-name="visits"]')).to_contain_text("0 of 2")
    assert audit(page, "standing", "[data-testid=standing]") == []


def test_what_a_newcomer_says_while_the_door_is_closed_waits(window, dan, mo, square):
    page = open_room(window(dan, PHONE), square)
    elsewhere(raids.begin, Moderator(member=mo), square.community, 60)
    expect(page.get_by_test_id("raid-banner")).to_be_visible()
    raids.forget()
    say(page, "Hello, I am new here")
    expect(page.get_by_test_id("pending-held")).to_contain_text("A moderator reads this first")
