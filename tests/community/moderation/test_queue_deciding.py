"""Deciding in the admin: one by one or many at once, by whom it may be, and undone."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import messages, rooms
from chat.models import Message
from community.clock import now
from community.members import communities
from community.members.models import Community, Member
from community.moderation import cases, rules, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Case, Sanction
from community.moderation.queue import order
from community.moderation.sanctions import Penalty
from tests.community.moderation.desk import LIST, as_staff, choose, decide, only_looks, page_of, signed_in, told
from tests.conftest import joined

RULES = "1. Be kind.\n\n  2. No advertising.  \n2. No advertising.\n- Stay on *topic*\n"


@pytest.fixture
def community(community) -> Community:
    community.rules = RULES
    community.save()
    return community


# --- Deciding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "verdict", "grade"),
    [
        ("keep", "keep", ""), ("hide", "hide", ""), ("notice", "hide", "notice"), ("mute", "hide", "mute"),
        ("silence", "hide", "silence"), ("ban", "hide", "ban"),
    ],
)  # fmt: skip
def test_each_decision_does_what_it_says(browser, guard, case, decision, verdict, grade):
    decide(browser, case, decision, rule="2. No advertising.", reason="Ads.", length="72")
    case.refresh_from_db()
    assert (case.verdict, case.rule, case.reason, case.settled_by) == (verdict, "2. No advertising.", "Ads.", guard)
    assert [sanction.grade for sanction in Sanction.objects.all()] == ([grade] if grade else [])


def test_a_mute_holds_where_the_words_stand(browser, case, square):
    decide(browser, case, "mute", length="24")
    made = Sanction.objects.get()
    assert made.place == f"room:{square.pk}"
    assert abs(made.until - now() - timedelta(days=1)) < timedelta(minutes=1)


def test_the_length_is_that_of_the_next_step_unless_it_is_changed(browser, by_mo, ben, case):
    sanctions.impose(by_mo, ben, Penalty("silence", now() + timedelta(days=1)))
    assert browser.get(page_of(case)).context["form"].initial["length"] == "72"
    decide(browser, case, "silence")
    assert abs(Sanction.objects.latest("pk").until - now() - timedelta(days=3)) < timedelta(minutes=1)


def test_only_a_suspension_is_for_good(browser, report):
    first, second = report("Fools!"), report("Fools, I say!")
    response = decide(browser, first, "silence", length="always")
    assert told(response) == ["Only a suspension can be for good."]
    assert not Sanction.objects.exists()
    decide(browser, second, "ban", length="always")
    assert Sanction.objects.get().until is None


@pytest.mark.parametrize("given", [{"decision": "burn"}, {"decision": ""}, {"decision": "hide", "rule": "9. Mine."}])
def test_what_is_not_on_the_page_decides_nothing(browser, case, given):
    response = browser.post(page_of(case), {"do": "decide", **given}, follow=True)
    assert told(response)
    case.refresh_from_db()
    assert case.is_open()


def test_the_next_open_case_opens_and_the_list_after_the_last(browser, report):
    first, second, third = report("One"), report("Two"), report("Three")
    assert decide(browser, second, "keep").request["PATH_INFO"] == page_of(third)
    assert decide(browser, third, "keep").request["PATH_INFO"] == page_of(first)
    assert decide(browser, first, "keep").request["PATH_INFO"] == LIST


def test_what_others_look_after_and_what_is_about_oneself_does_not_open_next(other, guard, community, report):
    me = joined(community, "Guard's own")
    Member.objects.filter(pk=me.pk).update(user=guard)
    first, held, own, free = report("One"), report("Two"), report("Three", author=me), report("Four")
    cases.take(Moderator(staff=other), held)
    assert order.next_for(guard, first) == free
    assert order.next_for(other, first) == held
    assert own in order.open_ones()


def test_neighbours_are_those_of_the_list(browser, report):
    first, second, third = report("One"), report("Two"), report("Three", why="danger")
    context = browser.get(page_of(first)).context
    assert (context["before"], context["after"]) == (third, second)


def test_whoever_was_slower_is_told_who_decided(browser, other, case):
    cases.settle(Moderator(staff=other), case, "keep")
    assert told(decide(browser, case, "ban")) == ["Max settled it already."]
    assert not Sanction.objects.exists()


def test_nobody_decides_about_themselves(mo, report):
    case = report("Fools!", author=mo)
    browser = signed_in(as_staff(mo.user))
    assert browser.get(page_of(case)).content.decode().count('value="decide"') == 0
    assert told(decide(browser, case, "keep")) == ["This is about yourself: somebody else has to decide."]


def test_a_case_is_taken_and_left(browser, guard, other, case):
    browser.post(page_of(case), {"do": "take"})
    assert told(signed_in(other).post(page_of(case), {"do": "take"}, follow=True)) == ["Greta looks after it."]
    case.refresh_from_db()
    assert case.taken_by == guard
    browser.post(page_of(case), {"do": "let_go"})
    case.refresh_from_db()
    assert case.taken_by is None


def test_a_note_is_for_all_moderators(browser, other, case):
    browser.post(page_of(case), {"do": "note", "text": "Third time."})
    assert "Third time." in signed_in(other).get(page_of(case)).content.decode()
    assert told(browser.post(page_of(case), {"do": "note", "text": " "}, follow=True))
    assert case.notes.count() == 1


def test_the_last_decision_can_be_undone_from_wherever_one_is(browser, other, report, rude, case):
    elsewhere = report("Spam")
    decide(browser, case, "silence", length="24")
    for where in (LIST, page_of(elsewhere)):
        assert browser.get(where).context["last"] == case
    assert signed_in(other).get(LIST).context["last"] is None
    browser.post(page_of(case), {"do": "reopen"})
    case.refresh_from_db()
    assert case.is_open()
    assert Sanction.objects.get().lifted_at
    assert not hasattr(Message.objects.get(pk=rude.id), "removal")


def test_a_decision_after_an_undone_one_is_called_by_its_own_name(browser, case):
    decide(browser, case, "ban", length="24")
    browser.post(page_of(case), {"do": "reopen"})
    decide(browser, case, "notice")
    assert browser.get(page_of(case)).context["decided"] == "Out of sight, and a notice"


def test_an_unknown_act_does_nothing(browser, case):
    assert browser.post(page_of(case), {"do": "burn"}).status_code == 302
    case.refresh_from_db()
    assert case.is_open()


def test_articles_are_the_lines_of_the_rules(community):
    assert rules.articles(community) == ["1. Be kind.", "2. No advertising.", "Stay on topic"]


def test_a_community_without_rules_is_not_asked_for_an_article(browser, community, case):
    Community.objects.filter(pk=community.pk).update(rules="")
    assert 'name="rule"' not in browser.get(page_of(case)).content.decode()


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_who_may_only_look_decides_nothing(browser, guard, case):
    only_looks(guard)
    assert b"data-decides" not in browser.get(page_of(case)).content
    for act in ("decide", "note", "take", "let_go", "reopen"):
        given = {"do": act, "decision": "hide", "text": "Mine."}
        assert browser.post(page_of(case), given).status_code == 403
    choose(browser, "hide", [case], rule="", reason="")
    case.refresh_from_db()
    assert case.is_open()


def test_staff_outside_of_the_group_and_strangers_see_nothing(ada, cleo, case):
    ada.user.is_staff = True
    ada.user.save()
    for who, answer in ((ada.user, 403), (cleo, 302)):
        for where in (LIST, page_of(case)):
            assert signed_in(who).get(where).status_code == answer
            assert signed_in(who).post(where, {"do": "decide", "decision": "hide"}).status_code == answer
    case.refresh_from_db()
    assert case.is_open()


# --- Many at once -----------------------------------------------------------------------------------------------------


def test_several_are_decided_with_one_article_and_reason(browser, report):
    spam = [report("Cheap watches"), report("Cheap bags")]
    page = choose(browser, "hide", spam)
    assert "2. No advertising." in page.content.decode()
    assert told(choose(browser, "hide", spam, rule="2. No advertising.", reason="Ads.")) == ["2 taken out of sight"]
    assert list(Case.objects.values_list("verdict", "rule", "reason")) == [("hide", "2. No advertising.", "Ads.")] * 2


def test_of_several_those_that_another_moderator_settled_are_named(browser, other, report):
    spam = [report("Cheap watches"), report("Cheap bags")]
    cases.settle(Moderator(staff=other), spam[0], "keep")
    response = choose(browser, "keep", spam, rule="", reason="")
    assert told(response) == ["Ben: Cheap watches: Max settled it already.", "1 let stand"]


def test_several_decisions_are_undone(browser, by_mo, report):
    spam = [report("Cheap watches"), report("Cheap bags")]
    for case in spam:
        cases.settle(by_mo, case, "hide")
    assert told(choose(browser, "reopen", spam, state="settled")) == ["2 open again"]
    assert Case.objects.filter(settled_at=None).count() == 2


def test_cases_of_two_communities_go_by_no_article(browser, report, cleo, guard):

    pond = communities.found(cleo, slug="pond", name="Pond", purpose="To fish.", hue=20)
    said = messages.post(pond, rooms.create(pond, "open", "Shore"), "Cheap rods", client_id=uuid4())
    far = cases.report(joined(pond.community, "Finn").user, f"message:{said.id}", "spam").case
    page = choose(browser, "keep", [report("Cheap bags"), far]).content.decode()
    assert "2. No advertising." not in page
    assert told(choose(browser, "keep", [far], rule="", reason="")) == ["1 let stand"]
