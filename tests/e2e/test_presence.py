"""Who is there, who types, and words that wait on one device and are sent from another."""

from playwright.sync_api import expect

from community.members import visibility
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room


def test_one_is_seen_coming_and_typing_and_goes_on_writing_elsewhere(window, ada, ben, square):
    for member in (ada, ben):
        elsewhere(visibility.show, member, {"shows_presence": True})
    desk, phone = open_room(window(ada, DESKTOP), square), open_room(window(ben, PHONE), square)
    for page in (desk, phone):
        expect(page.get_by_text("2 here now")).to_be_visible()

    phone.get_by_test_id("composer-input").press_sequentially("The ferry is la")
    expect(desk.get_by_test_id("typing")).to_have_text(f"{ben.name} is typing")
    expect(phone.get_by_test_id("typing")).to_have_text("")
    expect(desk.get_by_test_id("typing")).to_have_text("")  # they stopped, and nobody had to say so

    laptop = open_room(window(ben, DESKTOP), square)
    expect(laptop.get_by_test_id("composer-input")).to_have_value("The ferry is la")
    laptop.get_by_test_id("composer-input").press_sequentially("te today")
    laptop.get_by_test_id("composer-send").click()
    hear(desk, "The ferry is late today")
    expect(phone.get_by_test_id("composer-input")).to_have_value("")  # it was sent, if not from here
