"""A browser of the size and speed of a cheap phone, and what it tells of itself.

390 x 844 points, touch, the main thread slowed four times (`Emulation.setCPUThrottlingRate`), behind a `Line`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.bench.web.line import CALM, Line, Weather
from tests.bench.web.stage import Stage
from tests.e2e.conftest import DESKTOP, FLAGS, PHONE, chromium
from tests.wire import cookies

SLOW = 4  # times
PATIENCE = 60_000  # milliseconds
ALL_CORES = range(os.cpu_count() or 1)

# Notes when what one waits for is there, each at the frame after the one that drew it.
EYE = """(newest) => {
  const inSight = (row) => {
    const box = row?.getBoundingClientRect();
    return !!box && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  };
  const find = (what) => document.querySelector(what);
  const row = "[data-testid=message]";
  const signs = {
    words: () => inSight(find(row)),
    newest: () => inSight(find(`${row}[data-id="${newest}"]`)),
    field: () => find("[data-testid=composer-input]")?.disabled === false,
    online: () => find("[data-testid=connection-state]")?.dataset.state === "online",
  };
  const at = {};
  const done = new Promise((tell) => {
    const look = () => {
      for (const [name, sign] of Object.entries(signs)) {
        if (!(name in at) && sign()) requestAnimationFrame((now) => (at[name] ??= now));
      }
      if (Object.keys(at).length < Object.keys(signs).length) return requestAnimationFrame(look);
      eye.usable = Math.max(...Object.values(at));
      tell({ ...at, usable: eye.usable });
    };
    requestAnimationFrame(look);
  });
  const eye = (window.eye = { inSight, done, usable: 0 });
}"""


class Phone:
    """One browser profile of the reader's; `page` is the tab at hand."""

    def __init__(self, context: BrowserContext, line: Line, slow: int) -> None:
        self.line = line
        self.slow = slow
        self._context = context
        assert context.browser
        self._browser = context.browser
        self.page: Page
        self.talk: CDPSession

    def tab(self, newest: int, weather: Weather) -> Page:
        """A new tab in which the newest message is watched for, on such a line."""
        self.line.weather = weather
        self.page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script(f"({EYE})({newest})")
        self.talk = self._context.new_cdp_session(self.page)
        if weather is not CALM:
            self.slow_down()
        return self.page

    def slow_down(self) -> None:
        self.talk.send("Emulation.setCPUThrottlingRate", {"rate": self.slow})

    def opened(self, path: str) -> dict[str, float]:
        """Go there, and wait until it is of use; milliseconds since the way began, by sign."""
        self.page.goto(path, wait_until="commit")
        return self.page.evaluate("eye.done")

    def record(self, categories: list[str]) -> None:
        """Have the browser write down what it does, until `recorded`."""
        self._browser.start_tracing(page=self.page, categories=categories)

    def recorded(self) -> bytes:
        """What it did, in Chromium's trace format."""
        return self._browser.stop_tracing()

    def told(self, method: str, **arguments: Any) -> dict[str, Any]:
        return self.talk.send(method, arguments)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium on all cores, whichever we were started on."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, ALL_CORES)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the driver runs an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def phone(browser: Browser, stage: Stage, line: Line, *, desktop: bool = False) -> Iterator[Phone]:
    """A profile that was never here, signed in; a desktop is not slowed."""
    shape = DESKTOP if desktop else PHONE
    address = f"http://localhost:{line.port}"
    context = browser.new_context(base_url=address, locale="en", **shape)
    name, _, value = cookies(stage.reader).partition("=")
    context.add_cookies([{"name": name or settings.SESSION_COOKIE_NAME, "value": value, "url": address}])
    try:
        yield Phone(context, line, 1 if desktop else SLOW)
    finally:
        context.close()
