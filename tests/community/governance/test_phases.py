"""What each phase allows, and who stands in while the owner is away."""

from datetime import timedelta

import pytest

from chat import rooms
from chat.models import Message
from community import clock
from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.governance import absence, actions, charters, figures, phases, steps, telling
from community.governance.models import Charter, Regency
from community.joining import codes, words
from community.members import communities, people
from community.members.models import Member, User
from community.members.offices import Cause
from community.moderation.models import AuditEntry, Case
from community.notifications.models import Notice
from tests.board.acts import promote, reply, say, start
from tests.chat.test_messages import run_all
from tests.community.governance.votes import ended, opened, proposed, voted

Phase = Charter.Phase


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def moved(charter: Charter, phase: str) -> None:
    charter.phase = phase
    charter.save(update_fields=["phase"])


def role(member: Member) -> str:
    return Member.objects.get(pk=member.pk).role


def last_seen(member: Member, days: int) -> None:
    User.objects.filter(pk=member.user_id).update(last_seen_on=clock.today("UTC") - timedelta(days=days))


def ends_told(member: Member) -> list[tuple[str, str]]:
    """How each that is over ended: what the audit says, and what a member is told."""
    found = []
    for regency in Regency.objects.exclude(ended_at=None).order_by("pk"):
        telling.tell_regency(regency.pk)
        act = AuditEntry.objects.filter(data__vote=f"regency:{regency.pk}").latest("pk").act
        notice = Notice.objects.filter(member=member, kind="owner_away", key__startswith=f"regency:{regency.pk}:")
        found.append((act, notice.latest("pk").data["state"]))
    return found


def talk(member: Member) -> int | None:
    return next(figure.value for figure in figures.of(member.community_id) if figure.name == "talk")


def survived(member: Member) -> int | None:
    return next(figure.value for figure in figures.of(member.community_id) if figure.name == "absences")


# --- Phases -----------------------------------------------------------------------------------------------------------


def test_a_community_begins_led_and_asks_for_opinions(ada, ben):
    assert phases.of(ada.community_id) == Phase.LED
    assert phases.kinds_for(ben, Phase.LED) == ["opinion"]
    assert refused(lambda: proposed(ben, "rules", text="Be kind.")) == "governance.not_yet"


def test_every_kind_that_is_registered_has_its_line_in_the_table():
    assert actions.known() == frozenset(phases.PROPOSERS)


def test_the_owner_lets_the_members_vote_and_cannot_take_it_back(ada, ben, mo):
    assert refused(lambda: steps.share_power(mo)) == "forbidden"
    steps.share_power(ada)
    assert phases.of(ada.community_id) == Phase.MIXED
    assert refused(lambda: steps.share_power(ada)) == "governance.moved"


def test_the_members_move_on_one_step_at_a_time(charter, ada, ben, dora):
    assert refused(lambda: proposed(ben, "phase", phase="mixed")) == "input.invalid"
    move = opened(proposed(ben, "phase", phase="self"))
    voted(move, "yes", ben, dora)
    assert ended(move).state == "carried"
    assert phases.of(ada.community_id) == Phase.SELF


def test_a_self_governing_community_takes_rules_and_roles_from_nobody(charter, ada, ben):
    moved(charter, Phase.SELF)
    acts = [
        lambda: communities.edit(ada, {"rules": "Mine."}),
        lambda: people.give_role(ada, ben, Role.MODERATOR),
        lambda: charters.edit(ada, {"quorum": 5}),
    ]
    assert {refused(act) for act in acts} == {"governance.by_vote"}
    communities.edit(ada, {"slogan": "Ours."})
    people.give_role(ada, ben, Role.GREETER)
    numbers = opened(proposed(ben, "charter", quorum=10))
    voted(numbers, "yes", ada, ben)
    assert ended(numbers).state == "carried"
    assert charters.of(ada.community_id).quorum == 10


def test_no_code_gives_a_power_that_only_a_vote_gives_not_even_one_made_before(charter, ada, cleo):
    before = codes.make(ada, count=1, role=Role.MODERATOR)[0]
    moved(charter, Phase.SELF)
    assert refused(lambda: codes.make(ada, count=1, role=Role.MODERATOR)) == "governance.by_vote"
    codes.make(ada, count=1, role=Role.GREETER)
    assert words.enter(cleo, "lake", before.code).role == Role.MEMBER


def test_the_numbers_of_an_open_vote_stay_as_they_were(charter, ada, ben, dora, emil):
    vote = opened(proposed(ben, "opinion"))
    charters.edit(ada, {"quorum": 75})
    voted(vote, "yes", ben)
    assert ended(vote).state == "carried"


def test_the_page_says_which_numbers_justify_moving_on(charter, api, ada, ben, dora):
    voted(vote := opened(proposed(ben, "opinion")), "yes", ada, ben)
    ended(vote)
    told = api(ben).get("communities/lake/governance/")
    numbers = {row["name"]: (row["value"], row["reached"]) for row in told["figures"]}
    assert numbers == {
        "talk": (None, False), "reports": (None, False), "absences": (0, False), "votes": (1, False),
        "turnout": (66, True),
    }  # fmt: skip
    assert (told["charter"]["phase"], told["can_move_on"], told["by_vote"]) == ("mixed", False, ["lending"])


