"""My data: fetching what is kept about me, asking to be forgotten, taking that back, and being forgotten."""

from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from community.clock import now
from community.privacy import tasks
from community.privacy.models import Erasure
from tests.board.acts import say
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room
from tests.live import wait_until

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SHAPES
def test_a_member_fetches_what_is_kept_about_them(window, ben, square, shape, tmp_path):
    say(ben, square, "Hello from the lake")
    page = window(ben, shape)
    page.goto("/c/lake/me")
    page.get_by_test_id("export-ask").click()
    expect(page.get_by_test_id("my-data").get_by_role("status")).to_be_visible()
    wait_until(lambda: ben.notices.filter(kind="export_ready").exists())
    page.reload()
    with page.expect_download() as fetched:
        page.get_by_test_id("export-fetch").click()
    fetched.value.save_as(tmp_path / "mine.zip")
    assert b"Hello from the lake" in ZipFile(tmp_path / "mine.zip").read("data/messages.jsonl")


@SHAPES
def test_a_member_asks_to_be_forgotten_and_takes_it_back(window, ben, shape):
    ben.user.set_password("a long secret")
    ben.user.save()
    page = window(ben, shape)
    page.goto("/c/lake/me")
    page.get_by_test_id("erase-ask").click()
    page.get_by_test_id("erase-go").locator("xpath=..").click()
    page.get_by_test_id("erase-password").fill("guess")
    page.get_by_test_id("erase-confirm").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    page.get_by_test_id("erase-password").fill("a long secret")
    page.get_by_test_id("erase-confirm").click()
    expect(page.get_by_test_id("erasure-due")).to_contain_text("will be erased on")
    assert Erasure.objects.get().words == "go"
    page.get_by_test_id("erase-back").click()
    expect(page.get_by_test_id("erase-ask")).to_be_visible()
    assert not Erasure.objects.exists()


def a_week_passes() -> None:
    Erasure.objects.update(due_at=now())
    tasks.look_after()


@SHAPES
def test_once_the_week_is_over_nobody_reads_the_name(window, ada, ben, square, shape):
    say(ben, square, "Hello from the lake")
    ben.user.set_password("a long secret")
    ben.user.save()
    page = window(ben, shape)
    page.goto("/c/lake/me")
    page.get_by_test_id("erase-ask").click()
    page.get_by_test_id("erase-stay").locator("xpath=..").click()
    page.get_by_test_id("erase-password").fill("a long secret")
    page.get_by_test_id("erase-confirm").click()
    expect(page.get_by_test_id("erasure-due")).to_be_visible()

    elsewhere(a_week_passes)
    wait_until(lambda: Erasure.objects.get().done_at)

    page.goto("/c/lake")
    expect(page.get_by_role("button", name="Sign in to join")).to_be_visible()
    theirs = open_room(window(ada, shape), square)
    hear(theirs, "Hello from the lake")
    words = theirs.get_by_test_id("message").filter(has_text="Hello from the lake")
    expect(words).to_contain_text("Former member")
    expect(words).not_to_contain_text("Ben")
