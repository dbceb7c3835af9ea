"""Under one's last message stands who has read it, in rooms of a few, where both show it."""

import pytest
from playwright.sync_api import expect

from chat import rooms
from community.members import visibility
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import open_room, say

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SHAPES
def test_who_reads_the_last_message_is_named_under_it(window, ada, ben, shape):
    for member in (ada, ben):
        visibility.show(member, {"shows_reading": True})
    between = elsewhere(rooms.direct, ada, ben)
    adas, bens = window(ada, shape), window(ben, shape)
    open_room(adas, between)
    say(adas, "Are you there?")
    open_room(bens, between)
    bens.bring_to_front()
    expect(adas.get_by_test_id("read-by")).to_have_text("Read by Ben")
    adas.reload()
    expect(adas.get_by_test_id("read-by")).to_have_text("Read by Ben")


def test_who_shows_it_is_chosen_on_ones_own_page_and_to_nobody_at_first(window, ben):
    page = window(ben, PHONE)
    page.goto("/c/lake/me")
    chosen = page.get_by_test_id("visibility-reading")
    expect(chosen).to_have_value("nobody")
    with page.expect_response(lambda answer: "visibility" in answer.url and answer.request.method == "PATCH"):
        chosen.select_option("rooms")
    page.reload()
    expect(chosen).to_have_value("rooms")
