"""A proposal is discussed, put to the vote and carried out; every version of it is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import Post, Thread
from chat.models import Room
from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.governance import proposals, telling
from community.governance.models import Proposal, Version
from community.members import communities, people
from community.members.models import Member
from community.members.offices import Cause
from community.moderation import silences
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.notifications.models import Notice
from tests.community.governance.votes import ended, fresh, opened, proposed, rules_of, voted

State = Proposal.State


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


# --- The whole way ----------------------------------------------------------------------------------------------------


def test_members_change_the_rules_by_vote(charter, ada, ben, dora, emil):
    rules = proposed(ben, "rules", text="Be kind.")
    opened(rules)
    voted(rules, "yes", ada, ben)
    voted(rules, "no", dora)
    assert ended(rules).state == State.CARRIED
    assert rules_of(ada.community) == "Be kind."
    entry = AuditEntry.objects.get(act="change rules")
    assert (entry.actor, entry.staff, entry.data["vote"]) == (None, None, f"proposal:{rules.pk}")


def test_less_than_two_thirds_change_no_rules(charter, ada, ben, dora, emil, mo):
    rules = opened(proposed(ben, "rules", text="Be kind."))
    voted(rules, "yes", ada, ben, emil)
    voted(rules, "no", dora, mo)
    assert ended(rules).state == State.REJECTED
    assert rules_of(ada.community) == ""


def test_without_a_quorum_nothing_is_decided(charter, ada, ben, dora, emil, mo, community):
    charter.quorum = 60
    charter.save()
    rules = opened(proposed(ben, "rules", text="Be kind."))
    voted(rules, "yes", ada, ben)
    closed = ended(rules)
    assert (closed.state, closed.turnout, closed.roll) == (State.REJECTED, 2, 5)
    assert closed.result["quorum"] is False
    assert closed.result["elected"] == []


def test_who_abstains_counts_for_the_quorum_only(charter, ada, ben, dora, emil, mo):
    charter.quorum = 60
    charter.save()
    rules = opened(proposed(ben, "rules", text="Be kind."))
    voted(rules, "yes", ben)
    voted(rules, "", ada, dora)
    assert ended(rules).state == State.CARRIED


def test_rules_that_changed_meanwhile_are_not_written_over(charter, ada, ben, dora):
    rules = opened(proposed(ben, "rules", text="Be kind."))
    voted(rules, "yes", ada, ben, dora)
    communities.edit(ada, {"rules": "Something else."})
    closed = ended(rules)
    assert (closed.state, closed.refusal) == (State.FAILED, "rules.changed")
    assert rules_of(ada.community) == "Something else."


def test_a_role_is_given_and_recalled_by_vote(charter, ada, ben, dora, emil):
    give = opened(proposed(dora, "role", member=ben.pk, role="moderator"))
    voted(give, "yes", ada, dora)
    assert ended(give).state == State.CARRIED
    assert Member.objects.get(pk=ben.pk).role == Role.MODERATOR
    recall = opened(proposed(dora, "recall", member=ben.pk))
    voted(recall, "yes", dora, emil)
    assert ended(recall).state == State.CARRIED
    assert Member.objects.get(pk=ben.pk).role == Role.MEMBER


def test_the_last_owner_is_not_recalled(charter, ada, ben, dora):
    recall = opened(proposed(dora, "recall", member=ada.pk))
    voted(recall, "yes", ben, dora)
    closed = ended(recall)
    assert (closed.state, closed.refusal) == (State.FAILED, "member.last_owner")


def test_somebody_who_left_gets_no_role(charter, ada, ben, dora):
    give = opened(proposed(dora, "role", member=ben.pk, role="moderator"))
    voted(give, "yes", ada, dora)
    communities.leave(ben)
    assert (ended(give).state, fresh(give).refusal) == (State.FAILED, "not_found")


def test_rooms_are_opened_and_closed_by_vote(charter, ada, ben, dora, square):
    room = opened(proposed(ben, "room_open", name="Boats", topic="Small ones"))
    voted(room, "yes", ben, dora)
    assert ended(room).state == State.CARRIED
    assert Room.objects.get(name="Boats").is_visible_to(dora)
    close = opened(proposed(ben, "room_close", room=square.pk))
    voted(close, "yes", ben, dora)
    again = opened(proposed(dora, "room_close", room=square.pk))
    voted(again, "yes", ben, dora)
    assert (ended(close).state, ended(again).state) == (State.CARRIED, State.FAILED)
    assert Room.objects.get(pk=square.pk).archived_at


def test_a_closed_room_is_nothing_to_vote_on(charter, ben, den):
    assert refused(lambda: proposed(ben, "room_close", room=den.pk)) == "not_found"


def test_a_silence_is_lifted_by_vote(charter, mo, ada, ben, dora):
    silences.silence(Moderator(member=mo), ben, now() + timedelta(days=3))
    lift = opened(proposed(dora, "lift", member=ben.pk))
    voted(lift, "yes", ada, dora)
    assert ended(lift).state == State.CARRIED
    assert not hasattr(Member.objects.get(pk=ben.pk), "silence")


def test_an_opinion_has_several_answers(charter, ada, ben, dora, emil):
    asked = opened(proposed(ben, "opinion", options=["Lake", "Hill", "Town"], method="approval", secret=False))
    voted(asked, "0 1", ada, ben)
    voted(asked, "1", dora)
    closed = ended(asked)
    assert (closed.state, closed.result["elected"]) == (State.CARRIED, ["1"])
    assert closed.result["rounds"][0]["votes"] == {"0": "2", "1": "3", "2": "0"}


# --- Discussion -------------------------------------------------------------------------------------------------------


def test_it_is_discussed_for_two_days_first(charter, ben):
    made = proposed(ben, "opinion")
    assert timedelta(days=1, hours=23) < made.discussed_until - now() <= timedelta(days=2)
    assert refused(lambda: proposals.open_vote(ben, made)) == "proposal.too_early"


def test_it_is_discussed_in_a_thread_which_hears_the_result(charter, ada, ben, dora):
    made = proposed(ben, "opinion", title="A boat for all?")
    thread = Thread.objects.get(pk=int(made.thread.partition(":")[2]))
    assert (thread.title, thread.author) == ("A boat for all?", ben)
    voted(opened(made), "yes", ada, dora)
    ended(made)
    for _ in range(2):
        telling.tell_result(made.pk)
    told = Post.objects.filter(thread=thread, author__source="oxbow:vote")
    assert "2 of 3 voted." in told.get().body
    assert not told.get().author.is_present()


def test_every_version_is_kept_and_gives_a_day_to_read(charter, ben):
    made = proposed(ben, "rules", text="One.")
    Proposal.objects.filter(pk=made.pk).update(discussed_until=now())
    made.refresh_from_db()
    proposals.amend(ben, made, "Better", "Because.", {"text": "Two."})
    assert [version.data["text"] for version in Version.objects.order_by("number")] == ["One.", "Two."]
    assert refused(lambda: proposals.open_vote(ben, fresh(made))) == "proposal.too_early"


def test_others_offer_words_and_the_author_takes_them_over(charter, ben, dora, emil):
    made = proposed(ben, "rules", text="One.")
    offered = proposals.offer(dora, made, "Better", "Because.", {"text": "Two."})
    assert refused(lambda: proposals.take_over(emil, offered)) == "proposal.not_yours"
    for _ in range(2):
        proposals.take_over(ben, offered)
    assert fresh(made).data["text"] == "Two."
    assert Version.objects.get(number=2).by == dora
    assert fresh(made).number == 2


def test_nothing_changes_once_the_vote_is_open(charter, ben, dora):
    made = proposed(ben, "rules", text="One.")
    offered = proposals.offer(dora, made, "Better", "Because.", {"text": "Two."})
    opened(made)
    acts = [
        lambda: proposals.amend(ben, made, "Better", "Because.", {"text": "Two."}),
        lambda: proposals.offer(dora, made, "Better", "Because.", {"text": "Two."}),
        lambda: proposals.take_over(ben, offered),
        lambda: proposals.withdraw(ben, made),
        lambda: proposals.open_vote(ben, made),
    ]
    assert {refused(act) for act in acts} == {"proposal.closed"}


def test_the_same_proposal_twice_is_one(charter, ben):
    key = uuid4()
    first, again = (proposals.propose(ben, "opinion", "A boat?", "Yes?", {}, client_id=key) for _ in range(2))
    assert first.pk == again.pk


def test_a_member_has_three_open_at_a_time(charter, ben):
    made = [proposed(ben, "opinion") for _ in range(3)]
    assert refused(lambda: proposed(ben, "opinion")) == "proposal.too_many"
    proposals.withdraw(ben, made[0])
    proposed(ben, "opinion")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("opinion", {"options": ["One"]}),
        ("opinion", {"method": "ranked"}),
        ("rules", {"text": ""}),
        ("role", {"member": 0, "role": "owner"}),
        ("election", {"seats": 0}),
        ("charter", {}),
        ("charter", {"quorum": 100}),
        ("phase", {"phase": "led", "more": 1}),
    ],
)
def test_what_makes_no_sense_is_refused(charter, ben, kind, data):
    assert refused(lambda: proposed(ben, kind, **data)) == "input.invalid"


# --- Telling ----------------------------------------------------------------------------------------------------------


def test_everybody_on_the_roll_hears_once(charter, ada, ben, dora):
    made = opened(proposed(ben, "opinion"))
    for _ in range(2):
        telling.tell_roll(made.pk)
    assert Notice.objects.filter(kind="vote_open").count() == 3
    ended(made)
    telling.tell_result(made.pk)
    assert not Notice.objects.filter(kind="vote_open").exists()
    assert Notice.objects.filter(kind="vote_decided", data__state="rejected").count() == 3


def test_who_may_not_act_may_not_propose(charter, olga, ben):
    assert refused(lambda: proposed(olga, "opinion")) == "forbidden"
    people.put_role(ben, Role.ONLOOKER, Cause("give role"))
    assert refused(lambda: proposed(ben, "opinion")) == "forbidden"


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_the_list_costs_the_same_however_long_it_is_and_pages_by_key(charter, api, ada, ben, dora, emil):
    browser = api(ada)

    def costs() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get("communities/lake/proposals/")
        return len(asked)

    voted(opened(proposed(ben, "opinion")), "yes", ada)
    one = costs()
    for author in (ben, dora, emil):
        voted(opened(proposed(author, "opinion")), "yes", ada)
    assert costs() == one <= 6
    assert [row["turnout"] for row in api(ada).get("communities/lake/proposals/")["results"]] == [1, 1, 1, 1]
    last = Proposal.objects.order_by("pk")[2].pk
    older = api(ada).get(f"communities/lake/proposals/?after={last}")["results"]
    assert [row["id"] for row in older] == sorted((row["id"] for row in older), reverse=True)
    assert len(older) == 2


def test_a_page_costs_the_same_however_much_belongs_to_it(charter, api, ada, ben, dora):
    made = proposed(ben, "rules", text="One.")

    browser = api(ada)

    def costs() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"proposals/{made.pk}/")
        return len(asked)

    before = costs()
    for number in range(5):
        proposals.offer(dora, made, "Better", "Because.", {"text": f"Two {number}."})
        proposals.amend(ben, fresh(made), "Better", "Because.", {"text": f"Three {number}."})
    assert costs() == before <= 10
