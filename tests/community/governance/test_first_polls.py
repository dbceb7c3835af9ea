"""The first poll: written before the opening, and with the opening everybody is asked."""

from collections import Counter
from datetime import timedelta

import pytest

from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.governance import ballots, closing, first_polls, telling
from community.governance.models import Charter, FirstPoll, Proposal, Voter
from community.joining import entrances, opening
from community.members import communities, people
from community.members.models import Community, Member
from community.members.offices import Cause
from tests.chat.test_messages import run_all
from tests.community.governance.votes import ended, opened, proposed, voted
from tests.conftest import joined, person

ANSWERS = ["The lake", "The sea", "The hills"]


def came(community: Community, name: str) -> Member:
    return communities.join(person(name), community)


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def ask(member: Member, question: str = "Where do we go first?") -> FirstPoll:
    return first_polls.ask(member, question, ANSWERS, 3)


def opens(ada: Member) -> None:
    """The moment has come and a worker has come by."""
    entrances.edit(ada, {"opens_at": now() - timedelta(seconds=1)})
    opening.open_due()


@pytest.fixture
def hal(ben) -> Member:
    """Ben, who is a host."""
    return people.put_role(ben, Role.HOST, Cause("give role"))


def test_with_the_opening_everybody_who_is_there_is_asked(ada, hal, dora, square):
    ask(hal)
    opens(ada)
    vote = Proposal.objects.get()
    assert (vote.kind, vote.state, vote.author, vote.title) == ("opinion", "voting", hal, "Where do we go first?")
    assert [option["name"] for option in vote.options] == ANSWERS
    assert set(Voter.objects.values_list("member", flat=True)) == {ada.pk, hal.pk, dora.pk}
    assert vote.closes_at - vote.opened_at == timedelta(days=3)
    voted(vote, "1 2", dora)
    assert ended(vote).result["elected"]


@pytest.fixture
def survey(ada, hal, dora, square) -> Proposal:
    ask(hal)
    opens(ada)
    return Proposal.objects.get()


def test_who_joins_after_the_opening_is_told_and_answers_too(api, community, survey):
    emil = came(community, "Emil")
    assert emil.notices.get(kind="vote_open").data["proposal"] == survey.pk
    before = api(emil).get(f"proposals/{survey.pk}/")
    assert before["mine"]["on_roll"]
    assert "vote" in before["can"]
    voted(survey, "1", emil)
    assert Voter.objects.filter(proposal=survey, member=emil, voted=True).count() == 1


def test_the_result_says_how_many_of_how_many_at_its_end(community, survey, dora):
    emil, fay = came(community, "Emil"), came(community, "Fay")
    joined(community, "Olaf", Role.ONLOOKER)
    voted(survey, "1", emil, dora)
    communities.leave(dora)
    done = ended(survey)
    there = set(Voter.objects.filter(proposal=survey).values_list("member", flat=True))
    assert {emil.pk, fay.pk, dora.pk} < there
    assert (done.turnout, done.roll, len(there)) == (2, 5, 5)
    assert done.seed == survey.seed
    telling.tell_result(done.pk)
    assert fay.notices.filter(kind="vote_decided").exists()


def test_a_survey_is_counted_again_from_what_is_published(api, community, survey, dora):
    voted(survey, "0 1", came(community, "Emil"), dora)
    voted(survey, "1", came(community, "Fay"))
    done = ended(survey)
    rows = api(dora).get(f"proposals/{survey.pk}/ballots/")["results"]
    counted = Counter(key for row in rows for key in row["choice"])
    told = done.result["rounds"][0]["votes"]
    assert {key: int(votes) for key, votes in told.items() if votes != "0"} == counted


def test_who_joins_after_its_end_is_not_asked(api, community, survey):
    ended(survey)
    late = came(community, "Late")
    assert not late.notices.filter(kind="vote_open").exists()
    assert not api(late).get(f"proposals/{survey.pk}/")["mine"]["on_roll"]
    assert refused(lambda: voted(survey, "1", late)) == "ballot.closed"


def test_onlookers_are_not_asked(community, survey):
    olaf = joined(community, "Olaf", Role.ONLOOKER)
    assert refused(lambda: voted(survey, "1", olaf)) == "forbidden"
    assert not Voter.objects.filter(member=olaf).exists()


def test_a_vote_that_decides_keeps_the_roll_of_its_opening(community, ada, ben, dora):
    Charter.objects.update_or_create(pk=community.pk, defaults={"phase": Charter.Phase.MIXED, "roll_days": 0})
    vote = opened(proposed(ben, "opinion"))
    late = came(community, "Late")
    assert not late.notices.filter(kind="vote_open").exists()
    assert refused(lambda: voted(vote, "yes", late)) == "ballot.not_on_roll"
    voted(vote, "yes", ada)
    assert ended(vote).roll == vote.roll


