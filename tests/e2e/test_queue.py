"""A moderator's work in the admin: by keyboard alone, by touch, and where no script runs."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chat import messages
from chat.models import Message
from community.members.models import Member
from community.moderation import cases
from community.moderation.models import Case
from community.second_factor.models import Factor
from tests.community.moderation.desk import as_staff
from tests.community.second_factor.phones import code, factor_of
from tests.conftest import joined
from tests.e2e import axe
from tests.e2e.conftest import DESKTOP, elsewhere
from tests.e2e.test_keyboard import press
from tests.e2e.test_main_job import hear, open_room

TABLET = {"viewport": {"width": 768, "height": 1024}, "has_touch": True}
QUEUE = "/admin/moderation/case/"


def prepare(mo: Member, ben: Member, square) -> list[Case]:
    """Mo moderates in the admin too; Dora reported two things that Ben said."""
    ben.community.rules = "1. Be kind.\n2. No advertising."
    ben.community.save()
    as_staff(mo.user)
    factor_of(mo.user)
    mo.user.set_password("the heron stands")
    mo.user.save()
    dora = joined(ben.community, "Dora")
    said = [messages.post(ben, square, body, client_id=uuid4()) for body in ("Cheap watches!", "You fools!")]
    return [cases.report(dora.user, f"message:{one.id}", "rude", "Look at this.").case for one in said]


@pytest.fixture
def reported(mo, ben, square) -> list[Case]:
    return elsewhere(prepare, mo, ben, square)


def now(case: Case) -> Case:
    return elsewhere(Case.objects.get, pk=case.pk)


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").focus()
    page.keyboard.type("mo")
    press(page, "Tab")
    page.keyboard.type("the heron stands")
    press(page, "Enter")
    page.get_by_label("Code").focus()
    page.keyboard.type(elsewhere(lambda: code(Factor.objects.get(user__username="mo"))))
    press(page, "Enter")
    expect(page.get_by_role("link", name="Cases").first).to_be_visible()


def arrive(page: Page, words: str) -> None:
    """The case about these words stands there, and its keys are heard: the script runs before the page has loaded."""
    expect(page.locator(".queue-words")).to_have_text(words)
    page.wait_for_load_state()


def test_a_case_is_settled_by_keyboard_alone_in_three_actions_and_undone_in_one(window, ada, square, reported):
    app = open_room(window(ada, DESKTOP), square)
    hear(app, "Cheap watches!")
    page = window(None, DESKTOP)
    sign_in(page)
    page.get_by_role("link", name="Cases").first.press("Enter")
    expect(page.locator("#result_list tbody")).to_have_count(2)
    page.wait_for_load_state()
    press(page, "j")
    arrive(page, "Cheap watches!")

    press(page, "2", "2", "Enter")

    arrive(page, "You fools!")
    settled = now(reported[0])
    assert (settled.verdict, settled.rule) == ("hide", "2. No advertising.")
    expect(app.get_by_test_id("message").filter(has_text="Cheap watches!")).to_have_count(0)
    press(page, "u")
    arrive(page, "Cheap watches!")
    hear(app, "Cheap watches!")
    assert now(reported[0]).is_open()


def test_each_key_does_what_it_says(window, mo, reported):
    page = window(mo, DESKTOP)
    page.goto(f"{QUEUE}{reported[0].pk}/change/")
    press(page, "?")
    expect(page.locator("#queue-keys")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#queue-keys")).to_be_hidden()
    press(page, "t")
    expect(page.get_by_text("Mo looks after it")).to_be_visible()
    page.wait_for_load_state()
    press(page, "j")
    arrive(page, "You fools!")
    press(page, "k")
    arrive(page, "Cheap watches!")
    press(page, "n")
    page.keyboard.type("jk12u")  # what is typed is no key
    press(page, "Enter")
    expect(page.get_by_text("jk12u")).to_be_visible()
    page.wait_for_load_state()

    # The second digit is an article; Escape leads back, and an arrow to what stands below.
    press(page, "4", "1")
    expect(page.get_by_label("For how long")).to_be_visible()
    press(page, "Escape", "ArrowUp", "r")
    expect(page.get_by_label("For how long")).to_be_hidden()
    page.keyboard.type("Ads.")
    press(page, "Enter")
    arrive(page, "You fools!")
    settled = now(reported[0])
    assert (settled.rule, settled.reason) == ("1. Be kind.", "Ads.")
    assert elsewhere(lambda: settled.sanctions.get().grade) == "notice"


def test_the_queue_is_worked_off_by_keyboard_in_chinese(window, mo, reported):
    page = window(mo, DESKTOP, "zh-CN")
    page.goto(f"{QUEUE}{reported[0].pk}/change/")
    arrive(page, "Cheap watches!")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    press(page, "?")
    expect(page.locator("#queue-keys")).to_contain_text("快捷键")
    press(page, "Escape")

    press(page, "2", "2", "Enter")

    arrive(page, "You fools!")
    expect(page.get_by_role("button", name="决定")).to_be_visible()
    assert (now(reported[0]).verdict, now(reported[0]).rule) == ("hide", "2. No advertising.")
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    press(page, "u")
    arrive(page, "Cheap watches!")
    assert now(reported[0]).is_open()


def test_a_case_is_given_to_a_colleague_who_comes_to_it_from_the_inbox(window, ada, mo, reported):
    page = window(None, DESKTOP)
    sign_in(page)
    page.goto(f"{QUEUE}{reported[0].pk}/change/")
    page.get_by_label("Who is to look after it").select_option(label="Ada")
    page.get_by_role("button", name="Give", exact=True).click()
    expect(page.locator('[data-tone="taken"]').first).to_contain_text("Ada")

    inbox = window(ada, DESKTOP)
    inbox.goto("/c/lake/inbox")
    inbox.locator('[data-testid="notice"][data-kind="case_given"] [data-item]').click()
    expect(inbox).to_have_url(re.compile(rf"/admin/.*case/{reported[0].pk}/change|/admin/.*next="))


def test_a_case_is_settled_by_touch_on_a_tablet(window, mo, reported):
    page = window(mo, TABLET)
    page.goto(QUEUE)
    page.get_by_role("link", name="Begin").tap()
    page.get_by_text("Out of sight, and silence everywhere").tap()
    page.get_by_text("1. Be kind.").tap()
    page.get_by_label("For how long").select_option("168")
    page.get_by_role("button", name="Decide").tap()
    arrive(page, "You fools!")
    assert elsewhere(lambda: reported[0].sanctions.get().grade) == "silence"
    assert axe.squeezed(page, "case", 768, 1024) == []


def test_everything_works_where_no_script_runs(window, mo, reported):
    page = window(mo, DESKTOP | {"java_script_enabled": False})
    page.goto(QUEUE)
    page.get_by_role("link", name="Cheap watches!").click()
    page.get_by_text("Take it out of sight").click()
    page.get_by_text("2. No advertising.").click()
    page.get_by_role("button", name="Decide").click()
    arrive(page, "You fools!")
    assert elsewhere(lambda: Message.objects.get(body="Cheap watches!").removal.kind) == "hidden"
    page.get_by_role("button", name="Undo").click()
    arrive(page, "Cheap watches!")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_of_the_queue_is_hard_to_read(window, mo, reported, scheme):
    page = window(mo, DESKTOP | {"reduced_motion": "reduce"}, scheme=scheme)
    page.goto(f"{QUEUE}{reported[0].pk}/change/")
    press(page, "6", "1")
    found = [one for part in (".queue-head", ".queue-page") for one in axe.audit(page, "case", part)]
    press(page, "Escape", "ArrowUp", "ArrowUp", "Enter")
    expect(page.locator(".queue-last")).to_be_visible()
    page.goto(QUEUE)
    found += [one for part in (".queue-last", ".queue-bar") for one in axe.audit(page, "list", part)]
    assert found == []
