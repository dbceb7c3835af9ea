"""Questions with their answers, and making other kinds of them, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from board.models import Thread
from tests.board.acts import reply, start
from tests.e2e.conftest import DESKTOP, PHONE

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SHAPES
def test_who_asks_gets_an_answer_accepts_it_and_makes_a_discussion_of_it_and_back(window, ben, mo, shape):
    page = window(ben, shape)
    page.goto("/c/lake/t")
    page.get_by_test_id("thread-new").click()
    page.get_by_test_id("thread-kind-choice").select_option("question")
    page.get_by_test_id("thread-title").fill("When are tomatoes sown?")
    page.get_by_test_id("thread-body").fill("In which month?")
    page.get_by_test_id("thread-publish").click()
    expect(page.get_by_test_id("thread-kind")).to_contain_text("unsolved")
    reply(mo, Thread.objects.get(), "In March, inside")
    answer = page.get_by_test_id("post").filter(has_text="In March")
    answer.get_by_test_id("post-menu").click()
    page.get_by_test_id("post-accept").click()
    expect(page.get_by_test_id("accepted-answer")).to_contain_text("In March, inside")
    expect(page.get_by_test_id("thread-kind")).to_contain_text("solved")

    reader = window(mo, shape)
    reader.goto(f"/c/lake/t/{Thread.objects.get().pk}")
    expect(reader.get_by_test_id("accepted-answer")).to_be_visible()
    page.get_by_test_id("thread-menu").click()
    page.get_by_test_id("thread-convert").click()
    page.get_by_test_id("convert-discussion").locator("xpath=..").click()
    page.get_by_test_id("convert-confirm").click()
    # Who has it open sees the same without reloading, and the line that says who did it.
    for one in (page, reader):
        expect(one.get_by_test_id("accepted-answer")).to_have_count(0)
        expect(one.get_by_test_id("thread-acts")).to_contain_text("from “Question” to “Discussion”")
    page.get_by_test_id("convert-back").click()
    for one in (page, reader):
        expect(one.get_by_test_id("accepted-answer")).to_contain_text("In March, inside")


@SHAPES
def test_lists_show_kinds_and_what_is_unsolved(window, ada, ben, shape):
    start(ada, "Tomatoes", kind="question")
    start(ada, "A greenhouse", kind="idea")
    start(ada, "Hello")
    page = window(ben, shape)
    page.goto("/c/lake/t")
    expect(page.get_by_test_id("thread-row")).to_have_count(3)
    page.get_by_test_id("board-kind").select_option("idea")
    expect(page.get_by_test_id("thread-row")).to_have_count(1)
    expect(page.get_by_test_id("thread-kind")).to_contain_text("Idea")
    page.get_by_test_id("board-kind").select_option("")
    page.get_by_test_id("board-sort").select_option("unsolved")
    expect(page.get_by_test_id("thread-row")).to_have_count(1)
    expect(page.get_by_test_id("thread-row")).to_contain_text("Tomatoes")


@SHAPES
def test_hosts_say_what_becomes_of_an_idea(window, mo, ben, shape):
    idea = start(ben, "A greenhouse", kind="idea")
    reader, page = window(ben, shape), window(mo, shape)
    reader.goto(f"/c/lake/t/{idea.pk}")
    expect(reader.get_by_test_id("thread-kind")).to_contain_text("open")
    page.goto(f"/c/lake/t/{idea.pk}")
    page.get_by_test_id("thread-menu").click()
    page.get_by_test_id("thread-decide").click()
    page.get_by_test_id("decide-planned").locator("xpath=..").click()
    page.get_by_test_id("decide-reason").fill("As soon as it is warm")
    page.get_by_test_id("decide-confirm").click()
    expect(reader.get_by_test_id("thread-kind")).to_contain_text("planned")
    expect(reader.get_by_test_id("thread-acts")).to_contain_text("As soon as it is warm")


@SHAPES
def test_a_note_is_written_together_and_nobody_writes_over_what_they_have_not_seen(window, mo, ben, shape):
    note = start(ben, "How to sow", "In March.", kind="note")
    page, other = window(ben, shape), window(mo, shape)
    for one in (page, other):
        one.goto(f"/c/lake/t/{note.pk}")
        one.get_by_test_id("post-menu").click()
        one.get_by_test_id("post-edit").click()
    other.get_by_test_id("note-body").fill("In April.")
    other.get_by_test_id("note-save").click()
    expect(other.get_by_test_id("post")).to_contain_text("In April.")
    page.get_by_test_id("note-body").fill("In March, inside.")
    page.get_by_test_id("note-save").click()
    expect(page.get_by_test_id("note-conflict")).to_contain_text("In April.")
    page.get_by_test_id("note-keep").click()
    page.get_by_test_id("note-save").click()
    expect(other.get_by_test_id("post")).to_contain_text("In March, inside.")
    other.get_by_test_id("post-menu").click()
    other.get_by_test_id("note-history").click()
    expect(other.get_by_test_id("note-revision")).to_have_count(3)
    other.get_by_test_id("note-revision").nth(1).click()
    changes = other.get_by_test_id("note-changes")
    expect(changes.locator("ins")).to_contain_text("April")
    expect(changes.locator("del")).to_contain_text("March")
    other.get_by_test_id("note-restore").click()
    expect(page.get_by_test_id("post")).to_contain_text("In April.")
