"""What is reported gathers in one case, and one moderator settles it, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from board import threads
from board.models import Category, Post
from chat import messages, rooms
from chat.models import Message
from community.access import Role
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound, Refusal, TooMany
from community.moderation import cases, targets, wordlists
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case, Report, Sanction
from community.moderation.sanctions import Penalty
from tests.chat.test_messages import run_all
from tests.conftest import joined, person
from tests.live import wait_until


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def somebody_waits_for_a_lock() -> bool:
    waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({waiting})")
        return cursor.fetchone()[0]


def stored(message) -> Message:
    return Message.objects.get(pk=message.id)


# --- Reporting --------------------------------------------------------------------------------------------------------


def test_reports_of_one_thing_gather_in_one_case(dora, mo, rude):
    cases.report(dora.user, f"message:{rude.id}", "rude", "Look at this.")
    cases.report(mo.user, f"message:{rude.id}", "off_topic")
    (case,) = Case.objects.all()
    assert (case.member.name, case.words, case.path) == (
        "Ben",
        "You are all fools.",
        f"/c/lake/r/{rude.room}/m/{rude.id}",
    )
    assert sorted(case.reports.values_list("why", "member__name")) == [("off_topic", "Mo"), ("rude", "Dora")]


def test_reporting_again_gives_the_first_report(dora, rude, case):
    again = cases.report(dora.user, f"message:{rude.id}", "spam")
    assert again == Report.objects.get()
    assert again.why == "rude"


def test_an_edit_after_the_report_does_not_change_what_moderators_read(ben, rude, case):
    messages.edit(ben, stored(rude), "You are all lovely.")
    case.refresh_from_db()
    assert case.words == "You are all fools."


def test_nobody_reports_what_they_cannot_read(den, ada, cleo, dora, rude):
    hidden_away = messages.post(ada, den, "Between us.", client_id=uuid4())
    for who, thing in ((dora.user, f"message:{hidden_away.id}"), (cleo, f"message:{rude.id}")):
        with pytest.raises(NotFound):
            cases.report(who, thing, "rude")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "thing", ["message", "message:", "message:x", "message:-1", "message:" + "9" * 30, "room:1", ""]
)
def test_what_cannot_be_reported_is_not_found(dora, thing):
    with pytest.raises(NotFound):
        cases.report(dora.user, thing, "rude")


def test_nobody_reports_their_own_words(ben, rude):
    assert refused(lambda: cases.report(ben.user, f"message:{rude.id}", "rude")) == "report.own"


def test_danger_hurries(dora, mo, rude, case):
    assert case.due_at > now() + timedelta(hours=40)
    cases.report(mo.user, f"message:{rude.id}", "danger")
    case.refresh_from_db()
    assert case.due_at <= now() + timedelta(hours=4)


def test_a_member_reports_only_so_much_in_a_day(ben, square, dora, monkeypatch):
    monkeypatch.setattr(cases, "REPORTS", 2)
    said = [messages.post(ben, square, f"Words {number}", client_id=uuid4()) for number in range(3)]
    for one in said[:2]:
        cases.report(dora.user, f"message:{one.id}", "spam")
    with pytest.raises(TooMany):
        cases.report(dora.user, f"message:{said[2].id}", "spam")
    assert Case.objects.count() == 2


def test_two_who_report_the_same_at_once_make_one_case(transactional_db, community, dora, mo, rude):
    run_all([lambda who=who: cases.report(who.user, f"message:{rude.id}", "rude") for who in (dora, mo)])
    assert Case.objects.get().reports.count() == 2


def test_posts_and_threads_are_reported_too(ben, dora):
    category = Category.objects.get(community=ben.community)
    made = threads.start(ben, category, "A bad title", "A bad post", client_id=uuid4())
    post = Post.objects.get(thread=made.id)
    cases.report(dora.user, f"post:{post.pk}", "spam")
    cases.report(dora.user, f"thread:{made.id}", "spam")
    assert sorted(Case.objects.values_list("words", "path")) == [
        ("A bad post", f"/c/lake/t/{made.id}/p/1"), ("A bad title", f"/c/lake/t/{made.id}"),
    ]  # fmt: skip


# --- What was said around it ------------------------------------------------------------------------------------------


def test_moderators_read_what_was_said_around_it(ada, ben, square):
    said = [messages.post(ada, square, f"Words {number}", client_id=uuid4()) for number in range(14)]
    messages.delete(ada, stored(said[6]))
    lines = targets.around(f"message:{said[7].id}")
    assert [line.words for line in lines] == [f"Words {number}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12)][
        -11:
    ]
    assert [line.words for line in lines if line.is_it] == ["Words 7"]


def test_of_a_talk_between_two_nothing_is_shown_that_came_after(ada, ben):
    private = rooms.direct(ada, ben)
    said = [messages.post(ben, private, f"Words {number}", client_id=uuid4()) for number in range(4)]
    assert [line.words for line in targets.around(f"message:{said[1].id}")] == ["Words 0", "Words 1"]


# --- Settling ---------------------------------------------------------------------------------------------------------


def test_hiding_takes_the_words_out_of_sight_and_says_so(by_mo, case, rude, dora):
    cases.settle(by_mo, case, "hide", rule="2. Be kind.", reason="An insult.")
    assert stored(rude).removal.kind == "hidden"
    assert [entry.act for entry in AuditEntry.objects.order_by("pk")] == ["hide", "settle"]
    notice = dora.notices.get()
    assert (notice.kind, notice.data) == ("report_settled", {"verdict": "hide"})


def test_keeping_changes_nothing_but_the_case(by_mo, case, rude, ben):
    cases.settle(by_mo, case, "keep")
    assert not hasattr(stored(rude), "removal")
    assert not ben.notices.exists()
    assert not Case.objects.get().is_open()


def test_what_follows_comes_with_the_decision_and_is_told(by_mo, case, ben):
    cases.settle(by_mo, case, "hide", rule="2. Be kind.", reason="An insult.", penalty=Penalty("notice"))
    sanction = Sanction.objects.get()
    assert (sanction.member, sanction.case, sanction.rule) == (ben, case, "2. Be kind.")
    notice = ben.notices.get()
    assert (notice.kind, notice.excerpt) == ("sanctioned", "An insult.")
    assert notice.data == {
        "grade": "notice",
        "sanction": sanction.pk,
        "rule": "2. Be kind.",
        "place": "",
        "until": None,
    }


def test_what_its_author_took_back_meanwhile_can_still_be_settled(by_mo, case, ben, rude):
    messages.delete(ben, stored(rude))
    cases.settle(by_mo, case, "hide", penalty=Penalty("notice"))
    assert stored(rude).removal.kind == "deleted"
    assert Sanction.objects.count() == 1


def test_of_two_moderators_one_decides_and_the_other_is_told(transactional_db, community, mo, case):
    another, outcomes = joined(community, "Max", Role.MODERATOR), []

    def decide(member, verdict):
        try:
            cases.settle(Moderator(member=member), case, verdict)
            outcomes.append("settled")
        except Conflict as refusal:
            outcomes.append((refusal.code, refusal.data["by"], refusal.data["verdict"]))

    run_all([lambda: decide(mo, "hide"), lambda: decide(another, "keep")])
    case.refresh_from_db()
    first = case.settled_by.shown_name()
    assert sorted(outcomes, key=str) == sorted(["settled", ("case.settled", first, case.verdict)], key=str)


def test_nobody_settles_what_is_about_themselves(mo, dora, square):
    said = messages.post(mo, square, "Fools!", client_id=uuid4())
    cases.report(dora.user, f"message:{said.id}", "rude")
    assert refused(lambda: cases.settle(Moderator(member=mo), Case.objects.get(), "keep")) == "case.involved"


def test_a_decision_that_cannot_be_carried_out_leaves_everything_as_it_was(ada, mo, dora, square):
    said = messages.post(ada, square, "Fools!", client_id=uuid4())
    cases.report(dora.user, f"message:{said.id}", "rude")
    case = Case.objects.get()
    assert refused(lambda: cases.settle(Moderator(member=mo), case, "hide", penalty=Penalty("notice"))) == (
        "member.outranked"
    )
    assert Case.objects.get().is_open()
    assert not hasattr(stored(said), "removal")


def test_members_settle_nothing(dora, case):
    for act in (cases.take, cases.let_go, cases.reopen):
        with pytest.raises(Forbidden):
            act(Moderator(member=dora), case)
    with pytest.raises(Forbidden):
        cases.settle(Moderator(member=dora), case, "keep")
    with pytest.raises(Forbidden):
        cases.add_note(Moderator(member=dora), case, "Mine.")


def test_what_stood_a_judgement_is_not_reported_again_unless_it_changed(by_mo, case, mo, ben, ada, rude):
    cases.settle(by_mo, case, "keep")
    assert refused(lambda: cases.report(ada.user, f"message:{rude.id}", "rude")) == "report.settled"
    messages.edit(ben, stored(rude), "You are all damned fools.")
    cases.report(ada.user, f"message:{rude.id}", "rude")
    assert Case.objects.filter(settled_at=None).get().words == "You are all damned fools."


# --- Undoing ----------------------------------------------------------------------------------------------------------


def test_a_decision_can_be_undone_with_all_that_followed(by_mo, case, rude, ben):
    penalty = Penalty("silence", now() + timedelta(days=1))
    cases.settle(by_mo, case, "hide", penalty=penalty)
    cases.reopen(by_mo, case)
    assert not hasattr(stored(rude), "removal")
    assert Sanction.objects.get().lifted_at
    assert case.is_open()
    messages.post(type(ben).objects.get(pk=ben.pk), stored(rude).room, "Thank you.", client_id=uuid4())


def test_what_is_open_cannot_be_opened(by_mo, case):
    assert refused(lambda: cases.reopen(by_mo, case)) == "case.open"


def test_a_case_is_not_opened_beside_another_about_the_same(by_mo, case, ben, ada, rude):
    cases.settle(by_mo, case, "keep")
    messages.edit(ben, stored(rude), "You are all damned fools.")
    cases.report(ada.user, f"message:{rude.id}", "rude")
    assert refused(lambda: cases.reopen(by_mo, case)) == "case.open"


# --- Looking after it -------------------------------------------------------------------------------------------------


def test_one_moderator_looks_after_a_case_and_leaves_it_to_others(community, by_mo, case):
    another = Moderator(member=joined(community, "Max", Role.MODERATOR))
    cases.take(by_mo, case)
    assert refused(lambda: cases.take(another, case)) == "case.taken"
    cases.let_go(another, case)
    cases.take(another, case)
    case.refresh_from_db()
    assert case.taken_by == another.account


def test_staff_act_without_being_members(case):
    guard = person("Guard")
    cases.settle(Moderator(staff=guard), case, "hide")
    assert Case.objects.get().settled_by == guard


def test_reporting_takes_few_queries_however_many_did(dora, mo, rude, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        cases.report(mo.user, f"message:{rude.id}", "off_topic")


# --- At once ----------------------------------------------------------------------------------------------------------


def test_an_edit_with_a_flagged_word_and_a_decision_at_once_do_not_wait_for_each_other(
    transactional_db, ben, mo, rude, case
):
    wordlists.enter(Moderator(member=mo), mo.community, ["odd"], kind="word", action="flag")
    wordlists.forget()
    with ThreadPoolExecutor(1) as aside:
        with transaction.atomic():
            cases.take(Moderator(member=mo), case)  # holds the case, as who settles it does
            edit = aside.submit(run_all, [lambda: messages.edit(ben, stored(rude), "How odd you all are.")])
            wait_until(somebody_waits_for_a_lock)
            messages.hide(Moderator(member=mo), stored(rude))
        edit.result()
    assert Message.objects.get(pk=rude.id).removal.kind == "hidden"
    assert case.reports.filter(why="words", note="odd").exists()
