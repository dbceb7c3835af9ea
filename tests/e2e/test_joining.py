"""Joining, as people meet it: a door that asks, a line before it, words that open it, and the first steps inside."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chat.models import Message
from community.access import Role
from community.clock import now
from community.joining import applications, codes, entrances, waiting
from community.joining.applications import Answer
from community.joining.models import Application
from community.members import communities, invitations
from community.members.models import Community, Member
from community.moderation.audit import Moderator
from tests.conftest import joined, person
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_accessibility import CALM, Walk
from tests.e2e.test_main_job import hear
from tests.live import wait_until

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
QUESTIONS = [{"words": "Why?", "choices": []}, {"words": "How did you find us?", "choices": ["A friend", "A poster"]}]
ANSWERS = [Answer("Why?", "I like herons."), Answer("How did you find us?", "A friend")]
# Somebody goes to another tab, and comes back.
LOOKED_AWAY = """() => ["hidden", "visible"].forEach((state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
})"""


@pytest.fixture
def gina(community) -> Member:
    return joined(community, "Gina", Role.GREETER)


@pytest.fixture
def asking(ada, ben, gina, square) -> Community:
    entrances.edit(ada, {"questions": QUESTIONS, "interests": ["Tea", "Herons"]})
    Community.objects.update(door=Community.Door.APPLICATION, rules="1. Be kind.", audience="Swimmers.", slogan="Cold!")
    ada.community.refresh_from_db()
    return ada.community


def choose(page: Page, testid: str, value: str) -> None:
    page.locator("label").filter(has=page.get_by_test_id(f"{testid}-{value}")).click()


@SHAPES
def test_somebody_asks_is_let_in_is_shown_around_and_says_hello(window, asking, gina, cleo, shape):
    guest, host = window(cleo, shape), window(gina, shape)
    guest.goto("/c/lake")
    for words in ("To talk.", "Swimmers.", "Cold!", "Be kind.", "3 members"):
        expect(guest.locator("article.door")).to_contain_text(words)
    guest.get_by_test_id("answer-0").fill("I like herons.")
    choose(guest, "answer-1", "A friend")
    guest.reload()
    expect(guest.get_by_test_id("answer-0")).to_have_value("I like herons.")
    guest.get_by_test_id("door-accept").check()
    guest.get_by_test_id("apply-send").click()
    expect(guest.get_by_test_id("application-waiting")).to_contain_text("next one")

    host.goto("/c/lake/inbox")
    host.locator('[data-kind="application"]').get_by_role("link").click()
    card = host.get_by_test_id("application")
    expect(card).to_contain_text("I like herons.")
    card.get_by_test_id("application-accept").click()
    expect(card).to_have_count(0)

    guest.evaluate(LOOKED_AWAY)
    expect(guest.get_by_test_id("welcome")).to_have_attribute("data-step", "interests")
    guest.locator("label").filter(has_text="Herons").click()
    guest.get_by_test_id("welcome-go").click()
    expect(guest.get_by_test_id("welcome")).to_have_attribute("data-step", "places")
    expect(guest.get_by_test_id("suggested").filter(has_text="Square")).to_be_visible()
    guest.get_by_test_id("welcome-go").click()
    expect(guest.get_by_test_id("hello")).to_have_value(
        "Hello everybody, I am Cleo and new here. I am interested in Herons."
    )
    guest.get_by_test_id("hello").fill("Hello, I am Cleo!")
    guest.get_by_test_id("hello-seen").get_by_role("switch").click()
    guest.get_by_test_id("welcome-go").click()
    hear(guest, "Hello, I am Cleo!")
    author = Message.objects.get().author
    assert (author.user, author.shows_presence) == (cleo, True)
    host.goto("/c/lake/inbox")
    expect(host.locator('[data-kind="newcomer"]')).to_contain_text("Cleo is new here")


@SHAPES
def test_whoever_is_declined_reads_why_at_the_door(window, asking, gina, cleo, shape):
    elsewhere(applications.apply, cleo, asking, ANSWERS)
    host = window(gina, shape)
    host.goto("/c/lake/applications")
    host.get_by_test_id("application-decline").click()
    host.get_by_test_id("application-reason").fill("Come to a meeting first.")
    host.get_by_test_id("application-decline-send").click()
    expect(host.get_by_test_id("application")).to_have_count(0)
    guest = window(cleo, shape)
    guest.goto("/c/lake")
    expect(guest.get_by_test_id("application-declined")).to_contain_text("Come to a meeting first.")
    expect(guest.get_by_test_id("apply")).to_have_count(0)


@SHAPES
def test_hosts_see_who_waits_for_a_place_and_what_was_decided(window, ada, asking, gina, cleo, shape):
    made = elsewhere(applications.apply, cleo, asking, ANSWERS)
    elsewhere(applications.decide, Moderator(member=gina), made, "declined", "Come to a meeting first.")
    elsewhere(entrances.edit, ada, {"capacity": 3})
    for name in ("First", "Second"):
        elsewhere(waiting.stand, person(name), asking)
    host = window(gina, shape)
    host.goto("/c/lake/me")
    host.get_by_role("button", name="Applications").click()
    expect(host.get_by_role("tab", name="To decide")).to_be_visible()
    host.get_by_role("tab", name="In line").click()
    expect(host.get_by_test_id("line-row")).to_have_text([re.compile("^1.*First"), re.compile("^2.*Second")])
    host.get_by_role("tab", name="Decided").click()
    row = host.get_by_test_id("decided")
    expect(row).to_contain_text("decided by Gina")
    expect(row).to_contain_text("Come to a meeting first.")
    row.locator("summary").click()
    expect(row).to_contain_text("I like herons.")


def test_who_welcomes_people_stands_on_the_door_once_they_say_so(window, ada, asking, gina, cleo):
    guest = window(cleo, PHONE)
    guest.goto("/c/lake")
    expect(guest.get_by_test_id("apply")).to_be_visible()
    expect(guest.get_by_test_id("vouching")).to_have_count(0)
    host = window(gina, DESKTOP)
    host.goto("/c/lake/me")
    host.get_by_test_id("visibility-door").select_option("everybody")
    wait_until(lambda: Member.objects.filter(pk=gina.pk, vouches=True).exists())
    guest.reload()
    expect(guest.get_by_test_id("vouching")).to_contain_text("Gina")
    expect(guest.get_by_test_id("vouching")).to_contain_text("Greeter")
    code = elsewhere(invitations.create, ada, days=1, uses=1).code
    guest.goto(f"/join/{code}")
    expect(guest.get_by_test_id("vouching").locator("li").first).to_contain_text("invites you")


def test_what_was_asked_is_taken_back(window, asking, cleo):
    elsewhere(applications.apply, cleo, asking, ANSWERS)
    guest = window(cleo, PHONE)
    guest.goto("/c/lake")
    guest.get_by_test_id("door-away").click()
    expect(guest.get_by_test_id("apply")).to_be_visible()
    assert Application.objects.get().outcome == "taken_back"


def test_a_host_cancels_a_code_and_it_opens_nothing(window, ada, asking, cleo):
    (code,) = elsewhere(codes.make, ada, count=1)
    page = window(ada, PHONE)
    page.goto("/c/lake/codes")
    page.get_by_test_id("code-cancel").click()
    expect(page.get_by_test_id("code-state")).to_have_text("cancelled")
    expect(page.get_by_test_id("code-cancel")).to_have_count(0)
    guest = window(cleo, PHONE)
    guest.goto("/c/lake")
    guest.get_by_test_id("word-open").click()
    guest.get_by_test_id("word").fill(code.code)
    guest.get_by_test_id("word-send").click()
    expect(guest.get_by_role("alert")).to_contain_text("Nothing opens")


@SHAPES
def test_before_a_full_community_people_wait_and_come_in_by_turns(window, ada, ben, square, cleo, shape):
    elsewhere(entrances.edit, ada, {"capacity": 2})
    guest = window(cleo, shape)
    guest.goto("/c/lake")
    expect(guest.get_by_test_id("door-full")).to_be_visible()
    guest.get_by_test_id("door-join").click()
    expect(guest.get_by_test_id("in-line")).to_contain_text("number 1")
    elsewhere(communities.leave, ben)
    guest.evaluate(LOOKED_AWAY)
    expect(guest.get_by_test_id("welcome")).to_be_visible()


def test_a_code_opens_the_door_once_and_a_wrong_word_does_not(window, ada, asking, cleo):
    (code,) = elsewhere(codes.make, ada, count=1)
    guest = window(cleo, PHONE)
    guest.goto("/c/lake")
    guest.get_by_test_id("word-open").click()
    guest.get_by_test_id("word").fill("Egret")
    guest.get_by_test_id("word-send").click()
    expect(guest.get_by_role("alert")).to_contain_text("Nothing opens")
    guest.get_by_test_id("word").fill(code.code.upper())
    guest.get_by_test_id("word-send").click()
    expect(guest.get_by_test_id("welcome")).to_be_visible()
    late = window(person("Late"), PHONE)
    late.goto("/c/lake")
    late.get_by_test_id("word-open").click()
    late.get_by_test_id("word").fill(code.code)
    late.get_by_test_id("word-send").click()
    expect(late.get_by_role("alert")).to_contain_text("Nothing opens")


def test_hosts_set_questions_places_and_words(window, ada, square):
    page = window(ada, DESKTOP)
    page.goto("/c/lake/me")
    page.get_by_test_id("entrance-open").click()
    page.get_by_test_id("entrance-capacity").fill("150")
    page.get_by_test_id("entrance-word").fill("Heron")
    page.get_by_test_id("question-add").click()
    page.get_by_test_id("question-0").fill("Tea or coffee?")
    page.get_by_test_id("choices-0").fill("Tea\nCoffee")
    page.get_by_test_id("entrance-save").click()
    expect(page.get_by_test_id("entrance-form")).to_have_count(0)
    entrance = entrances.of(ada.community)
    assert entrance.questions == [{"words": "Tea or coffee?", "choices": ["Tea", "Coffee"]}]
    assert (entrance.word, Community.objects.get().capacity) == ("Heron", 150)


@SHAPES
def test_a_member_shows_a_card_of_their_own_and_makes_a_new_one(window, ada, ben, square, shape):
    Member.objects.update(joined_at=now() - timedelta(days=8))
    page = window(ben, shape)
    page.goto("/c/lake/card")
    page.get_by_test_id("card-renew").click()
    picture = page.get_by_test_id("card-picture")
    expect(picture).to_be_visible()
    first = picture.get_attribute("data-code")
    with page.expect_download() as saved:
        page.get_by_test_id("card-save").click()
    assert saved.value.suggested_filename == "lake.png"
    page.get_by_test_id("card-renew").click()
    expect(picture).not_to_have_attribute("data-code", first or "")


def test_nothing_of_it_has_a_violation_or_is_too_wide(window, ada, asking, cleo):
    """The pages by themselves, on either screen, are looked at in test_every_page."""
    guest = Walk(window(cleo, PHONE | CALM, locale="zh-CN"), "phone")
    guest.at("/c/lake", "apply")
    elsewhere(applications.apply, cleo, asking, ANSWERS)
    guest.at("/c/lake", "application-waiting")
    elsewhere(communities.admit, cleo, asking)
    guest.page.goto("/c/lake/welcome")
    guest.see("rules", "rules-accept")
    guest.page.get_by_test_id("rules-accept").click()
    for step in ("interests", "places", "hello"):
        expect(guest.page.get_by_test_id("welcome")).to_have_attribute("data-step", step)
        guest.see(step, "welcome-go")
        guest.page.get_by_test_id("welcome-skip").click()
    expect(guest.page.get_by_test_id("room-link").first).to_be_visible()
    elsewhere(entrances.edit, ada, {"opens_at": now() + timedelta(days=2)})
    guest.at("/c/lake/opening", "opening")
    assert not guest.found, "\n".join(guest.found)
