"""The public record: what moderators did is told, and what would expose somebody is not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board import moving, threads
from chat import messages, rooms
from community.access import Role
from community.clock import now
from community.governance import steps
from community.joining import entrances
from community.members.models import Member
from community.moderation import act_names, appeals, audit, cases, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case
from community.moderation.sanctions import Penalty
from community.roles import adjusting
from community.rules import record
from community.trust import raids
from tests.board import acts
from tests.community.rules.untold import UNTOLD
from tests.community.rules.words import english
from tests.conftest import joined, person

pytestmark = pytest.mark.django_db
RECORD = "communities/lake/record/"
ARTICLE = "2. Be kind."
RUDE = "You are all fools."


@pytest.fixture
def by_mo(mo) -> Moderator:
    return Moderator(member=mo)


@pytest.fixture
def dora(community) -> Member:
    return joined(community, "Dora")


def report_and_hide(by: Moderator, author: Member, reporter: Member, room) -> None:
    said = messages.post(author, room, RUDE, client_id=uuid4())
    cases.report(reporter.user, f"message:{said.id}", "rude", "Look at this.")
    penalty = Penalty("silence", now() + timedelta(days=1))
    cases.settle(by, Case.objects.latest("pk"), "hide", rule=ARTICLE, reason="Dora was hurt.", penalty=penalty)


def test_it_tells_who_did_what_by_which_rule_where_and_when(api, ben, dora, mo, by_mo, square):
    report_and_hide(by_mo, ben, dora, square)
    silence, hidden = api(dora).get(RECORD)["results"]
    assert (hidden["act"], hidden["by"]["name"], hidden["rule"]) == ("hide_message", "Mo", ARTICLE)
    assert hidden["place"] == {"name": "Square", "path": f"/c/lake/r/{square.pk}"}
    assert (silence["act"], silence["rule"], silence["about"]) == ("silence", ARTICLE, None)
    assert silence["until"] is not None


def test_nothing_in_it_says_who_reported_why_or_what_was_hidden(api, ada, ben, dora, by_mo, square):
    report_and_hide(by_mo, ben, dora, square)
    api(ada).patch("communities/lake/publicity/", {"names": True})
    for reader in (ada, ben, dora):
        text = api(reader).request("GET", RECORD).content.decode()
        assert RUDE not in text
        assert "Dora" not in text
        assert "Look at this." not in text


def test_people_are_named_to_themselves_and_to_others_only_where_the_community_wants_it(
    api, ada, ben, dora, by_mo, square
):
    report_and_hide(by_mo, ben, dora, square)
    assert {row["about"] and row["about"]["name"] for row in api(dora).get(RECORD)["results"]} == {None}
    mine = api(ben).get(RECORD)["results"]
    assert all(row["mine"] and row["about"]["name"] == "Ben" for row in mine)
    api(ada).patch("communities/lake/publicity/", {"names": True})
    assert api(dora).get(f"{RECORD}?kind=people")["results"][0]["about"]["name"] == "Ben"


def test_a_room_is_named_only_to_those_who_can_see_it(api, ada, ben, dora, by_mo, den):
    said = messages.post(ben, den, RUDE, client_id=uuid4())
    messages.hide(by_mo, messages.seen_by(ben.user, said.id)[0])
    assert api(ben).get(RECORD)["results"][0]["place"]["name"] == "Den"
    text = api(dora).request("GET", RECORD).content.decode()
    assert "hide_message" in text
    assert "Den" not in text


def test_talk_between_two_has_no_place_not_even_for_them(api, ada, ben, dora, by_mo):
    direct = rooms.direct(ben, dora)
    said = messages.post(ben, direct, RUDE, client_id=uuid4())
    messages.hide(by_mo, messages.seen_by(ben.user, said.id)[0])
    assert [api(who).get(RECORD)["results"][0]["place"] for who in (ada, ben, dora)] == [None] * 3


def test_acts_that_nobody_made_public_are_not_told(api, ada, ben, by_mo):
    audit.record(by_mo, "read somebody's mind", ben, ben.community_id, ben, "A secret.")
    assert api(ada).get(RECORD)["results"] == []


def test_every_act_of_the_audit_is_told_or_stands_on_the_list_of_reasons():
    assert act_names.NAMES.keys() - record.acts() - UNTOLD.keys() == set()
    assert record.acts() <= act_names.NAMES.keys()
    assert UNTOLD.keys() <= act_names.NAMES.keys() - record.acts()


def test_members_read_what_is_done_with_threads_rooms_and_the_door(api, ada, ben, dora, mo, by_mo, square):
    thread = acts.start(ben, "Where do we swim?", "In the lake.")
    other = acts.category_for(ada, "members")
    threads.pin(by_mo, thread)
    threads.edit(mo, acts.fresh(thread), title="Where we swim")
    moving.move(mo, acts.fresh(thread), other)
    rooms.edit(ada, square, {"slow_seconds": 30})
    raids.begin(by_mo, ben.community, 60)
    entrances.edit(ada, {"capacity": 50})
    steps.share_power(ada)
    deeds = api(dora).get(RECORD)["results"][::-1]
    assert [(deed["act"], deed["by"]["name"], deed["about"]) for deed in deeds] == [
        (act, by, None)
        for act, by in (
            ("make_category", "Ada"), ("pin_thread", "Mo"), ("edit_thread", "Mo"), ("move_thread", "Mo"),
            ("edit_room", "Ada"), ("begin_raid_mode", "Mo"), ("edit_entrance", "Ada"), ("move_phase", "Ada"),
        )
    ]  # fmt: skip
    assert deeds[-1]["facts"] == {"phase": "mixed"}
    assert [deed["place"] and deed["place"]["name"] for deed in deeds[1:5]] == [*[other.name] * 3, "Square"]


def test_what_is_changed_of_a_closed_room_is_told_to_who_sees_it(api, ada, ben, dora, den):
    rooms.edit(ada, den, {"topic": "Tea"})
    assert [deed["act"] for deed in api(ben).get(RECORD)["results"]] == ["edit_room"]
    assert api(dora).get(RECORD)["results"] == []


def test_every_public_act_has_its_words():
    assert {f"record.act.{name}" for name in record.names()} <= english()


def test_it_is_filtered_by_kind_and_by_what_was_about_the_reader(api, ada, ben, dora, by_mo, square):
    report_and_hide(by_mo, ben, dora, square)
    thread = acts.start(dora, "Locked", "It is.")
    threads.lock(by_mo, thread)
    api(ada).post("communities/lake/rules/", {"text": ARTICLE})

    def acts_of(reader: Member, query: str) -> list[str]:
        return [row["act"] for row in api(reader).get(f"{RECORD}?{query}")["results"]]

    assert acts_of(ada, "kind=words") == ["lock_thread", "hide_message"]
    assert acts_of(ada, "kind=people") == ["silence"]
    assert acts_of(ada, "kind=order") == ["change_rules"]
    assert acts_of(ben, "mine=1") == ["silence", "hide_message"]
    assert api(ada).refused("GET", f"{RECORD}?kind=gossip") == "input.invalid"


def test_an_answered_appeal_is_told_without_its_words(api, ada, ben, dora, by_mo):
    made = sanctions.impose(by_mo, ben, Penalty("silence", now() + timedelta(days=1)))
    appeals.answer(Moderator(member=ada), appeals.appeal(ben.user, made.pk, "I was joking."), "lifted", "You were.")
    found = api(dora).get(RECORD)["results"]
    assert [(row["act"], row["outcome"]) for row in found] == [
        ("lift_silence", ""), ("answer_appeal", "lifted"), ("silence", ""),
    ]  # fmt: skip


def test_what_an_operator_does_is_told_without_a_name(api, ada, ben, cleo):
    sanctions.impose(Moderator(staff=cleo), ben, Penalty("notice"))
    assert api(ada).get(RECORD)["results"][0]["by"] is None


def test_it_pages_by_key_and_asks_as_often_for_many_as_for_few(api, ada, ben, by_mo, square):
    browser = api(ada)

    def hide(count: int) -> None:
        for _ in range(count):
            said = messages.post(ben, square, RUDE, client_id=uuid4(), limited=False)
            messages.hide(by_mo, messages.seen_by(ben.user, said.id)[0])

    hide(2)
    with CaptureQueriesContext(connection) as few:
        browser.get(RECORD)
    hide(40)
    with CaptureQueriesContext(connection) as many:
        first = browser.get(RECORD)
    assert len(many) <= len(few)
    second = browser.get(f"{RECORD}?after={first['next']}")
    ids = [row["id"] for row in first["results"] + second["results"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == AuditEntry.objects.count() == 42


def test_a_stranger_reads_none_of_it(api, ada):
    assert api(person("Cleo")).refused("GET", RECORD) == "not_found"


def facts(api, reader) -> list[tuple]:
    return [(row["act"], row["facts"]) for row in api(reader).get(f"{RECORD}?kind=order")["results"]]


def test_who_reads_a_category_and_how_people_come_in_is_told_with_what_was_chosen(api, ada, ben, community):
    category = api(ada).post("communities/lake/categories/", {"name": "Plans", "audience": "members"})
    api(ada).patch(f"categories/{category['id']}/", {"audience": "staff"})
    api(ada).patch(f"categories/{category['id']}/", {"audience": "staff", "name": "Plans of ours"})
    api(ada).patch("communities/lake/", {"door": "application"})
    api(ada).patch("communities/lake/", {"door": "application", "slogan": "Swim!"})
    chosen = [("choose_door", {"door": "application"}), ("choose_readers", {"audience": "staff"})]
    assert [(act, told) for act, told in facts(api, ben) if told] == chosen
    assert [row["place"] for row in api(ben).get(RECORD)["results"] if row["act"] == "choose_readers"] == [None]


def test_the_record_tells_what_was_chosen_of_itself_and_of_roles(api, ada, ben, community):
    adjusting.adjust(Moderator(member=ada), community, "room.create", Role.MEMBER)
    api(ada).patch("communities/lake/publicity/", {"names": True})
    assert facts(api, ben) == [
        ("choose_publicity", {"names": True}), ("adjust_role", {"capability": "room.create", "least": "member"}),
    ]  # fmt: skip


def test_nothing_but_what_was_named_is_told_of_what_the_audit_knows(api, ada, ben, by_mo):
    audit.record(by_mo, "notice", ben, ben.community_id, ben, "Rude.", days=3, secret="It was Dora.")
    (row,) = api(ada).get(RECORD)["results"]
    assert row["facts"] == {}
