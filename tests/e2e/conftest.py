"""Browsers: Debian's Chromium, driven by Playwright, on the built web app."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from community.launch.browser import SHELL
from community.members.models import Member
from tests import live
from tests.e2e import bare_keys, hosting
from tests.wire import cookies

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
# The second line of flags keeps Chromium from calling home, which a machine without network answers with noise.
FLAGS = [
    "--no-sandbox", "--disable-gpu",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--no-first-run",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",  # a microphone that hums
]  # fmt: skip
expect.set_options(timeout=20_000)
# Playwright's synchronous API runs an event loop in this thread; the tests' own queries are none of its business.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def chromium() -> str:
    """The whole browser, as people have it."""
    named = os.environ.get("CHROMIUM", "")
    found = next(
        filter(None, (shutil.which(name) for name in (named, "chromium", "chromium-browser", "google-chrome") if name)),
        None,
    )
    assert found, "There is no Chromium: install Debian's package chromium, or name one in CHROMIUM."
    return found


def chromium_shell() -> str:
    """The same without windows, which takes a seventh less time; where it is not installed, the whole browser."""
    whole = Path(chromium())
    shell = whole.with_name(SHELL)
    return str(shell if whole.name == "chromium" and shell.exists() else whole)


@pytest.fixture(scope="session")
def driver():
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def whole_browser(driver):
    yield from _running(driver, chromium())


@pytest.fixture(scope="session")
def shell(driver):
    yield from _running(driver, chromium_shell())


def _running(driver: Playwright, program: str) -> Iterator[Browser]:
    running = driver.chromium.launch(executable_path=program, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def browser(request) -> Browser:
    """Chromium's shell; what is marked `whole_browser` asks for what only the whole one has."""
    return request.getfixturevalue("whole_browser" if request.node.get_closest_marker("whole_browser") else "shell")


@pytest.fixture(scope="session")
def _worker(django_db_setup, django_db_blocker):
    with live.worker():
        yield


@pytest.fixture
def site(transactional_db, _daphne, _worker):
    """The site with its worker, and the web app that was built."""
    assert (settings.WEB_APP / "index.html").exists(), "The web app is not built: run `make setup`."
    yield _daphne
    live.wait_until_idle()


@pytest.fixture
def window(browser: Browser, site):
    """`window(member, PHONE)`: that member's browser, signed in; it fails when the page breaks, or lacks a word."""
    opened: list[BrowserContext] = []
    broken: list[str] = []

    def open_window(
        who: Member | None, shape: dict, locale: str = "en", scheme: str = "light", *, installed: bool = False
    ) -> Page:
        # Keeping the whole app for later is work that only the tests of that need.
        workers = "allow" if installed else "block"
        context = browser.new_context(
            base_url=site.http, locale=locale, color_scheme=scheme, service_workers=workers, **shape
        )
        opened.append(context)
        bare_keys.watch(context, broken.append)
        if who:
            name, _, value = cookies(who).partition("=")
            context.add_cookies([{"name": name, "value": value, "url": site.http}])
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield open_window
    for context in opened:
        context.close()
    assert not broken, broken


@pytest.fixture
def host_page(site):
    """`host_page("data-room='5'")`: somebody else's page with the drawer."""
    yield from hosting.pages(site)


def comes_true(page: Page, expression: str, arg: Any = None) -> None:
    """Wait until it is so on the page. Playwright's own way asks again by `eval`, which the page's policy forbids."""
    live.wait_until(lambda: page.evaluate(expression, arg))


def elsewhere(verb: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Call a verb in a thread of its own, as a server does: this one belongs to Playwright's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_and_close, verb, *args, **options).result()


def _and_close(verb: Callable[..., Any], *args: Any, **options: Any) -> Any:
    try:
        return verb(*args, **options)
    finally:
        connection.close()
