"""What follows: each step does what it says, to whom it may, until it ends or is lifted."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import messages, rooms, seats
from chat.models import Room
from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.members import communities
from community.members.models import Ban, Community, Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Sanction
from community.moderation.sanctions import Penalty
from tests.conftest import joined, person

TOMORROW = timedelta(days=1)


def refused(act) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value


def again(member: Member) -> Member:
    return Member.objects.select_related("silence").get(pk=member.pk)


def say(member, room, body="Hello"):
    return messages.post(again(member), Room.objects.get(pk=room.pk), body, client_id=uuid4())


@pytest.fixture
def muted(by_mo, ben, square) -> Sanction:
    return sanctions.impose(by_mo, ben, Penalty("mute", now() + TOMORROW, f"room:{square.pk}"), reason="Calm down.")


@pytest.fixture
def banned(by_mo, ben) -> Sanction:
    return sanctions.impose(by_mo, ben, Penalty("ban", now() + TOMORROW), rule="1. No spam.", reason="Spam.")


# --- A notice ---------------------------------------------------------------------------------------------------------


def test_a_notice_is_told_and_hinders_nothing(by_mo, ben, square):
    made = sanctions.impose(by_mo, ben, Penalty("notice", now() + TOMORROW), rule="2. Be kind.", reason="Be kind.")
    assert (made.until, made.holds()) == (None, False)
    assert ben.notices.get().data["rule"] == "2. Be kind."
    say(ben, square)


# --- A mute -----------------------------------------------------------------------------------------------------------


def test_the_muted_write_in_other_rooms_only(ada, ben, square, muted):
    refusal = refused(lambda: say(ben, square))
    assert (refusal.code, refusal.data) == ("member.muted", {"until": muted.until.isoformat(), "reason": "Calm down."})
    say(ben, rooms.create(ada, "open", "Elsewhere"))
    say(ada, square)


def test_the_muted_change_nothing_there_either(by_mo, ben, square):
    said = say(ben, square)
    sanctions.impose(by_mo, ben, Penalty("mute", now() + TOMORROW, f"room:{square.pk}"))
    message = square.messages.get(pk=said.id)
    assert refused(lambda: messages.edit(again(ben), message, "Better")).code == "member.muted"


def test_a_mute_ends_by_itself(ben, square, muted):
    ben.mutes.update(until=now())
    say(ben, square)


def test_a_mute_that_is_lifted_is_over(by_mo, ben, square, muted):
    sanctions.lift(by_mo, muted)
    say(ben, square)
    assert ben.notices.filter(kind="sanction_lifted").count() == 1


# --- A silence --------------------------------------------------------------------------------------------------------


def test_a_new_silence_takes_the_place_of_the_old(by_mo, ben, square):
    first = sanctions.impose(by_mo, ben, Penalty("silence", now() + TOMORROW))
    sanctions.impose(by_mo, ben, Penalty("silence", now() + 2 * TOMORROW))
    first.refresh_from_db()
    assert first.lifted_at
    assert again(ben).silence.until > now() + TOMORROW
    assert refused(lambda: say(ben, square)).code == "member.silenced"


# --- A suspension -----------------------------------------------------------------------------------------------------


def test_the_suspended_are_out_and_stay_out(ada, ben, community, square, banned):
    assert again(ben).left_at
    for code in (None, "anything"):
        refusal = refused(lambda code=code: communities.join(ben.user, community, code))
        assert (refusal.code, refusal.data["reason"]) == ("member.banned", "Spam.")
    assert refused(lambda: say(ben, square)).code == "not_found"


def test_a_page_that_vouches_does_not_let_the_suspended_in(ben, community, banned):
    assert refused(lambda: communities.join(ben.user, community, is_vouched=True)).code == "member.banned"


def test_after_a_suspension_one_comes_back_as_one_was_whatever_the_door(ada, mo, community):
    host = joined(community, "Hal", Role.HOST)
    sanctions.impose(Moderator(member=mo), host, Penalty("ban", now() + TOMORROW))
    Community.objects.update(door=Community.Door.INVITATION)
    Ban.objects.update(until=now())
    back = communities.join(host.user, Community.objects.get())
    assert (back.pk, back.role, back.left_at) == (host.pk, Role.HOST, None)
    assert not Ban.objects.exists()


def test_a_longer_suspension_of_one_who_is_out_keeps_their_role(mo, community):
    host = joined(community, "Hal", Role.HOST)
    sanctions.impose(Moderator(member=mo), host, Penalty("ban", now() + TOMORROW))
    sanctions.impose(Moderator(member=mo), again(host), Penalty("ban"))
    ban = Ban.objects.get()
    assert (ban.role, ban.until) == (Role.HOST, None)


def test_a_suspension_for_good_can_be_lifted(by_mo, ben, community):
    made = sanctions.impose(by_mo, ben, Penalty("ban"))
    assert made.holds()
    sanctions.lift(by_mo, made)
    assert communities.join(ben.user, community).pk == ben.pk


def test_people_without_an_account_are_not_suspended(by_mo, community):
    imported = Member.objects.create(community=community, name="From the log", source="irc:1")
    assert refused(lambda: sanctions.impose(by_mo, imported, Penalty("ban"))).code == "member.no_account"


# --- Who, and what ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("grade", ["notice", "mute", "silence", "ban"])
def test_only_those_below_are_sanctioned(by_mo, ada, mo, community, square, grade):
    penalty = Penalty(grade, now() + TOMORROW, f"room:{square.pk}")
    equal = joined(community, "Max", Role.MODERATOR)
    for other in (ada, mo, equal):
        assert refused(lambda other=other: sanctions.impose(by_mo, other, penalty)).code == "member.outranked"
    assert not Sanction.objects.exists()


def test_the_last_owner_cannot_be_suspended_even_by_staff(ada):
    guard = Moderator(staff=person("Guard"))
    assert refused(lambda: sanctions.impose(guard, ada, Penalty("ban"))).code == "member.last_owner"
    assert not Sanction.objects.exists()


@pytest.mark.parametrize(
    ("penalty", "field"),
    [
        (Penalty("silence"), "until"),
        (Penalty("mute", None, "room:1"), "until"),
        (Penalty("silence", now() - TOMORROW), "until"),
        (Penalty("ban", now() + timedelta(days=4000)), "until"),
        (Penalty("mute", now() + TOMORROW), "place"),
    ],
)
def test_a_penalty_without_sense_is_refused(by_mo, ben, penalty, field):
    assert field in refused(lambda: sanctions.impose(by_mo, ben, penalty)).data["fields"]


def test_each_step_is_longer_than_the_last(by_mo, ben, square):
    lengths = []
    for _ in range(5):
        lengths.append(sanctions.next_step(ben).days)
        penalty = Penalty("mute", now() + sanctions.next_step(ben), f"room:{square.pk}")
        made = sanctions.impose(by_mo, ben, penalty)
        Sanction.objects.filter(pk=made.pk).update(grade="silence")  # it served its time, so to speak
    assert lengths == [1, 3, 7, 30, 30]


def test_everything_is_in_the_audit(by_mo, muted, banned):
    sanctions.lift(by_mo, banned)
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == ["mute", "ban", "lift ban"]


def test_lifting_twice_is_once(by_mo, ben, muted):
    for _ in range(2):
        sanctions.lift(by_mo, muted)
    assert ben.notices.filter(kind="sanction_lifted").count() == 1
    assert AuditEntry.objects.filter(act="lift mute").count() == 1


# --- Over the API -----------------------------------------------------------------------------------------------------


def test_a_member_reads_their_own_sanctions_and_nobody_else_does(api, ben, ada, muted):
    (row,) = api(ben).get("communities/lake/sanctions/")["results"]
    assert (row["grade"], row["reason"], row["holds"], row["can_appeal"]) == ("mute", "Calm down.", True, True)
    assert api(ada).get("communities/lake/sanctions/")["results"] == []


def test_the_suspended_read_theirs_too(api, ben, banned):
    (row,) = api(ben).get("communities/lake/sanctions/")["results"]
    assert (row["grade"], row["rule"]) == ("ban", "1. No spam.")


@pytest.mark.parametrize("door", Community.Door.values)
def test_the_door_tells_the_suspended_until_when_and_why(api, ben, cleo, banned, door):
    Community.objects.update(door=door)
    answer = api(ben).get("communities/lake/")
    assert (answer["member"], answer["ban"]["holds"], answer["ban"]["reason"]) == (False, True, "Spam.")
    stranger = api(cleo).request("GET", "communities/lake/")
    assert (stranger.status_code == 404) == (door == Community.Door.INVITATION)
    assert "ban" not in stranger.json()


def test_the_door_says_when_it_is_over(api, by_mo, ben, banned):
    sanctions.lift(by_mo, banned)
    assert api(ben).get("communities/lake/")["ban"]["holds"] is False


def test_what_was_lifted_says_where(by_mo, ben, muted, square):
    sanctions.lift(by_mo, muted)
    data = ben.notices.get(kind="sanction_lifted").data
    assert data == {"grade": "mute", "place": f"room:{square.pk}", "sanction": muted.pk}


def test_the_mute_of_another_process_stops_the_next_post(ben, ada, square, by_mo):
    seats.take(square, ben)
    kept, room = again(ben), Room.objects.get(pk=square.pk)
    sanctions.impose(by_mo, ben, Penalty("mute", now() + TOMORROW, f"room:{square.pk}"))
    refusal = refused(lambda: messages.post(kept, room, "Still here", client_id=uuid4()))
    assert refusal.code == "member.muted"
    assert not square.messages.exists()
