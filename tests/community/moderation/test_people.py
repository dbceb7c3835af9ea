"""A person is reported like what they write: what every member reads of the profile is judged, and can be cleared."""

import pytest

from community.belonging import fields
from community.belonging.models import Answer, Field
from community.errors import Refusal
from community.members.models import Member
from community.moderation import audit_details, cases
from community.moderation.models import AuditEntry, Case, ClearedProfile, Sanction
from community.moderation.queue import decisions, rows
from community.moderation.queue.decisions import DecisionForm
from tests.community.moderation.desk import signed_in


@pytest.fixture
def boaster(ada, ben) -> Member:
    """Ben, who says something of himself in the line, in a field for all and in one for hosts."""
    Member.objects.filter(pk=ben.pk).update(bio="You are all fools.")
    for name, audience in (("Occupation", "members"), ("Telephone", "hosts")):
        made = fields.create(ada, name, "text", [], audience)
        fields.answer(ben, made.pk, f"Fool-{name}")
    return Member.objects.select_related("community", "user").get(pk=ben.pk)


@pytest.fixture
def about_ben(boaster, dora, api) -> Case:
    api(dora).post("reports/", {"object": f"member:{boaster.pk}", "why": "rude", "note": "His profile."})
    return Case.objects.select_related("community", "member").get()


def profile(member: Member) -> tuple[str, dict[str, str]]:
    said = Answer.objects.filter(member=member).values_list("field__name", "text")
    return Member.objects.get(pk=member.pk).bio, dict(said)


def decided(case: Case, name: str, **more: str) -> DecisionForm:
    form = DecisionForm(case, {"decision": name, "rule": "", "length": "24", "reason": "", **more})
    form.is_valid()
    return form


def test_a_report_keeps_what_every_member_reads_of_the_profile(about_ben, boaster):
    assert about_ben.words == "Ben\nYou are all fools.\nOccupation: Fool-Occupation"
    assert about_ben.member == boaster
    assert about_ben.is_of_a_person()


def test_what_is_shown_to_hosts_alone_is_in_no_report(boaster, dora, api):
    Member.objects.filter(pk=boaster.pk).update(bio_to="hosts")
    api(dora).post("reports/", {"object": f"member:{boaster.pk}", "why": "rude"})
    assert Case.objects.get().words == "Ben\nOccupation: Fool-Occupation"


def test_reports_about_one_person_gather(about_ben, boaster, olga, api):
    api(olga).post("reports/", {"object": f"member:{boaster.pk}", "why": "spam"})
    assert Case.objects.get().reports.count() == 2


def test_nobody_reports_themselves_or_somebody_of_another_community(boaster, cleo, api):
    about = {"object": f"member:{boaster.pk}", "why": "rude"}
    assert api(boaster).refused("POST", "reports/", about) == "report.own"
    assert api(cleo).refused("POST", "reports/", about) == "not_found"


def test_the_queue_says_how_much_else_is_open_about_the_same_person(about_ben, report):
    report("Fools!", about_ben.member)
    counts = rows.with_figures(Case.objects.all()).values_list("also_open", flat=True)
    assert list(counts) == [1, 1]


def test_the_page_shows_what_the_profile_said_and_what_it_says_now(about_ben, boaster, browser):
    Member.objects.filter(pk=boaster.pk).update(bio="I grow tomatoes.")
    page = browser.get(f"/admin/moderation/case/{about_ben.pk}/change/").content.decode()
    assert "You are all fools." in page
    assert "I grow tomatoes." in page
    assert "Clear the profile" in page
    assert "Take it out of sight" not in page


def test_a_cleared_profile_says_its_name_and_what_hosts_alone_read(about_ben, boaster, by_mo):
    cases.settle(by_mo, about_ben, "hide", rule="2. Be kind.", reason="Names.")
    assert profile(boaster) == ("", {"Telephone": "Fool-Telephone"})
    entry = AuditEntry.objects.get(act="clear profile")
    assert (entry.member, audit_details.reason(entry), entry.data["rule"]) == (boaster, "Names.", "2. Be kind.")
    notice = boaster.notices.get(kind="words_hidden")
    assert (notice.data, notice.excerpt) == ({"object": f"member:{boaster.pk}", "rule": "2. Be kind."}, "Names.")


def test_undone_the_profile_says_what_it_said_except_where_something_newer_stands(about_ben, boaster, by_mo):
    cases.settle(by_mo, about_ben, "hide", reason="Names.")
    field = Field.objects.get(name="Occupation")
    fields.answer(boaster, field.pk, "Gardener")
    cases.reopen(by_mo, about_ben)
    assert profile(boaster) == ("You are all fools.", {"Occupation": "Gardener", "Telephone": "Fool-Telephone"})
    assert not ClearedProfile.objects.exists()


@pytest.mark.parametrize(
    ("name", "verdict", "grade"),
    [("keep", "keep", None), ("hide", "hide", None), ("notice", "keep", "notice"), ("silence", "keep", "silence"),
     ("ban", "keep", "ban"), ("clear_notice", "hide", "notice"), ("clear_ban", "hide", "ban")],
)  # fmt: skip
def test_a_sanction_follows_with_the_profile_cleared_or_without(about_ben, by_mo, name, verdict, grade):
    form = decided(about_ben, name, reason="Names.")
    settled = cases.settle(by_mo, about_ben, form.verdict(), reason="Names.", penalty=form.penalty())
    assert ClearedProfile.objects.exists() == (verdict == "hide")
    assert [one.grade for one in Sanction.objects.all()] == ([grade] if grade else [])
    label = next(one.label for one in decisions.OF_A_PERSON if one.name == name)
    assert decisions.taken(settled) == label


def test_what_follows_for_a_person_wants_an_article_or_a_reason_and_an_end(about_ben):
    assert "reason" in decided(about_ben, "clear_notice").errors
    assert "length" in decided(about_ben, "clear_silence", reason="Names.", length="always").errors
    assert not decided(about_ben, "clear_ban", reason="Names.", length="always").errors


def test_a_mute_has_no_room_here(about_ben):
    assert "decision" in decided(about_ben, "mute", reason="Names.").errors


def test_the_moderator_whom_it_is_about_does_not_decide(dora, mo, by_mo):
    cases.report(dora.user, f"member:{mo.pk}", "rude")
    with pytest.raises(Refusal) as refusal:
        cases.settle(by_mo, Case.objects.get(), "keep")
    assert refusal.value.code == "case.involved"


def test_the_decision_is_made_on_the_page(about_ben, boaster, guard):
    signed_in(guard).post(
        f"/admin/moderation/case/{about_ben.pk}/change/",
        {"do": "decide", "decision": "clear_notice", "length": "24", "rule": "", "reason": "Names."},
    )
    assert profile(boaster)[0] == ""
    assert Sanction.objects.get().grade == "notice"
