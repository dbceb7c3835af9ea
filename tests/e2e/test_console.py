"""The console: the second factor's set-up, a member's history, the front page; on a tablet and in Chinese."""

import re

import pytest
from playwright.sync_api import Page, expect

from community.access import Role
from community.members.models import Member
from community.moderation.models import MemberNote
from community.second_factor.models import Factor
from tests.community.backstage.places import MARK, place
from tests.community.second_factor.phones import code, factor_of
from tests.conftest import joined
from tests.e2e import axe
from tests.e2e.conftest import DESKTOP, elsewhere
from tests.e2e.test_queue import TABLET

PASSWORD = "the heron stands"


def prepare() -> tuple[Member, dict]:
    """Mo moderates the lagoon; the other community is none of Mo's business."""
    owner, rows = place("Lagoon", measured=False)
    place(MARK, measured=False)
    mo = joined(owner.community, "Mo", Role.MODERATOR)
    mo.user.set_password(PASSWORD)
    mo.user.save()
    return mo, rows


@pytest.fixture
def lagoon(site) -> tuple[Member, dict]:
    return elsewhere(prepare)


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("mo")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Log in")).click()


def test_a_moderator_sets_the_second_factor_up_comes_in_and_is_asked_again(window, lagoon):
    page = window(None, TABLET)
    sign_in(page)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    expect(page.locator(".factor-picture svg")).to_be_visible()
    assert axe.squeezed(page, "set-up", 768, 1024) == []
    page.get_by_label("Six digits").fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("not the code of now")).to_be_visible()

    page.get_by_label("Six digits").fill(elsewhere(lambda: code(Factor.objects.get())))
    page.get_by_role("button", name="Go on").click()
    paper = page.locator(".factor-paper code").all_inner_texts()
    assert len(paper) == 10
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("link", name="Cases").first).to_be_visible()
    expect(page.get_by_text(MARK)).to_have_count(0)

    later = window(None, DESKTOP)
    sign_in(later)
    later.get_by_label("Code").fill(paper[0])
    later.get_by_role("button", name="Go on").click()
    expect(later.get_by_text("You have 9 more of them")).to_be_visible()
    later.get_by_role("link", name="Go on without").click()
    expect(later.get_by_role("link", name="Cases").first).to_be_visible()


def test_a_member_has_a_history_and_moderators_leave_notes(window, lagoon):
    mo, rows = lagoon
    elsewhere(factor_of, mo.user)
    page = window(mo, TABLET)
    page.goto(f"/admin/members/member/{rows['members.member'].pk}/change/")
    expect(page.get_by_role("heading", name="Sanctions")).to_be_visible()
    page.get_by_placeholder("Note for the other moderators").fill("Talked to them on Friday.")
    page.get_by_role("button", name="Add").tap()
    expect(page.get_by_text("Talked to them on Friday.")).to_be_visible()
    assert elsewhere(lambda: MemberNote.objects.get().by_id) == mo.user_id
    assert axe.squeezed(page, "member", 768, 1024) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "cases"), [("en", "Cases"), ("zh-CN", "举报")])
def test_the_front_page_draws_the_last_days(window, lagoon, locale, cases, scheme):
    mo, _ = lagoon
    elsewhere(factor_of, mo.user)
    page = window(mo, TABLET, locale, scheme)
    page.goto("/admin/")
    expect(page.locator(".days svg")).to_have_count(5)
    assert axe.squeezed(page, f"console-{locale}-{scheme}", 768, 1024) == []
