"""A name that cannot stay is taken away: its bearer has a number for a name until they choose another one."""

from contextlib import suppress
from uuid import uuid4

import pytest

from chat import messages
from community.clock import now
from community.errors import Refusal
from community.members import people
from community.members.models import Community, Member
from community.moderation import audit_details, cases, names, profiles, returning, sanctions
from community.moderation.models import AuditEntry, Case, ClearedProfile
from community.moderation.queue.decisions import DecisionForm
from community.moderation.sanctions import Penalty
from community.rules import record
from tests.chat.test_messages import run_all
from tests.community.moderation.desk import signed_in


@pytest.fixture
def rogue(ben) -> Member:
    Member.objects.filter(pk=ben.pk).update(name="Mo is a fool", folded_name="mo is a fool", bio="I grow tomatoes.")
    return Member.objects.select_related("community", "user").get(pk=ben.pk)


@pytest.fixture
def about_rogue(rogue, dora) -> Case:
    return cases.report(dora.user, f"member:{rogue.pk}", "rude", "The name.").case


def called(member: Member) -> str:
    return Member.objects.get(pk=member.pk).name


def cleared(case: Case, by, goes: str = profiles.NAME, **more) -> Case:
    return cases.settle(by, case, "hide", reason="An insult.", part=goes, **more)


def test_the_name_goes_alone_and_everybody_reads_a_number_for_it(about_rogue, rogue, dora, by_mo, square, api):
    messages.post(rogue, square, "Good morning", client_id=uuid4())
    cleared(about_rogue, by_mo)
    assert called(rogue) == f"Member {rogue.pk}"
    assert Member.objects.get(pk=rogue.pk).bio == "I grow tomatoes."
    said = api(dora).get(f"rooms/{square.pk}/messages/")["messages"][-1]
    assert said["author"]["name"] == f"Member {rogue.pk}"
    listed = api(dora).get(f"communities/{square.community.slug}/members/?q=fool")
    assert listed["results"] == []


@pytest.mark.parametrize(("goes", "bio"), [("", "I grow tomatoes."), (profiles.ALL, "")])
def test_without_a_word_of_it_the_name_stays_and_with_all_it_goes(about_rogue, rogue, by_mo, goes, bio):
    cleared(about_rogue, by_mo, goes)
    assert (called(rogue) == "Mo is a fool") == (goes == "")
    assert Member.objects.get(pk=rogue.pk).bio == ""


@pytest.mark.parametrize(("locale", "name"), [("zh-Hans", "成员 {}"), ("zh-Hant", "成員 {}")])
def test_the_number_is_named_in_the_language_of_the_community(about_rogue, rogue, by_mo, locale, name):
    Community.objects.update(locale=locale)
    cleared(about_rogue, by_mo)
    assert called(rogue) == name.format(rogue.pk)


def test_whose_name_went_is_told_why_and_reporters_are_not_told_what_went(about_rogue, rogue, dora, by_mo):
    cleared(about_rogue, by_mo, rule="2. Be kind.")
    told = rogue.notices.get(kind="words_hidden")
    assert told.data == {"object": f"member:{rogue.pk}", "rule": "2. Be kind.", "goes": "name"}
    assert told.excerpt == "An insult."
    assert dora.notices.get(kind="report_settled").data == {"verdict": "hide"}


def test_what_follows_beside_it_does_not_keep_the_name_from_being_told(about_rogue, rogue, by_mo):
    form = DecisionForm(about_rogue, {"decision": "clear_notice", "goes": "name", "reason": "An insult."})
    assert form.is_valid()
    cleared(about_rogue, by_mo, form.part(), penalty=form.penalty())
    assert set(rogue.notices.values_list("kind", flat=True)) >= {"words_hidden", "sanctioned"}


def test_the_same_name_is_not_chosen_again_however_it_is_written(about_rogue, rogue, by_mo, api):
    cleared(about_rogue, by_mo)
    for again in ("Mo is a fool", "mo  IS a f00l", "Ｍｏ ｉｓ ａ ｆｏｏｌ"):
        assert api(rogue).refused("PATCH", f"members/{rogue.pk}/", {"name": again}) == "name.cleared"
    assert called(rogue) == f"Member {rogue.pk}"
    assert api(rogue).patch(f"members/{rogue.pk}/", {"name": "Benjamin"})["name"] == "Benjamin"


def test_a_name_of_signs_that_are_no_letters_is_not_chosen_again_and_another_one_is(about_rogue, rogue, by_mo, api):
    Member.objects.filter(pk=rogue.pk).update(name="💩💩", folded_name="💩💩")
    cleared(about_rogue, by_mo)
    assert api(rogue).refused("PATCH", f"members/{rogue.pk}/", {"name": "💩💩"}) == "name.cleared"
    assert api(rogue).patch(f"members/{rogue.pk}/", {"name": "🌻"})["name"] == "🌻"


def test_somebody_else_may_be_called_so(about_rogue, dora, by_mo, api):
    cleared(about_rogue, by_mo)
    assert api(dora).patch(f"members/{dora.pk}/", {"name": "Mo is a fool"})["name"] == "Mo is a fool"


