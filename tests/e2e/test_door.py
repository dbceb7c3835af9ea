"""The page on the door, as those meet it who are not in."""

import pytest
from playwright.sync_api import WebSocket, expect

from community.members.models import Community
from tests.e2e.conftest import PHONE
from tests.e2e.test_main_job import open_room

NARROW = {**PHONE, "viewport": {"width": 320, "height": 640}}
RULES = "\n\n".join(f"{n}. Nobody shouts at the herons, nor at whoever feeds them at the pier." for n in range(1, 13))
# Whatever scrolls around it: the page, or a frame inside it.
TO_THE_END = "(door) => { for (let one = door; one; one = one.parentElement) one.scrollTo(0, one.scrollHeight) }"
TOP = "(element) => element.getBoundingClientRect().top"
BOTTOM = "(element) => element.getBoundingClientRect().bottom"


@pytest.mark.parametrize("shape", [PHONE, NARROW], ids=["phone", "narrow"])
def test_the_last_of_the_rules_can_be_read_above_what_comes_next(window, community, square, shape):
    Community.objects.update(rules=RULES)
    page = window(None, shape)
    page.goto("/c/lake")
    expect(page.get_by_test_id("door-sign-in")).to_be_visible()
    last = page.locator("article.door .rules li").last
    expect(last).to_be_visible()
    page.locator("article.door").evaluate(TO_THE_END)
    foot = page.locator("article.door > footer")
    assert last.evaluate(BOTTOM) <= foot.evaluate(TOP)
    assert foot.evaluate(BOTTOM) <= shape["viewport"]["height"]


def test_a_strangers_page_tries_no_socket_and_a_members_does(window, ada, square):
    opened: list[WebSocket] = []
    guest = window(None, PHONE)
    guest.on("websocket", lambda socket: opened.append(socket))
    for _ in range(2):
        guest.goto("/c/lake")
        expect(guest.get_by_test_id("door-sign-in")).to_be_visible()
    assert opened == []

    member = open_room(window(ada, PHONE), square)
    member.on("websocket", lambda socket: opened.append(socket))
    member.reload()
    expect(member.get_by_test_id("composer-input")).to_be_visible()
    assert len(opened) == 1
