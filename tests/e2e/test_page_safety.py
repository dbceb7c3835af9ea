"""In a real browser the strict policy hinders nothing of ours, and nothing that members write gets through."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from board.models import Category
from chat import messages
from tests.api import Api
from tests.e2e.conftest import DESKTOP, elsewhere

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
  violations.push(`${violatedDirective} ${blockedURI} ${sample}`);
});
window.alert = () => violations.push("alert");
"""
FOUND = """() => {
  const runs = ({ name, value }) => /^on|^style$/.test(name) || /^\\s*(javascript|data|vbscript):/i.test(value);
  const attributes = [...document.querySelectorAll(".markdown *")].flatMap((element) => [...element.attributes]);
  const elements = document.querySelectorAll(".markdown :is(script, style, iframe, object, embed, form, svg, math)");
  const names = [...attributes.filter(runs).map(({ name }) => name), ...[...elements].map((one) => one.tagName)];
  return [...violations, ...names];
}"""


def attacks() -> list[str]:
    """The vectors of the web app's own test, those without line breaks."""
    source = (Path(settings.BASE_DIR) / "frontend" / "src" / "ui" / "attacks.ts").read_text()
    found = re.findall(r'^    ("(?:[^"\\]|\\.)*"),$', source, re.MULTILINE)
    return [text for text in (json.loads(one) for one in found) if "\n" not in text and "\x00" not in text]


@pytest.fixture
def page(window, ada, square) -> Page:
    desk = window(ada, DESKTOP)
    desk.add_init_script(WATCH)
    return desk


def test_no_page_of_ours_breaks_the_policy(page, ada, square):
    elsewhere(messages.post, ada, square, "See **this**: https://example.org/ and `that`", client_id=uuid4())
    category = Category.objects.filter(community=ada.community).first()
    words = {"client_id": str(uuid4()), "category": category.pk, "title": "A thread", "body": "| a |\n|---|\n| b |"}
    thread = elsewhere(Api(ada).post, "communities/lake/threads/", words | {"tags": []})
    for path in ("", f"r/{square.pk}", f"r/{square.pk}/catch-up", "t", f"t/{thread['id']}", "inbox", "members", "me"):
        page.goto(f"/c/lake/{path}")
        page.wait_for_load_state("networkidle")
        expect(page.locator("#app")).not_to_be_empty()
        assert page.evaluate(FOUND) == [], path
    page.goto(f"/c/lake/r/{square.pk}")
    page.get_by_test_id("room-menu").click()
    page.keyboard.press("Escape")
    page.get_by_test_id("room-info").click()
    expect(page.get_by_test_id("push-place")).to_be_visible()
    assert page.evaluate(FOUND) == []
    assert page.evaluate(
        "() => { try { document.createElement('p').innerHTML = 'x'; } catch { return 'guarded'; } }"
    ) == ("guarded")


def test_what_strangers_write_stays_words(page, ada, square):
    vectors = attacks()
    assert len(vectors) > 60
    for start in range(0, len(vectors), 40):
        elsewhere(messages.post, ada, square, "\n\n".join(vectors[start : start + 40]), client_id=uuid4())
    page.goto(f"/c/lake/r/{square.pk}")
    expect(page.locator(".markdown").last).to_be_visible()
    page.wait_for_load_state("networkidle")
    # The policy itself stops pictures of other sites, which is no fault of the text.
    assert [fault for fault in page.evaluate(FOUND) if not fault.startswith("img-src")] == []
