"""The drawer on somebody else's page: another site, a strict policy, no cookies of ours."""

import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import jwt
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from chat import messages, seats
from community.embedding import origins
from community.embedding.models import Embedding, Guest
from community.members.models import Member
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere

LISTEN = """
addEventListener("oxbow", ({ detail: oxbow }) => {
  for (const name of ["ready", "unread"]) {
    oxbow.on(name, (event) => document.documentElement.setAttribute(`data-${name}`, JSON.stringify(event)));
  }
});
"""


class HostPage:
    """A server of somebody else's, with one page and a way to vouch for its visitor."""

    def __init__(self, site, attributes: str) -> None:
        self.attributes, self.site, self.secret = attributes, site, ""
        page = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page.answer(self)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.origin = (
            f"http://127.0.0.1:{self.server.server_port}"  # the site is on localhost: another site to browsers
        )
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        is_page = request.path == "/"
        body = {"/": self.html, "/listen.js": lambda: LISTEN, "/token": self.token}[request.path]()
        request.send_response(200)
        types = {"/": "text/html; charset=utf-8", "/listen.js": "text/javascript"}
        request.send_header("Content-Type", types.get(request.path, "text/plain"))
        if is_page:
            site = self.site.http
            request.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src 'self' {site}; frame-src {site}; connect-src 'self' {site};"
                " require-trusted-types-for 'script'; trusted-types 'none'",
            )
        request.end_headers()
        request.wfile.write(body.encode())

    def html(self) -> str:
        return (
            "<!doctype html><html lang='en'><meta name='viewport' content='width=device-width'><title>A page</title>"
            "<h1>Somebody else's page</h1><script src='/listen.js'></script>"
            f"<script src='{self.site.http}/embed.js' data-community='lake' {self.attributes}></script>"
        )

    def token(self) -> str:
        moment = int(time.time())
        claims = {"aud": "lake", "sub": "7", "name": "Wren", "iat": moment, "exp": moment + 60, "jti": uuid4().hex}
        return jwt.encode(claims, self.secret, algorithm="HS256")

    def allow(self, owner: Member) -> None:
        elsewhere(origins.edit, owner, [self.origin], renew=False)
        self.secret = elsewhere(Embedding.objects.get).secret


@pytest.fixture
def host_page(site):
    pages = []

    def open_page(attributes: str) -> HostPage:
        pages.append(HostPage(site, attributes))
        return pages[-1]

    yield open_page
    for page in pages:
        page.server.shutdown()
        page.server.server_close()


def visit(page: Page, host: HostPage) -> list[str]:
    """Open the page; what its policy refuses is noted."""
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(host.origin)
    return refused


def drawer(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def say(frame: FrameLocator, words: str) -> None:
    frame.get_by_test_id("composer-input").fill(words)
    frame.get_by_test_id("composer-send").click()
    expect(frame.locator('[data-testid="message"][data-state="sent"]').filter(has_text=words)).to_have_count(1)


def test_a_page_vouches_for_its_visitor_who_reads_and_writes_in_the_drawer(window, host_page, ada, square):
    host = host_page(f"data-room='{square.pk}' data-token-url='/token'")
    host.allow(ada)
    page = window(None, DESKTOP)
    refused = visit(page, host)
    expect(page.get_by_role("button", name="Open the conversation")).to_be_visible()
    assert page.locator("iframe").count() == 0

    page.get_by_role("button", name="Open the conversation").click()
    elsewhere(messages.post, ada, square, "Welcome, whoever you are", client_id=uuid4())
    expect(drawer(page).get_by_text("Welcome, whoever you are")).to_be_visible()
    say(drawer(page), "Hello from another site")
    expect(page.locator("html")).to_have_attribute("data-ready", re.compile('"signedIn":true'))
    guest = elsewhere(Guest.objects.select_related("user").get)
    assert guest.user.display_name == "Wren"
    assert not refused, refused

    page.keyboard.press("Escape")  # in the frame, where the field has the focus
    expect(page.locator("iframe")).to_be_hidden()
    elsewhere(messages.post, ada, square, "One more", client_id=uuid4())
    expect(page.locator("html")).to_have_attribute("data-unread", re.compile('"unread":1'))
    page.reload()  # the button knows what is new before anything is opened
    member = elsewhere(Member.objects.get, user=guest.user)
    expect(page.get_by_role("button", name="unread")).to_be_visible()
    assert elsewhere(seats.of, member, square).unread == 1


def test_on_a_phone_somebody_signs_in_in_a_window_of_its_own(window, host_page, ada, ben, square):
    host = host_page(f"data-room='{square.pk}'")
    host.allow(ada)
    page = window(ben, PHONE)  # signed in at the site itself: its cookie does not reach a frame on another site
    visit(page, host)
    page.get_by_role("button", name="Open the conversation").click()
    box = page.locator("iframe").bounding_box()
    assert box
    assert box["width"] == 390
    with page.expect_popup():
        drawer(page).get_by_test_id("embed-sign-in").click()
    say(drawer(page), "Hello from a phone")
    said = elsewhere(square.messages.select_related("author").latest, "pk")
    assert said.author == ben


def test_a_page_that_is_not_allowed_shows_nothing(window, host_page, ada, square):
    host_page("").allow(ada)
    stranger = host_page(f"data-room='{square.pk}'")
    page = window(None, DESKTOP)
    refused = visit(page, stranger)
    with page.expect_event("console", lambda said: "frame-ancestors" in said.text):
        page.get_by_role("button", name="Open the conversation").click()
    assert any("frame-ancestors" in text for text in refused)
    assert drawer(page).get_by_test_id("composer-input").count() == 0
