"""How smooth it is: frames while one types and others talk, and while mixed posts fly past."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.bench.stream.machine import SERVER_CORE, on_core
from tests.bench.systems import ROOT
from tests.bench.web import reckoning
from tests.bench.web.line import CALM, FOUR_G
from tests.bench.web.phone import Phone
from tests.bench.web.stage import Stage
from tests.live import wait_until

PER_SECOND = 50  # messages of others while one types
TYPED = "It leaves at nine, bring water"
assert len(TYPED) == 30
KEY = 120  # milliseconds from key to key
FLING = 2500  # points a second, as a thumb flings
FLIGHT = 9000  # points
RESTING = 2.0  # seconds

FLOWN = """() => {
  const { scrollTop, scrollHeight } = document.querySelector("[data-testid=timeline]");
  return scrollHeight - scrollTop;
}"""
FRAMES = """() => {
  const moments = [];
  const tick = (now) => (moments.push(now), window.flying && requestAnimationFrame(tick));
  window.flying = true;
  window.landed = () => ((window.flying = false), moments);
  requestAnimationFrame(tick);
}"""


def typing(phone: Phone, stage: Stage) -> dict[str, float]:
    """Thirty characters, while fifty messages a second come into the same room."""
    name = "desktop_typing" if phone.slow == 1 else "typing"
    page = phone.tab(stage.rooms["busy"].messages.latest("seq").pk, CALM)
    phone.opened(stage.path("busy"))
    phone.slow_down()
    phone.line.weather = FOUR_G
    field = page.get_by_test_id("composer-input")
    field.fill("")
    field.focus()
    room = stage.rooms["busy"].messages
    before = room.count()
    with crowd(stage, "busy", 60 * PER_SECOND, PER_SECOND):
        wait_until(lambda: room.count() > before + PER_SECOND, 60)
        began, before = time.monotonic(), room.count()
        found = _frames(phone, name, lambda: page.keyboard.type(TYPED, delay=KEY))
        heard = (room.count() - before) / (time.monotonic() - began)
    assert field.input_value() == TYPED
    return found | {f"{name}_messages_per_s": heard}


def scroll(phone: Phone, stage: Stage) -> dict[str, float]:
    """A thumb that flings back through pictures, cards, links and long posts."""
    phone.tab(stage.newest["mixed"], CALM)
    phone.page.goto(stage.path("mixed"))
    phone.page.get_by_test_id("message").first.wait_for()
    phone.page.wait_for_timeout(1000)
    phone.slow_down()
    end = phone.page.evaluate(FLOWN)
    phone.record(["disabled-by-default-devtools.timeline.frame"])
    own = _frames(phone, "scroll_main", lambda: _fling(phone))
    moments, empty = reckoning.scrolled(phone.recorded())
    assert phone.page.evaluate(FLOWN) - end > FLIGHT / 2  # points above the end, by which rows were drawn
    shown = {f"scroll_{what}": value for what, value in reckoning.frames(moments).items()}
    return shown | own | {"scroll_empty_frames": empty}


def still(phone: Phone, stage: Stage) -> dict[str, float]:
    """A page that does nothing: what is missing there is the machine's."""
    page = phone.tab(0, CALM)
    page.goto("/healthz")
    phone.slow_down()
    return _frames(phone, "still", lambda: time.sleep(RESTING))


def _fling(phone: Phone) -> None:
    size = phone.page.viewport_size
    middle = {"x": size["width"] / 2, "y": size["height"] / 2}
    # By touch, headless Chromium reports the gesture done without having scrolled anything.
    phone.told("Input.synthesizeScrollGesture", **middle, yDistance=FLIGHT, speed=FLING, gestureSourceType="mouse")


def _frames(phone: Phone, name: str, act: Callable[[], object]) -> dict[str, float]:
    phone.page.evaluate(FRAMES)
    act()
    found = reckoning.frames(phone.page.evaluate("landed()"))
    return {f"{name}_{what}": value for what, value in found.items()}


@contextmanager
def crowd(stage: Stage, room: str, count: int, rate: float) -> Iterator[subprocess.Popen[bytes]]:
    """The others say so much, at most so many a second, from the server's core."""
    what = [str(stage.rooms[room].pk), str(count), str(rate)]
    with on_core(SERVER_CORE):
        talking = subprocess.Popen([sys.executable, "-m", "tests.bench.web.crowd", *what], cwd=ROOT)
    try:
        yield talking
    finally:
        talking.terminate()
        talking.wait()
