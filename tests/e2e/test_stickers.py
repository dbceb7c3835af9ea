"""Stickers as two people choose, send and see them."""

from playwright.sync_api import Page, expect

from chat.models import Message
from community.stickers import sets
from tests.api import Api
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import open_room
from tests.uploads import picture, upload


def put(member, name: str) -> None:
    sets.add(member, upload(Api(member), picture(), "image")["id"], name)


def to_stickers(page: Page) -> None:
    page.get_by_test_id("signs-open").click()
    page.get_by_test_id("signs").get_by_text("Stickers", exact=True).click()


def shown(page: Page):
    return page.locator('[data-testid="message"][data-state="sent"] img[data-testid="sticker"]')


def test_a_sticker_goes_out_with_a_tap_and_after_a_tunnel_and_the_last_stands_first(window, ada, ben, square):
    for name in ("Bow", "Wave"):
        elsewhere(put, ada, name)
    phone, desk = open_room(window(ben, PHONE), square), open_room(window(ada, DESKTOP), square)
    phone.get_by_test_id("composer-input").fill("Half a sentence")
    to_stickers(phone)
    expect(phone.get_by_test_id("sticker-send")).to_have_count(2)
    phone.get_by_role("button", name="Bow").tap()
    for page in (phone, desk):
        expect(shown(page)).to_have_attribute("alt", "Bow")
        expect(shown(page)).to_have_js_property("naturalWidth", 60)
    expect(phone.get_by_test_id("composer-input")).to_have_value("Half a sentence")

    phone.context.set_offline(True)
    phone.get_by_test_id("signs-open").tap()
    first = phone.get_by_test_id("sticker-send").first
    expect(first).to_have_accessible_name("Bow")
    first.tap()
    expect(phone.locator('[data-testid="message"][data-state="waiting"] [data-testid="sticker"]')).to_have_count(1)
    phone.context.set_offline(False)
    for page in (phone, desk):
        expect(shown(page)).to_have_count(2)
    assert elsewhere(lambda: Message.objects.filter(author=ben).count()) == 2


def test_a_host_chooses_stickers_and_what_was_sent_outlives_them(window, ada, square):
    desk = open_room(window(ada, DESKTOP), square)
    to_stickers(desk)
    expect(desk.get_by_test_id("sticker-panel")).to_contain_text("No stickers yet")
    desk.get_by_test_id("stickers-arrange").click()
    for name in ("Wave", "Wave", "Bow"):
        image = {"name": "drawn.png", "mimeType": "image/png", "buffer": picture()}
        if name == "Bow":
            expect(desk.get_by_test_id("sticker-new").get_by_role("alert")).to_contain_text("has this name")
        else:
            desk.get_by_test_id("sticker-input").set_input_files(image)
        desk.get_by_test_id("sticker-name").fill(name)
        desk.get_by_test_id("sticker-add").click()
        if name == "Wave":
            expect(desk.get_by_test_id("sticker-row").first).to_contain_text("Wave")
    expect(desk.get_by_test_id("sticker-row")).to_have_count(2)
    desk.keyboard.press("Escape")

    # With the keyboard alone: the grid is one stop, arrows go through it.
    desk.get_by_test_id("signs-open").press("Enter")
    desk.get_by_test_id("sticker-send").first.focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    expect(shown(desk)).to_have_attribute("alt", "Wave")

    desk.get_by_test_id("signs-open").click()
    desk.get_by_test_id("stickers-arrange").click()
    desk.get_by_role("button", name="Take Wave off").click()
    desk.get_by_test_id("dialog-confirm").click()
    expect(desk.get_by_test_id("sticker-row")).to_have_count(1)
    desk.reload()
    expect(shown(desk)).to_have_js_property("naturalWidth", 60)
