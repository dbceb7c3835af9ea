"""How soon the app is of use: on a first visit, on the next one, in another room."""

from statistics import median

from tests.bench.web.line import CALM, FOUR_G
from tests.bench.web.phone import Phone
from tests.bench.web.stage import Stage
from tests.e2e.test_offline import kept
from tests.live import wait_until

FIRST_ROOM, OTHER_ROOM = "long", "quiet"
SWITCHES = 4  # of each kind
REST = 1_000  # milliseconds in a room, and in the list: rows beyond the screen are drawn by then

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
# What is posted while a frame is made ready comes once it was drawn, with the rows that it brought along.
SWITCH = """(newest) => {
  const row = () => document.querySelector(`[data-testid=message][data-id="${newest}"]`);
  const { port1: drawn, port2: frame } = new MessageChannel();
  window.switched = new Promise((done) => addEventListener("click", ({ timeStamp }) => {
    const look = () => requestAnimationFrame(() => frame.postMessage(null));
    drawn.onmessage = () => eye.inSight(row()) ? done(performance.now() - timeStamp) : look();
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
    """By a tap from the list into a room that was seen before: the first of a page, the same again, two in turn."""
    visit(phone, stage, OTHER_ROOM)
    _leave(phone)
    phone.line.weather = FOUR_G
    phone.slow_down()
    first = _entered(phone, stage, OTHER_ROOM)
    again = [_entered(phone, stage, OTHER_ROOM) for _ in range(SWITCHES)]
    _entered(phone, stage, FIRST_ROOM)  # which this page has not seen
    turns = [_entered(phone, stage, room) for room in (OTHER_ROOM, FIRST_ROOM) * (SWITCHES // 2)]
    return {"room_switch_ms": first, "room_switch_again_ms": median(again), "room_switch_turns_ms": median(turns)}


def _entered(phone: Phone, stage: Stage, room: str) -> float:
    """Milliseconds from the tap until its newest message stands there; then one rests, and goes back to the list."""
    link = phone.page.locator(f'[data-testid="room-link"][data-room="{stage.rooms[room].pk}"]')
    link.tap(trial=True)
    phone.page.evaluate(SWITCH, stage.newest[room])
    link.tap()
    took = phone.page.evaluate("switched")
    _leave(phone)
    return took


def _leave(phone: Phone) -> None:
    phone.page.wait_for_timeout(REST)
    phone.page.get_by_test_id("room-back").tap()
    phone.page.wait_for_timeout(REST)


def _named(visit: str, seen: dict[str, float]) -> dict[str, float]:
    return {f"{visit}_{sign}_s": moment / 1000 for sign, moment in seen.items() if sign != "newest"}


def visit(phone: Phone, stage: Stage, room: str) -> None:
    """Be there once, at leisure, until the browser has kept the app and the room."""
    page = phone.tab(stage.newest[room], CALM)
    phone.opened(stage.path(room))
    page.evaluate("navigator.serviceWorker.ready")
    wait_until(lambda: f"room:{stage.rooms[room].pk}" in kept(page), 60)
