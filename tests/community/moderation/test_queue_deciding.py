"""Deciding in the admin, by whom it may be, and undone."""

from datetime import timedelta

import pytest

from chat.models import Message
from community.clock import now
from community.members.models import Community, Member, User
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
    assert order.next_for(guard, Case.objects.all(), first) == free
    assert order.next_for(other, Case.objects.all(), first) == held
    assert own in order.open_ones(Case.objects.all())


def test_one_goes_on_through_the_community_that_was_chosen(browser, report, elsewhere):
    first, second = report("One"), report("Two")
    chosen = f"?community__id__exact={first.community_id}"
    page = browser.get(LIST + chosen)
    assert {tab["state"]: tab["count"] for tab in page.context["tabs"]}["open"] == 2
    assert page.context["first"] == first.pk
    assert f"{page_of(first)}{chosen}" in page.content.decode()
    page = browser.get(page_of(first) + chosen)
    assert (page.context["before"], page.context["after"]) == (None, second)
    gone_on = browser.post(page_of(first) + chosen, {"do": "decide", "decision": "keep"})
    assert gone_on.url == page_of(second) + chosen
    assert browser.post(page_of(second) + chosen, {"do": "decide", "decision": "keep"}).url == LIST + chosen
    assert elsewhere.is_open()


@pytest.mark.parametrize("named", ["", "nonsense", "9" * 30, "٣"])
def test_an_address_that_names_no_community_goes_through_all(browser, case, named):
    assert browser.get(f"{page_of(case)}?community__id__exact={named}").status_code == 200


def test_what_was_typed_stays_when_something_else_is_wrong(browser, case):
    reason = "He knows <why>."
    page = browser.post(page_of(case), {"do": "decide", "decision": "mute", "length": "always", "reason": reason})
    assert told(page) == ["Only a suspension can be for good."]
    text = page.content.decode()
    assert 'value="He knows &lt;why&gt;."' in text
    assert '<option value="always" selected>' in text
    assert page.context["form"]["decision"].value() == "mute"
    case.refresh_from_db()
    assert case.is_open()


def test_what_was_typed_stays_when_the_verb_refuses(mo, ada, report):
    case = report("I am the owner", author=ada)
    typed = {"do": "decide", "decision": "silence", "length": "24", "reason": "Enough."}
    page = signed_in(mo.user).post(page_of(case), typed)
    assert told(page) == ["This member's role is not below yours."]
    assert 'value="Enough."' in page.content.decode()


def test_a_note_that_is_too_long_stays_to_be_shortened(browser, case):
    page = browser.post(page_of(case), {"do": "note", "text": "n" * 1001})
    assert "n" * 1001 in page.content.decode()
    assert not case.notes.exists()


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


def test_a_decision_in_a_tribe_goes_by_its_articles_or_the_principles_of_its_parent(community):
    tribe = Community(name="Shore", rules="1. No motors.\n2. Be kind.", parent=community)
    community.rules = "1. Be kind.\n\n2. No advertising."
    assert rules.articles(tribe) == ["1. No motors.", "2. Be kind.", "Lake: 1. Be kind.", "Lake: 2. No advertising."]


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


def test_staff_outside_of_the_group_and_strangers_see_nothing(cleo, case):
    clerk = User.objects.create(username="clerk", is_staff=True)
    for who, answer in ((clerk, 403), (cleo, 302)):
        for where in (LIST, page_of(case)):
            assert signed_in(who).get(where).status_code == answer
            assert signed_in(who).post(where, {"do": "decide", "decision": "hide"}).status_code == answer
    case.refresh_from_db()
    assert case.is_open()


@pytest.mark.parametrize("decision", ["notice", "mute", "silence", "ban"])
def test_nothing_follows_for_a_member_without_an_article_or_a_reason(browser, community, case, decision):
    community.rules = "1. Be kind."
    community.save()
    for reason in ("", "  "):
        response = decide(browser, case, decision, reason=reason)
        assert told(response) == ["Choose an article or say why: the member reads it."]
        assert response.context["form"]["decision"].value() == decision, "the form is as it was"
    assert not Sanction.objects.exists()
    decide(browser, case, decision, reason="", rule="1. Be kind.")
    assert Sanction.objects.get().rule == "1. Be kind."


def test_words_are_taken_out_of_sight_without_a_word(browser, case):
    decide(browser, case, "hide", reason="")
    assert not Case.objects.get().is_open()
