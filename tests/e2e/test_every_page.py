"""Every route of the web app, in a community where everything goes on: nothing that axe objects to, nothing cut off."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import fullhouse
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.places import ELSEWHERE, PLACES, Place, routes
from tests.e2e.test_accessibility import CALM, Walk

STAYS = "window.close = () => {}"  # the page that hands over closes its window


@pytest.fixture
def house(ada, ben, mo, square) -> dict:
    return elsewhere(fullhouse.build, ada, ben, mo, square)


def test_every_route_has_a_place_here():
    assert routes() == PLACES.keys() | ELSEWHERE, (
        "Add the page to tests/e2e/places.py, and what it shows to fullhouse.py."
    )


class Visitors:
    """A window for each of those who look at pages."""

    def __init__(self, window, house: dict, shape: str, locale: str) -> None:
        self.window, self.house, self.shape, self.locale = window, house, shape, locale
        self.walks = dict[str, Walk]()

    def walk(self, who: str) -> Walk:
        if who not in self.walks:
            form = (PHONE if self.shape == "phone" else DESKTOP) | CALM
            page: Page = self.window(self.house.get(who), form, locale=self.locale)
            page.add_init_script(STAYS)
            self.walks[who] = Walk(page, self.shape)
        return self.walks[who]

    def at(self, name: str, place: Place) -> Walk:
        walk = self.walk(place.who)
        walk.page.goto(place.path.format(**self.house))
        expect(walk.page.locator(place.shows).first).to_be_visible()
        return walk

    @property
    def found(self) -> list[str]:
        return [one for walk in self.walks.values() for one in walk.found]


@pytest.mark.parametrize(("shape", "locale"), [("phone", "zh-TW"), ("desktop", "en")])
def test_no_page_has_a_violation(window, house, shape, locale):
    visitors = Visitors(window, house, shape, locale)
    for name, place in PLACES.items():
        visitors.at(name, place).look(name)
    assert not visitors.found, "\n".join(visitors.found)
