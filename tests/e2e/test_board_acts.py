"""What moderators do with whole threads, on a phone and at a desk: merging, splitting, and old links that lead on."""

import re

import pytest
from playwright.sync_api import expect

from board.models import Thread
from tests.board.acts import reply, start
from tests.e2e.conftest import DESKTOP, PHONE

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def pair(ada, ben, mo):
    """Two threads, the second with a reply."""
    tomatoes = start(ada, "Tomatoes on the north side", "Does it work?")
    cucumbers = start(ada, "Cucumbers", "And those?")
    reply(ben, cucumbers, "In the greenhouse")
    return tomatoes, cucumbers


@SHAPES
def test_a_merged_thread_leads_to_where_its_posts_are(window, mo, ben, pair, shape):
    tomatoes, cucumbers = pair
    reader = window(ben, shape)
    reader.goto(f"/c/lake/t/{cucumbers.pk}")
    page = window(mo, shape)
    page.goto(f"/c/lake/t/{cucumbers.pk}")
    page.get_by_test_id("thread-menu").click()
    page.get_by_test_id("thread-merge").click()
    page.get_by_test_id(f"merge-{tomatoes.pk}").locator("xpath=..").click()
    page.get_by_test_id("merge-confirm").click()
    expect(page.get_by_test_id("thread-acts")).to_contain_text("merged another thread into this one")
    expect(page.get_by_test_id("post").last).to_contain_text("In the greenhouse")
    # Who had the other one open is led on without reloading.
    expect(reader.get_by_role("heading", name="Tomatoes on the north side")).to_be_visible()
    reader.goto(f"/c/lake/t/{cucumbers.pk}/p/2")
    expect(reader).to_have_url(re.compile(f"/t/{tomatoes.pk}/p/3$"))


@SHAPES
def test_chosen_posts_are_split_off_into_a_thread_of_their_own(window, mo, ben, pair, shape):
    _, cucumbers = pair
    reader = window(ben, shape)
    reader.goto(f"/c/lake/t/{cucumbers.pk}")
    expect(reader.get_by_test_id("post")).to_have_count(2)
    page = window(mo, shape)
    page.goto(f"/c/lake/t/{cucumbers.pk}")
    page.get_by_test_id("thread-menu").click()
    page.get_by_test_id("thread-split").click()
    page.get_by_test_id("post-choose").check()
    page.get_by_test_id("split-title").fill("The greenhouse")
    page.get_by_test_id("split-confirm").click()
    expect(page.get_by_role("heading", name="The greenhouse")).to_be_visible()
    expect(page.get_by_test_id("thread-acts")).to_contain_text("Cucumbers")
    expect(reader.get_by_test_id("post")).to_have_count(1)
    expect(reader.get_by_test_id("thread-acts")).to_contain_text("The greenhouse")
    assert Thread.objects.get(title="The greenhouse").posts.count() == 1
