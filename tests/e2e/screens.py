"""Twenty key screens, drawn, and compared with those that were accepted; `make screenshots` runs it."""

import base64
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from community.launch import environment
from tests.e2e import scenery
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere

ACCEPTED = Path(__file__).parent / "screens"
DRAWN = environment.data_dir() / "screens"
# Letters are drawn a little differently from time to time; a row that moved or a colour that changed is more than that.
SHRINK, APART, MOST = 2, 20, 0.002
LOAD = """const load = async (bytes, kind) =>
  createImageBitmap(await (await fetch(`data:image/${kind};base64,${bytes}`)).blob());"""
SMALLER = f"""async (bytes) => {{ {LOAD}
  const image = await load(bytes, "png");
  const canvas = Object.assign(document.createElement("canvas"), {{ width: image.width, height: image.height }});
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.72).split(",")[1];
}}"""
DIFFERENT = f"""async ([before, now, shrink, apart]) => {{ {LOAD}
  const seen = async (bytes) => {{
    const image = await load(bytes, "webp");
    const canvas = new OffscreenCanvas(Math.ceil(image.width / shrink), Math.ceil(image.height / shrink));
    const brush = canvas.getContext("2d");
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    return brush.getImageData(0, 0, canvas.width, canvas.height).data;
  }};
  const [one, other] = [await seen(before), await seen(now)];
  if (one.length !== other.length) return 1;
  let apartHere = 0;
  for (let at = 0; at < one.length; at += 4)
    if ([0, 1, 2].some((channel) => Math.abs(one[at + channel] - other[at + channel]) > apart)) apartHere += 1;
  return apartHere / (one.length / 4);
}}"""

Act = Callable[[Page], object]


def press(key: str) -> Act:
    """A key on the last message."""
    return lambda page: (page.get_by_test_id("message").last.focus(), page.keyboard.press(key))


def call_palette(page: Page) -> None:
    """Threads and members come a moment after the rooms."""
    page.keyboard.press("Control+k")
    expect(page.locator('[data-testid="palette-option"][data-id^="thread:"]').first).to_be_visible()


# Who, on what, in which language and light; where, and what shows that it is there; what is done, and what that shows.
ROOM = "/c/lake/r/{room}"
SCREENS: dict[str, tuple] = {
    "phone-rooms-zh": ("xia", "phone", "zh-CN", "light", "/c/lake", "room-link"),
    "phone-stream-en": ("xia", "phone", "en", "light", ROOM, "fold-card"),
    "phone-stream-zh-dark": ("xia", "phone", "zh-TW", "dark", ROOM, "fold-card"),
    "phone-actions-zh": ("xia", "phone", "zh-CN", "light", ROOM, "fold-card", press("Enter"), "menu-copy"),
    "phone-promote-en": ("xia", "phone", "en", "light", ROOM, "fold-card", press("p"), "promote-title"),
    "phone-catch-up-en-dark": ("mei", "phone", "en", "dark", "/c/lake/r/{room}/catch-up", "catchup-card"),
    "phone-board-zh": ("xia", "phone", "zh-CN", "light", "/c/lake/t", "thread-row"),
    "phone-thread-zh-dark": ("xia", "phone", "zh-CN", "dark", "/c/lake/t/{thread}", "post"),
    "phone-inbox-en": ("xia", "phone", "en", "light", "/c/lake/inbox", "notice"),
    "phone-settings-zh-dark": ("xia", "phone", "zh-TW", "dark", "/c/lake/me", "stage"),
    "phone-home-zh": (None, "phone", "zh-CN", "light", "/", "brand"),
    "phone-sign-in-en-dark": (None, "phone", "en", "dark", "/sign-in", "sign-in-submit"),
    "desktop-stream-en": ("xia", "desktop", "en", "light", ROOM + "?t={thread}", "post"),
    "desktop-stream-zh-dark": ("xia", "desktop", "zh-CN", "dark", ROOM + "?board=1", "thread-row"),
    "desktop-catch-up-zh": ("mei", "desktop", "zh-CN", "light", ROOM + "?catchup=1", "catchup-card"),
    "desktop-palette-en": ("xia", "desktop", "en", "light", ROOM, "fold-card", call_palette, "palette-option"),
    "desktop-keys-zh-dark": ("xia", "desktop", "zh-CN", "dark", ROOM, "fold-card", press("?"), "shortcut-help"),
    "desktop-capsule-zh": ("xia", "desktop", "zh-TW", "light", "/c/lake/capsules/{capsule}", "capsule"),
    "desktop-members-en-dark": ("xia", "desktop", "en", "dark", "/c/lake/members", "member"),
    "desktop-editor-en": ("xia", "desktop", "en", "light", "/c/lake/t?new=1", "thread-composer"),
}  # fmt: skip
SHAPES = {"phone": PHONE, "desktop": DESKTOP}


def draw(window, world: dict, name: str) -> bytes:
    """The screen as it stands, in PNG."""
    who, shape, locale, scheme, path, there, *more = SCREENS[name]
    form = SHAPES[shape] | {"reduced_motion": "reduce", "timezone_id": "Asia/Shanghai"}
    page = window(world[who] if who else None, form, locale=locale, scheme=scheme)
    page.clock.set_fixed_time(scenery.NOW)
    page.goto(path.format(**world))
    expect(page.get_by_test_id(there).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    if more:
        act, shown = more
        act(page)
        expect(page.get_by_test_id(shown).first).to_be_visible()
        page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    drawn = page.screenshot(animations="disabled", caret="hide")
    page.context.close()
    return drawn


@pytest.mark.whole_browser  # as people see them
def test_the_screens_are_as_they_were_accepted(window, browser):
    world = elsewhere(scenery.build)
    DRAWN.mkdir(parents=True, exist_ok=True)
    ACCEPTED.mkdir(exist_ok=True)
    bench = browser.new_page()
    changed = [name for name in SCREENS if not compared(bench, name, draw(window, world, name))]
    bench.close()
    if os.environ.get("ACCEPT") != "1" and changed:
        pytest.fail(f"Look at {', '.join(changed)} in {DRAWN}; `make screenshots ACCEPT=1` takes them.", pytrace=False)


def compared(bench: Page, name: str, drawn: bytes) -> bool:
    """Keeps the screen; whether it looks as the accepted one does."""
    (DRAWN / f"{name}.png").write_bytes(drawn)
    now = bench.evaluate(SMALLER, base64.b64encode(drawn).decode())
    accepted = ACCEPTED / f"{name}.webp"
    same = (
        accepted.exists()
        and bench.evaluate(DIFFERENT, [base64.b64encode(accepted.read_bytes()).decode(), now, SHRINK, APART]) <= MOST
    )
    if not same and os.environ.get("ACCEPT") == "1":
        accepted.write_bytes(base64.b64decode(now))
    return same
