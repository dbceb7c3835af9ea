"""A voice note: spoken into the microphone that Chromium has for tests, and heard as fast as one likes."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.models import Message
from tests.e2e.conftest import DESKTOP, PHONE, comes_true
from tests.e2e.test_main_job import open_room

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
# What plays stands nowhere on the page: the browser is asked.
LISTEN = """() => {
  window.sounds = [];
  const Plain = window.Audio;
  window.Audio = class extends Plain { constructor(...source) { super(...source); window.sounds.push(this); } };
}"""
# So fast it plays, or has played by the time the browser is asked.
PLAYS = "(speed) => window.sounds.some((one) => one.currentTime > 0 && one.playbackRate === speed)"
SPOKEN = re.compile("0:0[2-9]")  # a machine that is busy does not look in each second


def speak(page: Page) -> None:
    """A tap on a phone, which goes on until the next one; at a desk the button is held."""
    record = page.get_by_test_id("record")
    timer = page.get_by_role("timer")
    if page.evaluate("matchMedia('(pointer: coarse)').matches"):
        record.tap()
        expect(timer).to_have_text(SPOKEN)
        page.get_by_test_id("recorder-stop").tap()
    else:
        record.hover()
        page.mouse.down()
        expect(timer).to_have_text(SPOKEN)
        page.mouse.up()


def heard(page: Page) -> Locator:
    return page.locator('[data-testid="message"][data-state="sent"]').get_by_test_id("voice")


@SHAPES
def test_a_voice_note_is_spoken_sent_and_heard_faster(window, ada, ben, den, shape):
    page, other = open_room(window(ben, shape), den), window(ada, shape)
    other.add_init_script(f"({LISTEN})()")
    open_room(other, den)
    page.get_by_test_id("record").click()
    page.get_by_test_id("recorder-cancel").click()
    expect(page.get_by_test_id("tray-item")).to_have_count(0)

    speak(page)
    expect(page.get_by_test_id("tray-item").get_by_test_id("voice")).to_be_visible()
    page.get_by_test_id("composer-send").click()
    expect(heard(page)).to_have_count(1)
    expect(heard(other)).to_contain_text("0:0")
    (file,) = Message.objects.get().files
    assert file["kind"] == "voice"
    assert 1 < file["seconds"] < 10
    assert max(file["peaks"]) > 0, "the microphone was heard"

    play, speed = heard(other).get_by_test_id("voice-play"), heard(other).get_by_role("button", name="Speed")
    speed.click()
    expect(speed).to_have_text("1.5×")
    play.click()
    expect(heard(other).get_by_role("button", name="Pause")).to_be_visible()
    comes_true(other, PLAYS, 1.5)
    speed.click()
    comes_true(other, "() => window.sounds.every((one) => one.playbackRate === 2)")
    expect(heard(other).get_by_role("button", name="Play")).to_be_visible()  # at its end
    comes_true(other, "() => window.sounds.length === 1 && window.sounds[0].ended && !window.sounds[0].error")
