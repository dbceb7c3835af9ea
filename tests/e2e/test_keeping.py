"""A room that keeps what is said for some days only, and what of oneself others see."""

import pytest
from playwright.sync_api import expect

from chat.models import Room
from chat.retention import expiring
from chat.retention.models import Shortening
from tests.board.acts import promote, say
from tests.chat.retention.past import keep_for, said_long_ago
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room
from tests.live import wait_until

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SHAPES
def test_hosts_say_how_long_a_room_keeps_and_everybody_hears_from_when_on(window, ada, ben, square, shape):
    say(ben, square, "Good morning")
    bens, hosts = open_room(window(ben, shape), square), open_room(window(ada, shape), square)
    hosts.get_by_test_id("room-info").click()
    hosts.get_by_test_id("room-terms").click()
    hosts.get_by_test_id("terms-keeping").select_option("30")
    hosts.get_by_test_id("terms-save").click()
    expect(hosts.get_by_test_id("terms-save")).to_have_count(0)
    expect(hosts.get_by_test_id("room-keeping")).to_contain_text("goes after 30 days")
    expect(bens.locator('[data-state="system"]')).to_contain_text("goes after 30 days")
    assert (Shortening.objects.get().days, Room.objects.get(pk=square.pk).keeps_days) == (30, None)


@SHAPES
def test_what_is_too_old_leaves_the_screen_and_what_was_promoted_stays(window, ada, ben, square, shape):
    said_long_ago(ben, square, "Long ago")
    carried = said_long_ago(ben, square, "Where to meet?")
    promote(ada, square, [carried], title="Meeting")
    say(ada, square, "Today")
    keep_for(square)
    page = open_room(window(ben, shape), square)
    hear(page, "Long ago")
    elsewhere(expiring.expire, square.pk)
    expect(page.get_by_text("Long ago", exact=True)).to_have_count(0)
    hear(page, "Today")
    page.reload()
    expect(page.get_by_test_id("room-gone")).to_contain_text("30 days")
    expect(page.get_by_text("Meeting").first).to_be_visible()
    hear(page, "Today")
    expect(page.get_by_text("Long ago", exact=True)).to_have_count(0)


@SHAPES
def test_a_member_shows_the_line_about_themselves_to_nobody(window, ada, ben, shape):
    type(ben).objects.filter(pk=ben.pk).update(bio="Rows on Sundays")
    adas, bens = window(ada, shape), window(ben, shape)
    adas.goto("/c/lake/members")
    expect(adas.get_by_text("Rows on Sundays")).to_be_visible()
    bens.goto("/c/lake/me")
    bens.get_by_test_id("visibility-bio").select_option("me")
    wait_until(lambda: type(ben).objects.get(pk=ben.pk).bio_to == "me")
    adas.reload()
    expect(adas.locator(f'[data-testid="member"][data-id="{ben.pk}"]')).to_be_visible()
    expect(adas.get_by_text("Rows on Sundays")).to_have_count(0)
