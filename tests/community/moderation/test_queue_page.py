"""A case's page: what a moderator reads before deciding."""

from datetime import timedelta
from uuid import uuid4

from chat import messages
from chat.models import Message
from community.clock import now
from community.members.models import Member
from community.moderation import cases
from community.moderation.models import Case
from community.moderation.sanctions import Penalty
from tests.board import acts
from tests.community.moderation.desk import page_of


def test_a_page_shows_the_words_the_reports_and_what_stood_around(browser, ada, square, report):
    messages.post(ada, square, "Who has a ladder?", client_id=uuid4())
    case = report("You are all fools.")
    messages.post(ada, square, "Now, now.", client_id=uuid4())
    response = browser.get(page_of(case))
    assert [(line.words, line.is_it) for line in response.context["around"]] == [
        ("Who has a ladder?", False), ("You are all fools.", True), ("Now, now.", False),
    ]  # fmt: skip
    assert "Dora" in response.content.decode()


def test_the_words_are_kept_as_they_were_reported(browser, ben, case, rude):
    messages.edit(ben, Message.objects.get(pk=rude.id), "You are all lovely.")
    page = browser.get(page_of(case)).content.decode()
    assert "You are all fools." in page
    assert "You are all lovely." in page


def test_the_page_says_that_the_words_are_gone(browser, ben, case, rude):
    assert "not shown any more" not in browser.get(page_of(case)).content.decode()
    messages.delete(ben, Message.objects.get(pk=rude.id))
    assert "not shown any more" in browser.get(page_of(case)).content.decode()


def test_an_edit_that_was_taken_back_is_not_shown(browser, ben, case, rude):
    messages.edit(ben, Message.objects.get(pk=rude.id), "Ada is a thief.")
    messages.delete(ben, Message.objects.get(pk=rude.id))
    assert "Ada is a thief." not in browser.get(page_of(case)).content.decode()


def test_the_page_tells_what_there_was_with_the_member(browser, by_mo, ada, ben, report, case):
    Member.objects.filter(pk=ben.pk).update(invited_by=ada)
    waiting, over = report("Fools, I say."), report("Fools, I said.")
    cases.settle(by_mo, over, "hide", penalty=Penalty("silence", now() + timedelta(days=1)), reason="Insults.")
    context = browser.get(page_of(case)).context
    assert list(context["open_cases"]) == [waiting]
    assert list(context["earlier"]) == [over]
    assert [sanction.reason for sanction in context["sanctions"]] == ["Insults."]
    page = browser.get(page_of(case)).content.decode()
    assert page_of(waiting) in page
    assert "Invited by" in page


def test_a_case_whose_words_are_gone_for_good_can_be_read(browser, case):
    Case.objects.filter(pk=case.pk).update(object="message:999999")
    assert "not shown any more" in browser.get(page_of(case)).content.decode()


def test_a_thread_and_a_post_have_pages_too(browser, ben, dora):
    thread = acts.start(ben, "A bad title", "A bad post")
    first = thread.posts.first()
    for thing in (f"thread:{thread.pk}", f"post:{first.pk}"):
        case = cases.report(dora.user, thing, "spam").case
        response = browser.get(page_of(case))
        assert [line.is_it for line in response.context["around"]].count(True) == 1
        assert 'value="mute"' not in response.content.decode()  # nobody is muted in a thread
