"""Asking the authors of a thread before more people read it, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from tests.board.acts import category_for, fresh, general, reply, start
from tests.e2e.conftest import DESKTOP, PHONE

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SHAPES
def test_a_thread_moves_to_more_readers_once_its_author_has_agreed(window, ada, ben, den, shape):
    secret = start(ada, "The lake at night", "Ours", category_for(ada, "room", den))
    reply(ben, secret, "Mine")
    page, author = window(ada, shape), window(ben, shape)
    page.goto(f"/c/lake/t/{secret.pk}")
    page.get_by_test_id("thread-menu").click()
    page.get_by_test_id("thread-move").click()
    page.get_by_test_id("move-category").select_option(str(general(ada.community).pk))
    page.get_by_test_id("move-confirm").click()
    page.get_by_test_id("move-ask").click()
    expect(page.get_by_test_id("move-waiting")).to_contain_text(ben.name)
    author.goto("/c/lake/inbox")
    author.get_by_test_id("move-agree").click()
    expect(author.get_by_test_id("move-consent")).to_contain_text("You agreed.")
    # Who asked has the thread open and sees that it moved.
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("thread-acts")).to_contain_text("moved this thread here")
    assert fresh(secret).category == general(ada.community)