@pytest.mark.parametrize("_", range(4))
def test_the_last_answer_and_the_end_at_once(transactional_db, community, survey, _):
    """Whoever answered is counted, whoever did not is on the roll all the same, and nobody twice."""
    late = [came(community, f"Late {number}") for number in range(3)]
    Proposal.objects.filter(pk=survey.pk).update(closes_at=now() + timedelta(milliseconds=40))
    told: list[str] = []

    def answer(member: Member) -> None:
        try:
            voted(survey, "1", member)
        except Refusal as refusal:
            told.append(refusal.code)

    def end() -> None:
        while Proposal.objects.get(pk=survey.pk).is_open():
            closing.close(survey.pk)

    run_all([*(lambda member=member: answer(member) for member in late), end, end])
    done = Proposal.objects.get(pk=survey.pk)
    assert set(told) <= {"ballot.closed"}
    assert done.turnout == 3 - len(told) == Voter.objects.filter(proposal=survey, voted=True).count()
    assert done.roll == Voter.objects.filter(proposal=survey).count() == 6


@pytest.mark.parametrize("_", range(4))
def test_two_answers_of_a_newcomer_at_once_are_one_line(transactional_db, community, survey, _):
    late, receipt = came(community, "Late"), "b" * 32
    run_all([lambda: ballots.cast(late, survey, ["1"], receipt)] * 3)
    assert Voter.objects.filter(proposal=survey, member=late).count() == 1
    assert ended(survey).turnout == 1


def test_two_workers_who_open_at_once_ask_once(transactional_db, ada, hal, square):
    ask(hal)
    entrances.edit(ada, {"opens_at": now() - timedelta(seconds=1)})
    run_all([opening.open_due] * 4)
    assert Proposal.objects.count() == 1


def test_writing_and_opening_at_once_leaves_no_question_behind_that_nobody_is_asked(transactional_db, ada, hal, square):
    ask(hal, "Before?")
    entrances.edit(ada, {"opens_at": now() - timedelta(seconds=1)})
    told = []

    def rewrite():
        try:
            told.append(ask(hal, "After?").question)
        except Refusal as refusal:
            told.append(refusal.code)

    run_all([opening.open_due, rewrite])
    asked = Proposal.objects.get().title
    assert (told, asked) in [(["After?"], "After?"), (["opening.over"], "Before?")]
    assert FirstPoll.objects.get().question == asked


def test_hosts_write_it_until_it_opens_and_nobody_else_reads_it(api, ada, hal, dora, square):
    form = {"question": "Where?", "answers": ANSWERS, "days": 2}
    assert api(dora).refused("PUT", "communities/lake/opening/poll/", form) == "forbidden"
    assert api(hal).put("communities/lake/opening/poll/", form)["can_ask"]
    hidden = {"question": "", "answers": [], "days": 3, "proposal": None, "can_ask": False}
    assert api(dora).get("communities/lake/opening/poll/") == hidden
    opens(ada)
    told = api(dora).get("communities/lake/opening/poll/")
    assert (told["question"], told["proposal"]) == ("Where?", Proposal.objects.get().pk)
    assert api(hal).refused("PUT", "communities/lake/opening/poll/", form) == "opening.over"
    assert api(hal).refused("DELETE", "communities/lake/opening/poll/") == "opening.over"


@pytest.mark.parametrize(
    "answers", [["One"], [f"Answer {number}" for number in range(11)], ["Same", "Same"], ["", "B"]]
)
def test_it_has_two_to_ten_answers_and_each_once(api, hal, answers):
    form = {"question": "Where?", "answers": answers, "days": 2}
    assert api(hal).refused("PUT", "communities/lake/opening/poll/", form) == "input.invalid"


def test_a_community_without_one_opens_as_it_does(ada, hal, square):
    ask(hal)
    first_polls.drop(hal)
    first_polls.drop(hal)
    opens(ada)
    assert opening.is_over(ada.community)
    assert not Proposal.objects.exists()


def test_an_owner_asks_in_the_place_of_whoever_left(ada, hal, square):
    ask(hal)
    communities.leave(hal)
    opens(ada)
    assert Proposal.objects.get().author == ada


def test_what_stands_against_it_does_not_keep_the_community_closed(ada, hal, square):
    ask(hal)
    Member.objects.filter(pk=hal.pk).update(role=Role.ONLOOKER)  # who opens no thread any more
    opens(ada)
    assert opening.is_over(ada.community)
    assert FirstPoll.objects.get().proposal is None
