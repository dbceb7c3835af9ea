"""What jurors read, what everybody reads, and what nobody does."""

from uuid import uuid4

import pytest

from chat import messages, rooms
from community.clock import now
from community.jury import trials
from community.jury.models import Juror, Trial
from community.moderation import cases, sanctions
from community.moderation.models import Case
from community.moderation.sanctions import Penalty
from tests.community.jury.panel import accepted, declined, seats, voted


@pytest.fixture
def trial(by_mo, case, crowd):
    return trials.hand_over(by_mo, case, "ban", rule="Be kind.", reason="It is the third time.")


def page(api, juror, trial) -> dict:
    return api(juror.member).get(f"trials/{trial.pk}/")


def test_a_juror_reads_the_case_as_moderators_do_but_not_who_reported(api, trial, ben, by_mo, square):
    messages.post(ben, square, "And fools again.", client_id=uuid4())
    sanctions.impose(by_mo, ben, Penalty("notice"))
    juror = accepted(trial)[0]
    read = page(api, juror, trial)
    assert read["file"]["words"] == "You are all fools."
    assert [line["words"] for line in read["file"]["around"]] == ["You are all fools.", "And fools again."]
    assert (read["file"]["whys"], read["file"]["rule"]) == (["rude"], "Be kind.")
    assert (read["file"]["asked_why"], read["file"]["earlier"]) == ("It is the third time.", 1)
    assert read["about"]["name"] == "Ben"
    assert "Dora" not in str(read)
    assert "Look at this." not in str(read)  # the words of a report tell who wrote them


def test_who_has_not_taken_the_seat_or_left_it_reads_no_case(api, trial):
    first, second, *_ = seats(trial)
    assert page(api, first, trial)["file"] is None
    declined(second)
    assert page(api, second, trial)["file"] is None


def test_once_it_is_over_the_case_is_closed_to_the_jury_and_the_verdict_open(api, trial):
    juror = seats(trial)[0]
    voted(trial, *["notice"] * 5)
    read = page(api, juror, trial)
    assert read["file"] is None
    assert (read["trial"]["verdict"], read["trial"]["votes"]) == ("notice", {"notice": 5})
    assert read["reasons"] == ["I say notice."] * 5


def test_nobody_else_reads_it(api, trial, ben, dora, mo, ada, cleo):
    called = {juror.member_id for juror in seats(trial)}
    for who in (ben, dora, mo, *([] if ada.pk in called else [ada])):
        assert api(who).request("GET", f"trials/{trial.pk}/").status_code == 404
    assert api(cleo).request("GET", f"trials/{trial.pk}/").status_code == 404


def test_seed_and_list_are_told_when_it_is_over_and_not_before(api, trial, dora):
    before = api(dora).get(f"trials/{trial.pk}/draw/")
    assert (before["seed"], before["pool"], before["reached"]) == ("", [], 0)
    assert before["commitment"] == trial.commitment
    shown = str(api(dora).get("communities/lake/trials/"))
    assert trial.seed not in shown
    trial = voted(trial, *["notice"] * 5)
    after = api(dora).get(f"trials/{trial.pk}/draw/")
    assert (after["seed"], after["pool"], after["reached"]) == (trial.seed, trial.pool, trial.reached)


def test_the_votes_are_secret_while_it_goes_on(api, trial):
    voted(trial, "ban_90", "ban_90")
    *_, last = seats(trial)
    assert "ban_90" not in str({**page(api, last, trial), "options": []})
    assert "ban_90" not in str(api(last.member).get("communities/lake/trials/"))


def test_the_public_list_names_nobody(api, trial, dora):
    voted(trial, *["ban"] * 5)
    row = api(dora).get("communities/lake/trials/")["results"][0]
    assert (row["state"], row["verdict"], row["kind"]) == ("decided", "ban", "case")
    assert "Ben" not in str(row)
    assert "Juror" not in str(row)


def test_lists_go_on_by_key_and_cost_the_same_however_long(api, trial, dora, django_assert_max_num_queries):
    def another(number: int) -> Trial:
        case = Case.objects.create(
            community=dora.community, member=dora, object=f"member:{number}", path="/", due_at=now()
        )  # fmt: skip
        made = Trial.objects.create(
            community=dora.community, case=case, member=case.member, asked="ban", size=3, quorum=2, closes_at=now()
        )
        Juror.objects.create(trial=made, member=dora, place=1, answer_by=now())
        return made

    ids = [another(number).pk for number in range(40)]
    browser = api(dora)
    for path in ("communities/lake/trials/", "communities/lake/jury-duty/"):
        with django_assert_max_num_queries(6):
            first = browser.get(path)
        assert len(first["results"]) == 30
        second = browser.get(f"{path}?after={first['next']}")
        assert second["next"] is None
        shown = [row.get("trial", row)["id"] for row in first["results"] + second["results"]]
        assert shown == sorted({*ids, *shown}, reverse=True)
        assert set(ids) <= set(shown)


def test_a_juror_s_page_costs_the_same_however_many_reported(api, trial, django_assert_max_num_queries):
    juror = accepted(trial)[0]
    browser = api(juror.member)
    browser.get(f"trials/{trial.pk}/")
    with django_assert_max_num_queries(14):
        browser.get(f"trials/{trial.pk}/")


def test_of_a_talk_between_two_the_jury_reads_what_came_before_alone(api, ben, dora, mo, by_mo, crowd):

    room = rooms.direct(dora, ben)
    said = messages.post(ben, room, "You fool.", client_id=uuid4())
    messages.post(dora, room, "Leave me alone.", client_id=uuid4())
    cases.report(dora.user, f"message:{said.id}", "rude")
    trial = trials.hand_over(by_mo, Case.objects.get(), "ban")
    read = page(api, accepted(trial)[0], trial)
    assert [line["words"] for line in read["file"]["around"]] == ["You fool."]