def test_reports_count_that_others_than_owners_and_operators_settled(charter, ada, ben, mo):
    operator = User.objects.create(username="operator", is_staff=True)
    for number, by in enumerate([ada.user, operator, mo.user, mo.user, None]):
        Case.objects.create(
            community=ada.community, member=ben, object=f"message:{number}", path="/", due_at=now(),
            settled_at=now(), settled_by=by,
        )  # fmt: skip
    found = {figure.name: (figure.value, figure.reached) for figure in figures.of(ada.community_id)}
    assert found["reports"] == (60, True)


def test_the_members_share_of_the_talk_is_of_rooms_and_board_and_of_the_last_quarter(ada, ben, mo, square):
    for author in (ada, mo, ben, ben):
        say(author, square, "One more.")
    started = start(mo, "A thread", "By somebody with an office.")
    for _ in range(4):
        reply(ben, started)
    assert talk(ada) == 66  # 6 of 9
    old = say(ada, square, "Long ago.")
    Message.objects.filter(pk=old.pk).update(created_at=now() - figures.WITHIN - timedelta(days=1))
    promote(ada, square, [say(ben, square, "Promoted, and counted once.")])
    direct = rooms.direct(ben, mo)
    for _ in range(10):
        say(ben, direct, "Between us.")
    assert talk(ada) == 70  # 7 of 10


# --- The owner is away ------------------------------------------------------------------------------------------------


def test_the_longest_serving_moderator_stands_in_and_the_owner_gets_it_back(charter, ada, ben, mo):
    last_seen(ada, 31)
    absence.look()
    absence.look()
    assert (role(mo), role(ada)) == (Role.ADMIN, Role.OWNER)
    telling.tell_regency(Regency.objects.get().pk)
    assert Notice.objects.filter(kind="owner_away", data__state="began").count() == 3
    last_seen(ada, 0)
    absence.look()
    assert role(mo) == Role.MODERATOR
    assert not Regency.objects.filter(ended_at=None).exists()
    assert ends_told(ada) == [("owner is back", "ended")]


def test_the_successor_goes_before_and_who_is_away_too_is_passed_over(charter, ada, ben, mo):
    last_seen(ada, 31)
    last_seen(mo, 31)
    absence.look()
    assert not Regency.objects.exists()
    charter.successor = ben
    charter.save()
    absence.look()
    assert role(ben) == Role.ADMIN


def test_one_day_earlier_nobody_stands_in(charter, ada, mo):
    last_seen(ada, 30)
    absence.look()
    assert role(mo) == Role.MODERATOR


def test_who_stands_in_cannot_touch_the_owner(charter, ada, mo, ben):
    last_seen(ada, 31)
    absence.look()
    mo.refresh_from_db()
    assert refused(lambda: people.give_role(mo, ada, Role.MEMBER)) == "member.outranked"
    assert refused(lambda: people.give_role(mo, ben, Role.OWNER)) == "member.outranked"


def test_who_stands_in_and_leaves_is_followed_by_somebody_else(charter, ada, ben, mo):
    last_seen(ada, 31)
    absence.look()
    communities.leave(Member.objects.get(pk=mo.pk))
    people.put_role(ben, Role.MODERATOR, Cause("give role"))
    absence.look()
    assert Regency.objects.get(ended_at=None).member == ben
    assert role(ben) == Role.ADMIN
    assert ends_told(ada) == [("stop standing in", "stopped")]


def test_who_stands_in_and_is_made_the_owner_did_not_come_back(charter, ada, mo):
    last_seen(ada, 31)
    absence.look()
    people.put_role(Member.objects.get(pk=mo.pk), Role.OWNER, Cause("give role"))
    absence.look()
    assert (role(mo), ends_told(ada)) == (Role.OWNER, [("stop standing in", "stopped")])


def test_an_absence_is_survived_once_an_owner_is_back_whoever_stood_in_meanwhile(charter, ada, ben, mo):
    last_seen(ada, 31)
    absence.look()
    communities.leave(Member.objects.get(pk=mo.pk))
    people.put_role(ben, Role.MODERATOR, Cause("give role"))
    absence.look()
    assert survived(ada) == 0
    last_seen(ada, 0)
    absence.look()
    assert survived(ada) == 1
    Regency.objects.exclude(back_at=None).update(back_at=now() - timedelta(days=91))
    assert survived(ada) == 0


def test_two_who_look_at_once_begin_and_end_it_once(transactional_db, charter, ada, mo):
    last_seen(ada, 31)
    run_all([absence.look] * 4)
    assert Regency.objects.count() == 1
    last_seen(ada, 0)
    run_all([absence.look] * 4)
    assert (role(mo), Regency.objects.filter(ended_at=None).count()) == (Role.MODERATOR, 0)
