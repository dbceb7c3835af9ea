"""The list of cases: what comes first, what it says of each, and the front page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat import messages
from community.clock import now
from community.moderation import cases, sanctions, targets
from community.moderation.audit import Moderator
from community.moderation.models import Case
from community.moderation.sanctions import Penalty
from tests.community.moderation.desk import LIST, page_of, signed_in, told
from tests.conftest import joined


def shown(response) -> list[str]:
    return [case.words for case in response.context["cl"].result_list]


# --- The list ---------------------------------------------------------------------------------------------------------


def test_the_list_begins_with_what_is_due_first_and_leaves_out_what_is_settled(browser, by_mo, report):
    report("Spam")
    report("I will find you", why="danger")
    cases.settle(by_mo, report("Over"), "keep")
    assert shown(browser.get(LIST)) == ["I will find you", "Spam"]


def test_the_tabs_say_how_many_wait_and_lead_to_them(browser, guard, by_mo, report):
    mine, late, over, _ = [report(words) for words in ("Mine", "Late", "Over", "Waiting")]
    cases.take(Moderator(staff=guard), mine)
    Case.objects.filter(pk=late.pk).update(due_at=now() - timedelta(hours=1))
    cases.settle(by_mo, over, "keep")
    tabs = {tab["state"]: tab for tab in browser.get(LIST).context["tabs"]}
    assert {state: tab["count"] for state, tab in tabs.items()} == {"open": 3, "mine": 1, "late": 1, "settled": None}
    found = {state: shown(browser.get(LIST + tab["url"])) for state, tab in tabs.items()}
    assert found == {"open": ["Late", "Mine", "Waiting"], "mine": ["Mine"], "late": ["Late"], "settled": ["Over"]}


def test_a_row_says_why_who_and_what_was_before(browser, by_mo, ben, mo, case):
    cases.report(mo.user, case.object, "off_topic")
    cases.note_words(targets.found(case.object), ["fools"])
    sanctions.impose(by_mo, ben, Penalty("notice"))
    page = browser.get(LIST).content.decode()
    for text in ("Insult or harassment", "Does not belong here", "Words of the list", "2 people", "1 earlier sanction"):
        assert text in page


def _target(case: Case):
    from community.moderation import targets

    found = targets.found(case.object)
    assert found
    return found


@pytest.mark.parametrize("words", ["fools", "Ben", "Look at this"])
def test_the_search_finds_words_authors_and_notes_once(browser, mo, case, words):
    cases.report(mo.user, case.object, "off_topic", "Look at this too.")
    assert shown(browser.get(LIST, {"q": words})) == ["You are all fools."]


def test_words_are_text_and_never_markup(browser, report):
    case = report("<script>alert(1)</script>")
    cases.report(joined(case.community, "Eve").user, case.object, "other", "<b>bold</b>")
    for where in (LIST, page_of(case)):
        page = browser.get(where).content
        assert b"<script>alert(1)" not in page
        assert b"<b>bold" not in page


def _queries(browser: Client, where: str) -> int:
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    return len(queries)


def test_more_cases_reports_and_history_cost_no_more_queries(browser, by_mo, ada, ben, square, community, case, report):
    looked_at = {}
    cases.settle(by_mo, report("Over"), "keep")
    cases.add_note(by_mo, case, "Watch him.")
    sanctions.impose(by_mo, ben, Penalty("notice"))
    for where in (LIST, f"{LIST}?state=settled", page_of(case)):
        looked_at[where] = _queries(browser, where)
    for number in range(6):
        someone = joined(community, f"Guest {number}")
        said = messages.post(ben if number % 2 else ada, square, f"Words {number}", client_id=uuid4())
        made = cases.report(someone.user, f"message:{said.id}", "spam").case
        cases.report(someone.user, case.object, "spam")
        cases.add_note(by_mo, case, f"Note {number}")
        if number % 2:
            cases.settle(by_mo, made, "hide", penalty=Penalty("notice"))
    assert {where: _queries(browser, where) for where in looked_at} == looked_at
    assert looked_at[LIST] <= 12  # of which two are for the saved lists: whose are seen, and which there are
    assert looked_at[page_of(case)] <= 24  # of which one is for those to whom it could be given


# --- The front page ---------------------------------------------------------------------------------------------------


def test_the_front_page_says_what_waits(browser, by_mo, report):
    late, quick, slow = report("One"), report("Two"), report("Three")
    Case.objects.filter(pk=late.pk).update(due_at=now() - timedelta(hours=1))
    for case, hours in ((quick, 1), (slow, 5)):
        cases.settle(by_mo, case, "keep")
        at = now()
        Case.objects.filter(pk=case.pk).update(settled_at=at, opened_at=at - timedelta(hours=hours))
    waiting = browser.get(reverse("admin:index")).context["waiting"]
    assert [(figure.title, str(figure.count).replace("\xa0", " "), figure.is_alarming) for figure in waiting] == [
        ("open cases", "1", False), ("late cases", "1", True),
        ("from report to decision, the median of 7 days", "3 hours", False), ("open appeals", "0", False),
        ("open applications", "0", False), ("votes under way", "0", False),
    ]  # fmt: skip


def test_the_front_page_says_nothing_to_who_may_not_see_the_queue(cleo, case):
    cleo.is_staff = True
    cleo.save()
    assert signed_in(cleo).get(reverse("admin:index")).context["waiting"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "community__id__exact=nonsense",
        "member__id__exact=nonsense",
        "community__id__exact=999999",
        "state=nonsense",
        "nonsense=1",
        "nonsense__id=1",
    ],
)
def test_a_filter_that_fits_nothing_takes_no_word_of_the_search_away(browser, report, wrong):
    report("Fools, all of you")
    page = browser.get(f"{LIST}?{wrong}&q=fools", follow=True)
    assert page.status_code == 200
    assert 'value="fools"' in page.content.decode()


def test_the_part_of_the_queue_stays_too_and_the_reader_is_told(browser, guard, report):
    mine, _ = report("Fools, mine"), report("Fools, all of you")
    cases.take(Moderator(staff=guard), mine)
    page = browser.get(f"{LIST}?state=mine&member__id__exact=nonsense&q=fools", follow=True)
    assert shown(page) == ["Fools, mine"]
    assert told(page) == ["A filter of this address fits nothing and was left out."]


def test_tabs_count_what_the_filter_by_community_leaves_and_keep_it(browser, elsewhere, report):
    here = report("Here")
    tabs = {
        tab["state"]: tab
        for tab in browser.get(LIST, {"community__id__exact": here.community_id, "state": "late"}).context["tabs"]
    }
    assert {state: tab["count"] for state, tab in tabs.items()} == {"open": 1, "mine": 0, "late": 0, "settled": None}
    assert shown(browser.get(LIST + tabs["open"]["url"])) == ["Here"]
    assert browser.get(LIST).context["tabs"][0]["count"] == 2