def test_undone_they_are_called_as_before(about_rogue, rogue, by_mo, api):
    cleared(about_rogue, by_mo, profiles.ALL)
    cases.reopen(by_mo, about_rogue)
    assert (called(rogue), Member.objects.get(pk=rogue.pk).bio) == ("Mo is a fool", "I grow tomatoes.")
    assert api(rogue).patch(f"members/{rogue.pk}/", {"name": "Mo is a fool"}), "nothing is held against it any more"


def test_undone_in_a_community_that_speaks_another_language_by_then(about_rogue, rogue, by_mo):
    cleared(about_rogue, by_mo)
    Community.objects.update(locale="zh-Hans")
    cases.reopen(by_mo, about_rogue)
    assert called(rogue) == "Mo is a fool"


def test_undone_nobody_loses_the_name_that_they_chose_since(about_rogue, rogue, by_mo, api):
    cleared(about_rogue, by_mo)
    api(rogue).patch(f"members/{rogue.pk}/", {"name": "Benjamin"})
    cases.reopen(by_mo, about_rogue)
    assert called(rogue) == "Benjamin"


def test_undoing_another_case_gives_nothing_back_that_this_one_took(about_rogue, rogue, dora, by_mo):
    cleared(about_rogue, by_mo, profiles.ALL)
    later = cases.report(dora.user, f"member:{rogue.pk}", "rude").case
    cleared(later, by_mo, "")
    cases.reopen(by_mo, later)
    assert called(rogue) == f"Member {rogue.pk}"


def test_the_audit_says_that_a_name_went_and_not_which(about_rogue, rogue, by_mo):
    cleared(about_rogue, by_mo, rule="2. Be kind.")
    assert not AuditEntry.objects.filter(act="clear profile").exists()
    entry = AuditEntry.objects.get(act="clear name")
    assert (entry.member, audit_details.reason(entry), entry.data["rule"]) == (rogue, "An insult.", "2. Be kind.")
    assert "fool" not in str(entry.data)
    cases.reopen(by_mo, about_rogue)
    assert AuditEntry.objects.filter(act="restore name", member=rogue).exists()


def test_all_members_read_that_a_name_went_and_not_whose(about_rogue, rogue, dora, by_mo):
    cleared(about_rogue, by_mo)
    entries = record.read(dora, after=None, most=10)
    assert [(one.act, one.about) for one in record.told(dora, entries) if one.act == "clear_name"] == [
        ("clear_name", None)
    ]
    assert [one.about for one in record.told(rogue, entries) if one.act == "clear_name"] == [rogue]


def test_a_name_wants_an_article_or_a_reason(about_rogue):
    asked = {"decision": "hide", "goes": "name", "reason": ""}
    assert "reason" in DecisionForm(about_rogue, asked).errors
    assert not DecisionForm(about_rogue, asked | {"goes": ""}).errors


def test_a_profile_that_stays_keeps_its_name(about_rogue):
    form = DecisionForm(about_rogue, {"decision": "notice", "goes": "name", "reason": "An insult."})
    assert form.is_valid()
    assert form.part() == ""


def test_it_is_decided_on_the_page(about_rogue, rogue, guard):
    page = f"/admin/moderation/case/{about_rogue.pk}/change/"
    browser = signed_in(guard)
    assert "the name alone" in browser.get(page).content.decode()
    browser.post(page, {"do": "decide", "decision": "hide", "goes": "name", "rule": "", "reason": "An insult."})
    assert called(rogue) == f"Member {rogue.pk}"


def test_of_what_somebody_wrote_the_page_offers_no_name(case, browser):
    assert "the name alone" not in browser.get(f"/admin/moderation/case/{case.pk}/change/").content.decode()


def test_a_number_for_a_name_is_no_sign_of_who_may_be_back(rogue, dora, by_mo, community):
    profiles.clear(by_mo, rogue, "Names.", goes=profiles.NAME)
    sanctions.impose(by_mo, rogue, Penalty("ban"), reason="Spam.")
    Member.objects.filter(pk=dora.pk).update(name=f"Member {dora.pk}", joined_at=now())
    dora.refresh_from_db()
    assert names.is_neutral(dora)
    assert returning.hints(dora) == []


def test_of_a_name_that_is_taken_and_chosen_at_once_nothing_is_left(transactional_db, rogue, by_mo):
    whole = Member.objects.select_related("community")

    def choose() -> None:
        with suppress(Refusal):
            people.edit_own(Member.objects.get(pk=rogue.pk), {"name": "Mo is a fool"})

    for _ in range(5):
        Member.objects.filter(pk=rogue.pk).update(name="Mo is a fool", folded_name="mo is a fool")
        ClearedProfile.objects.all().delete()
        run_all([choose, lambda: profiles.clear(by_mo, whole.get(pk=rogue.pk), "Names.", goes=profiles.NAME)])
        assert called(rogue) == f"Member {rogue.pk}"
