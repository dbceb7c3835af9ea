"""Places that people read who read what one reads, as members meet them."""

import pytest
from playwright.sync_api import expect

from community.kindred import likeness, suggesting
from community.kindred.models import Apart, Dismissal
from tests.board.acts import category_for
from tests.community.kindred.acts import crowd, opened, read
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_accessibility import CALM, Walk
from tests.live import wait_until

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def repairs(ada, ben, community):
    """A room of those who read Boats, as Ben does; others read something else."""
    sailors, others = crowd(community, "Sailor", 6), crowd(community, "Other", 8)
    read(opened(ada, "Gardens"), *others)
    read(opened(ada, "Boats"), ben, *sailors)
    room = opened(ada, "Repairs")
    read(room, *sailors)
    likeness.reckon(community.pk)
    return room


@SHAPES
def test_a_member_is_led_to_a_room_and_told_why(window, ben, repairs, shape):
    page = window(ben, shape)
    page.goto("/c/lake")
    place = page.get_by_test_id("kindred-place")
    expect(place).to_contain_text("At least 5 people who read Boats also read Repairs.")
    place.click()
    expect(page).to_have_url(f"{page.url.split('/c/')[0]}/c/lake/r/{repairs.pk}")


def test_a_member_waves_a_place_away_and_takes_that_back(window, ben, repairs):
    page = window(ben, PHONE)
    page.goto("/c/lake")
    page.get_by_test_id("kindred-dismiss").click()
    expect(page.get_by_test_id("kindred")).to_have_count(0)
    wait_until(lambda: Dismissal.objects.filter(place=f"room:{repairs.pk}").exists())
    page.get_by_test_id("kindred-undo").click()
    expect(page.get_by_test_id("kindred-place")).to_contain_text("Repairs")
    assert not Dismissal.objects.exists()


def test_who_does_not_want_to_be_compared_says_so_in_the_settings(window, ben, repairs):
    page = window(ben, PHONE)
    page.goto("/c/lake/me")
    switch = page.get_by_role("switch", name="Suggest places by what I read")
    expect(switch).to_be_checked()
    switch.click()
    wait_until(lambda: Apart.objects.exists())
    page.goto("/c/lake")
    expect(page.get_by_test_id("room-link").first).to_be_visible()
    expect(page.get_by_test_id("kindred")).to_have_count(0)
    assert suggesting.for_member(ben) == []


def test_it_has_no_violation_and_is_not_too_wide(window, ben, repairs):
    """The pages by themselves, on either screen, are looked at in test_every_page."""
    walk = Walk(window(ben, PHONE | CALM, locale="zh-TW"), "phone")
    walk.at("/c/lake", "kindred-place")
    assert not walk.found, "\n".join(walk.found)


def test_a_link_to_a_category_shows_its_threads(window, ada, ben):
    """Suggestions and announcements lead there."""
    chosen = category_for(ada, "members")
    page = window(ben, DESKTOP)
    page.goto(f"/c/lake/t?category={chosen.pk}")
    expect(page.get_by_role("button", name=chosen.name)).to_have_attribute("aria-pressed", "true")
