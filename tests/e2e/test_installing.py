"""As an app of its own: Chromium finds nothing against it, and it opens without a network where its icon leads."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from community.members.models import Locale
from tests.e2e.conftest import FLAGS, PHONE, chromium
from tests.e2e.test_main_job import open_room
from tests.e2e.test_offline import wait_until_kept
from tests.live import wait_until
from tests.wire import cookies

PLACES = {"/?from=app": "/c/lake", "/?go=inbox": "/c/lake/inbox", "/?go=board": "/c/lake/t"}


@pytest.fixture
def phone(driver, site, tmp_path, ben, square) -> Iterator[Page]:
    """Ben's phone, with a profile on its disk: a private window installs nothing."""
    context = driver.chromium.launch_persistent_context(
        tmp_path, executable_path=chromium(), args=FLAGS, base_url=site.http, locale="en", **PHONE
    )
    name, _, value = cookies(ben).partition("=")
    context.add_cookies([{"name": name, "value": value, "url": site.http}])
    page = open_room(context.pages[0], square)
    page.evaluate("navigator.serviceWorker.ready")
    yield page
    context.close()


def manifest(page: Page) -> dict:
    """What Chromium makes of the page's manifest, once it has found nothing wrong with it."""
    line = page.context.new_cdp_session(page)
    read = line.send("Page.getAppManifest")
    assert read["errors"] == []
    assert line.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    return {"url": read["url"]} | json.loads(read["data"])


def test_chromium_would_install_it_in_every_language(phone):
    for locale in Locale.values:
        phone.evaluate("(locale) => localStorage.setItem('oxbow.locale', locale)", locale)
        phone.reload()
        expect(phone.locator("link[rel=manifest]")).to_have_attribute("href", f"/manifest/{locale}.webmanifest")
        wait_until(lambda locale=locale: manifest(phone)["url"].endswith(f"/{locale}.webmanifest"))


def test_it_opens_in_a_tunnel_where_its_icon_and_its_shortcuts_lead(phone):
    app = manifest(phone)
    phone.goto("/c/lake")
    wait_until_kept(phone, "rooms:lake")
    phone.context.set_offline(True)
    for address in (app["start_url"], *(shortcut["url"] for shortcut in app["shortcuts"])):
        phone.goto(address)
        expect(phone).to_have_url(re.compile(PLACES[address] + "$"))
        expect(phone.get_by_test_id("tab-rooms")).to_be_visible()
    phone.goto(app["start_url"])
    expect(phone.get_by_test_id("room-link").filter(has_text="Square")).to_be_visible()
