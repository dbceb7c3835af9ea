"""Every sheet and dialog: by keyboard in and out, nothing that axe objects to, nothing cut off on a small phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import fullhouse
from tests.e2e.conftest import comes_true, elsewhere
from tests.e2e.places import PLACES
from tests.e2e.sheets import ACTS, ELSEWHERE, SHEETS, Sheet, components
from tests.e2e.test_accessibility import CALM, DIALOG, Walk
from tests.e2e.test_every_page import house  # noqa: F401

NARROW = {"viewport": {"width": 390, "height": 844}} | CALM  # a window as narrow as a phone, with a keyboard
HOLDS = "document.activeElement !== document.body"
INSIDE = f"document.activeElement.closest('{DIALOG}')"


@pytest.fixture
def fuller(house, ada, ben, square) -> dict:  # noqa: F811
    """What only sheets need."""
    return house | elsewhere(fullhouse.pictured, ben, square) | elsewhere(fullhouse.crowded, ada)


def test_every_sheet_is_opened_here():
    assert components() == SHEETS.keys() | ELSEWHERE.keys(), "Add it to tests/e2e/sheets.py: how is it opened?"


def found(page: Page, step: str) -> Locator:
    return page.locator(step if "=" in step else f"[data-testid='{step}']").first


def open_by_keyboard(page: Page, sheet: Sheet, house: dict) -> None:  # noqa: F811
    for step in sheet.steps:
        field = found(page, step.format(**house))
        expect(field).to_be_visible()
        if field.get_attribute("type") in ("checkbox", "radio"):
            field.press("Space")
        else:
            field.press("Enter")


def leave(walk: Walk, name: str) -> None:
    """Escape closes what lies on top and nothing else, and the focus goes on from where it was."""
    page = walk.page
    open_now = page.locator(DIALOG).count()
    if not page.evaluate(INSIDE):
        walk.found.append(f"{name}: the focus is not in what opened")
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_have_count(open_now - 1)
    if open_now > 1:
        return leave(walk, name)
    keeps_focus(walk, name)


def keeps_focus(walk: Walk, name: str) -> None:
    try:
        comes_true(walk.page, HOLDS)
    except AssertionError:
        walk.found.append(f"{name}: the focus was lost")


@pytest.mark.parametrize("half", [0, 1])
def test_no_sheet_has_a_violation_or_keeps_the_keyboard(window, fuller, half):
    walks = {who: Walk(window(fuller[who], NARROW), "phone") for who in ("ada", "ben")}
    there = {"ada": "", "ben": ""}
    for name, sheet in list(SHEETS.items())[half::2]:
        walk = walks[sheet.who]
        path = PLACES[sheet.place].path if sheet.place in PLACES else sheet.place
        if there[sheet.who] != path or "people" in path:
            walk.page.goto(path.format(**fuller))
            there[sheet.who] = path
        open_by_keyboard(walk.page, sheet, fuller)
        expect(walk.page.locator(DIALOG).last, name).to_be_visible()
        walk.look(name, DIALOG)
        leave(walk, name)
    lost = [one for walk in walks.values() for one in walk.found]
    assert not lost, "\n".join(lost)


def test_what_opens_or_goes_within_a_page_keeps_the_focus(window, house):  # noqa: F811
    walks = {who: Walk(window(house[who], NARROW), "phone") for who in ("ada", "ben", "juror")}
    for name, act in ACTS.items():
        walk = walks[act.who]
        walk.page.goto(PLACES[act.place].path.format(**house))
        open_by_keyboard(walk.page, act, house)
        walk.page.wait_for_load_state("networkidle")
        keeps_focus(walk, name)
    lost = [one for walk in walks.values() for one in walk.found]
    assert not lost, "\n".join(lost)
