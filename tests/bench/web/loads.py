"""How soon the app is of use: on a first visit, on the next one, in another room."""

from tests.bench.web.line import CALM, FOUR_G
from tests.bench.web.phone import Phone
from tests.bench.web.stage import Stage
from tests.e2e.test_offline import kept
from tests.live import wait_until

FIRST_ROOM, OTHER_ROOM = "long", "quiet"

# Encoded bytes of the scripts and styles that came until then; what the service worker fetches for later is not in it.
WEIGHT = """() => {
  const parts = new Map();
  for (const one of performance.getEntriesByType("resource")) {
    const { pathname } = new URL(one.name);
    if (/[.](js|css)$/.test(pathname) && one.responseEnd <= eye.usable) parts.set(pathname, one.encodedBodySize);
  }
  return [...parts.values()].reduce((all, one) => all + one, 0);
}"""

# From the moment of the tap until the frame after the one in which the newest message stands in sight.
SWITCH = """(newest) => {
  const row = () => document.querySelector(`[data-testid=message][data-id="${newest}"]`);
  window.switched = new Promise((done) => addEventListener("click", ({ timeStamp }) => {
    const look = () => requestAnimationFrame(eye.inSight(row()) ? (now) => done(now - timeStamp) : look);
    look();
  }, { capture: true, once: true }));
}"""
LOADED = "performance.getEntriesByType('navigation')[0].responseEnd"


def cold(phone: Phone, stage: Stage) -> dict[str, float]:
    """A browser that was never here opens a room: until one can type, sees the newest message and is online."""
    phone.tab(stage.newest[FIRST_ROOM], FOUR_G)
    seen = phone.opened(stage.path(FIRST_ROOM))
    return {
        "first_load_kb": phone.page.evaluate(WEIGHT) / 1000,
        **_named("cold", seen),
    }


def warm(phone: Phone, stage: Stage) -> dict[str, float]:
    """The same browser comes again in a new tab: the app is kept by its service worker, the room by the app."""
    visit(phone, stage, FIRST_ROOM)
    phone.page.close()
    phone.tab(stage.newest[FIRST_ROOM], FOUR_G)
    seen = phone.opened(stage.path(FIRST_ROOM))
    return _named("warm", seen)


def empty(phone: Phone, stage: Stage) -> dict[str, float]:
    """What the line and the browser take for a page of one line."""
    page = phone.tab(0, FOUR_G)
    page.goto("/healthz")
    return {"empty_page_s": page.evaluate(LOADED) / 1000}


def switch(phone: Phone, stage: Stage) -> dict[str, float]:
    """From the list into a room that was seen before, by a tap."""
    visit(phone, stage, OTHER_ROOM)
    phone.page.get_by_test_id("room-back").tap()
    link = phone.page.locator(f'[data-testid="room-link"][data-room="{stage.rooms[OTHER_ROOM].pk}"]')
    link.tap(trial=True)
    phone.line.weather = FOUR_G
    phone.slow_down()
    phone.page.evaluate(SWITCH, stage.newest[OTHER_ROOM])
    link.tap()
    return {"room_switch_ms": phone.page.evaluate("switched")}


def _named(visit: str, seen: dict[str, float]) -> dict[str, float]:
    return {f"{visit}_{sign}_s": moment / 1000 for sign, moment in seen.items() if sign != "newest"}


def visit(phone: Phone, stage: Stage, room: str) -> None:
    """Be there once, at leisure, until the browser has kept the app and the room."""
    page = phone.tab(stage.newest[room], CALM)
    phone.opened(stage.path(room))
    page.evaluate("navigator.serviceWorker.ready")
    wait_until(lambda: f"room:{stage.rooms[room].pk}" in kept(page), 60)
