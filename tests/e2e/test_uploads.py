"""Files on their way up when the page is reloaded, closed or offline: nothing is lost, and all goes out once."""

import re

from playwright.sync_api import Page, Route, expect

from chat.models import Message
from community.files.models import File
from tests.e2e.conftest import DESKTOP, PHONE, comes_true, elsewhere
from tests.e2e.test_main_job import open_room
from tests.live import wait_until

PART = re.compile(r"/uploads/\d+/$")
SIZE = 900_000  # bytes: several parts
# How many files wait in this browser to be sent.
KEPT = """async () => {
  const answer = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  if (!(await indexedDB.databases()).some(({ name }) => name === "oxbow-unsent")) return 0;
  const database = await answer(indexedDB.open("oxbow-unsent"));
  const count = await answer(database.transaction("files").objectStore("files").count());
  database.close();
  return count;
}"""


def paper(name: str, size: int = SIZE) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + b"x" * size}


def hold_parts(page: Page) -> None:
    """The first part of each file arrives; then the line is dead."""

    def first_only(route: Route) -> None:
        is_later = route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0"
        route.abort("connectionreset") if is_later else route.continue_()

    page.route(PART, first_only)


def attach(page: Page, *names: str) -> None:
    page.get_by_test_id("attach-input").set_input_files([paper(name) for name in names])
    expect(page.get_by_test_id("tray-item")).to_have_count(len(names))


def wait_until_under_way(page: Page, count: int) -> None:
    arriving = File.objects.filter(received__gt=0, finished_at=None).count
    # The page is asked each time: what holds its parts back only runs while somebody talks with it.
    wait_until(lambda: page.evaluate(KEPT) == count and elsewhere(arriving) == count)


def sent(page: Page):
    return page.locator('[data-testid="message"][data-state="sent"]')


def test_a_page_reloaded_in_the_middle_goes_on_and_sends_the_message_once(window, ben, den):
    phone = open_room(window(ben, PHONE), den)
    hold_parts(phone)
    attach(phone, "plan.pdf", "map.pdf")
    phone.get_by_test_id("composer-input").fill("Both of them")
    phone.get_by_test_id("composer-send").tap()
    wait_until_under_way(phone, 2)

    phone.reload()
    expect(phone.get_by_test_id("tray-item")).to_have_count(2)
    expect(phone.get_by_test_id("tray-item").first).to_contain_text("plan.pdf")
    expect(phone.get_by_test_id("composer-input")).to_have_value("Both of them")
    assert elsewhere(Message.objects.filter(body="Both of them").count) == 0
    phone.unroute(PART)
    phone.reload()

    expect(sent(phone).filter(has_text="Both of them").get_by_test_id("document")).to_have_count(2)
    expect(phone.get_by_test_id("tray-item")).to_have_count(0)
    expect(phone.get_by_test_id("composer-input")).to_have_value("")
    message = elsewhere(Message.objects.get, body="Both of them")
    assert [file["name"] for file in message.files] == ["plan.pdf", "map.pdf"]
    assert elsewhere(File.objects.count) == 2, "nothing was brought twice"
    wait_until(lambda: phone.evaluate(KEPT) == 0)
    phone.reload()
    expect(sent(phone)).to_have_count(1)


def test_what_was_sent_off_goes_out_though_another_room_is_opened_next(window, ben, den, square):
    phone = open_room(window(ben, PHONE), den)
    hold_parts(phone)
    attach(phone, "plan.pdf")
    phone.get_by_test_id("composer-input").fill("From elsewhere")
    phone.get_by_test_id("composer-send").tap()
    wait_until_under_way(phone, 1)
    phone.unroute(PART)
    open_room(phone, square)
    wait_until(lambda: elsewhere(Message.objects.filter(room=den, body="From elsewhere").count) == 1)


def test_a_file_attached_in_a_tunnel_survives_a_reload_there_and_arrives_later(window, ben, den):
    phone = open_room(window(ben, PHONE, installed=True), den)
    phone.evaluate("navigator.serviceWorker.ready")
    phone.reload()
    open_room(phone, den)
    phone.context.set_offline(True)
    attach(phone, "tunnel.pdf")
    phone.get_by_test_id("composer-send").tap()
    wait_until(lambda: phone.evaluate(KEPT) == 1)
    phone.reload()
    expect(phone.get_by_test_id("tray-item")).to_contain_text("tunnel.pdf")
    phone.context.set_offline(False)
    expect(sent(phone).get_by_test_id("document")).to_have_count(1)
    assert elsewhere(Message.objects.filter(room=den).count) == 1


def test_of_two_tabs_one_sends_and_the_other_goes_on_when_it_is_closed(window, ben, den):
    first = open_room(window(ben, DESKTOP), den)
    hold_parts(first)
    attach(first, "plan.pdf")
    first.get_by_test_id("composer-input").fill("From either")
    first.get_by_test_id("composer-send").click()
    wait_until_under_way(first, 1)

    second = open_room(first.context.new_page(), den)
    asked: list[str] = []
    second.on("request", lambda request: PART.search(request.url) and asked.append(request.method))
    second.reload()
    open_room(second, den)
    expect(second.get_by_test_id("tray-item")).to_have_count(0)
    assert asked == [], "the first tab sends it"
    first.close()
    second.reload()
    expect(sent(second).filter(has_text="From either").get_by_test_id("document")).to_have_count(1)
    assert asked[0] == "HEAD", "from where the first tab had got to"
    assert elsewhere(Message.objects.filter(room=den).count) == 1
    assert elsewhere(File.objects.count) == 1


def test_a_file_that_the_server_forgot_begins_anew_by_itself(window, ben, den):
    phone = open_room(window(ben, PHONE), den)
    hold_parts(phone)
    attach(phone, "old.pdf")
    phone.get_by_test_id("composer-send").tap()
    wait_until_under_way(phone, 1)
    phone.goto("about:blank")
    elsewhere(File.objects.all().delete)
    phone.unroute(PART)
    open_room(phone, den)
    expect(sent(phone).get_by_test_id("document")).to_have_count(1)


def test_the_browser_asks_before_it_leaves_only_what_it_has_no_room_for(window, ben, den):
    desktop = window(ben, DESKTOP)
    # A disk that is full, as the browser tells it.
    desktop.add_init_script("navigator.storage.estimate = async () => ({quota: 1000, usage: 900});")
    open_room(desktop, den)
    hold_parts(desktop)
    attach(desktop, "large.pdf")
    expect(desktop.get_by_test_id("tray-losable")).to_be_visible()
    asked: list[str] = []
    desktop.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desktop.reload()
    assert asked == ["beforeunload"]
    expect(desktop.get_by_test_id("composer-input")).to_be_visible()
    desktop.reload()
    assert asked == ["beforeunload"], "nothing is lost now, and nobody asks"


def test_whoever_signs_out_leaves_no_file_behind(window, ben, den):
    phone = open_room(window(ben, PHONE), den)
    hold_parts(phone)
    attach(phone, "secret.pdf")
    wait_until_under_way(phone, 1)
    phone.goto("/c/lake/me")
    phone.get_by_test_id("sign-out").click()
    wait_until(lambda: phone.evaluate(KEPT) == 0)
    comes_true(phone, "() => !Object.keys(localStorage).some((key) => /tray|wish/.test(key))")
