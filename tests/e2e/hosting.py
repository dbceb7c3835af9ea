"""A page of somebody else's with the drawer on it: made of what docs/embed.md shows, under the policy that it names."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import jwt
from playwright.sync_api import FrameLocator, Page

from community.embedding import origins
from community.members.models import Member
from tests.community.embedding import document

DOCUMENTED = "https://community.example"
LISTEN = document.block("js", "addEventListener")
# Beside what the document shows, every event that it names is kept.
RECORD = f"""
const heard = [];
addEventListener("oxbow", ({{ detail: oxbow }}) => {{
  for (const name of {list(document.events())}) oxbow.on(name, (event) => heard.push(event));
}});
"""


class HostPage:
    """A server of somebody else's, with one page and a way to vouch for its visitor."""

    def __init__(self, site, html: str) -> None:
        self.html, self.site, self.secret = html, site, ""
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
        answers: dict[str, tuple[str, Callable[[], str]]] = {
            "/": ("text/html; charset=utf-8", lambda: self.html),
            "/listen.js": ("text/javascript", lambda: LISTEN + RECORD),
            "/token": ("text/plain", self.token),
        }
        kind, body = answers[request.path]
        request.send_response(200)
        request.send_header("Content-Type", kind)
        if request.path == "/":
            request.send_header("Content-Security-Policy", self.policy())
        request.end_headers()
        request.wfile.write(body().encode())

    def policy(self) -> str:
        """As the document has it, for a page that runs a script of its own as well, and allows nothing else."""
        named = " ".join(document.block("", "script-src").split()).replace(DOCUMENTED, f"'self' {self.site.http}")
        return f"default-src 'none'; {named}; require-trusted-types-for 'script'; trusted-types 'none'"

    def token(self) -> str:
        moment = int(time.time())
        claims = {"aud": "lake", "sub": "7", "name": "Wren", "iat": moment, "exp": moment + 60, "jti": uuid4().hex}
        return jwt.encode(claims, self.secret, algorithm="HS256")

    def allow(self, owner: Member) -> None:
        self.secret = origins.edit(owner, [self.origin], renew=False).secret


def html(site, attributes: str) -> str:
    """The line of the document on a page, with other attributes for the room."""
    line = document.block("html").replace(DOCUMENTED, site.http).replace('data-room="5"', attributes)
    return (
        "<!doctype html><html lang='en'><meta name='viewport' content='width=device-width'><title>A page</title>"
        f"<h1>Somebody else's page</h1><script src='/listen.js'></script>{line}"
    )


def pages(site) -> Iterator[Callable[..., HostPage]]:
    """`open_page("data-room='5'")`, or with the whole of a page; all are gone after the test."""
    opened: list[HostPage] = []

    def open_page(attributes: str = "", whole: str = "") -> HostPage:
        opened.append(HostPage(site, whole or html(site, attributes)))
        return opened[-1]

    yield open_page
    for page in opened:
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


def heard(page: Page, name: str) -> list[dict[str, Any]]:
    """What the page heard under this name, without what every message between page and frame says."""
    events = page.evaluate("(name) => heard.filter((event) => event.on === name)", name)
    return [{key: value for key, value in event.items() if key not in ("oxbow", "on")} for event in events]
