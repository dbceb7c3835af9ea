"""Everybody has a rhythm of their own: who stays away for longer is called back, and let go only after all that."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from board.models import ThreadSeat
from chat import seats
from chat.models import Seat
from community.access import Role
from community.belonging import cleanup, departures, recalls, rhythm, visits
from community.belonging.models import Departure, Pace, Recall, VisitMonth
from community.errors import Forbidden
from community.joining import waiting
from community.members import communities
from community.members.models import Ban, Community, Member
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.notifications import wishes
from community.notifications.models import Notice
from community.trust import raids
from tests.board.acts import reply, say, start, together
from tests.community.belonging.acts import DAY, after, all_of, found, visit
from tests.conftest import person

# --- The rhythm -------------------------------------------------------------------------------------------------------


def came(*gaps: int) -> list[date]:
    days = [DAY]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days


def test_who_comes_daily_drifts_after_a_week_and_is_dormant_after_a_month():
    found = rhythm.of(came(*[1] * 20))

    assert (found.usual, found.limit, found.dormant) == (1, 8, 31)


def test_who_comes_weekly_is_given_longer():
    found = rhythm.of(came(7, 6, 8, 7, 7, 5, 9, 7))

    assert found.usual == pytest.approx(7, rel=0.1)
    assert 9 <= found.limit <= 14


def test_who_comes_monthly_is_not_drifting_after_three_weeks():
    assert rhythm.of(came(30, 28, 33, 30, 31)).limit > 30


def test_one_long_holiday_does_not_make_a_daily_visitor_a_rare_one():
    assert rhythm.of(came(*[1, 2, 1, 1, 2, 1, 1, 40, 1, 2, 1])).limit == 8


@pytest.mark.parametrize("gaps", [(), (1,), (30, 1, 2)])
def test_of_few_visits_nothing_is_concluded(gaps):
    found = rhythm.of(came(*gaps))

    assert (found.usual, found.limit, found.dormant) == (None, 15, 43)


@pytest.mark.parametrize("gaps", [(1,) * 9, (300,) * 9, (1, 300) * 5, (1, 2, 90, 1, 80)])
def test_nobody_drifts_before_a_week_or_is_waited_for_longer_than_three_months(gaps):
    found = rhythm.of(came(*gaps))

    assert 8 <= found.limit <= 91
    assert 31 <= found.dormant <= 271


# --- Visits -----------------------------------------------------------------------------------------------------------


def visits_on(member: Member, *days: int) -> None:
    for number in days:
        with time_machine.travel(after(number), tick=False):
            visit(member)


@pytest.fixture
def eve(ada, community) -> Member:
    """A member since the first day of these tests."""
    Member.objects.update(last_seen_on=DAY - timedelta(days=1))
    with time_machine.travel(after(0), tick=False):
        return communities.join(person("Eve"), community)


def test_a_day_counts_once_over_the_end_of_a_month_too(eve):
    visits_on(eve, 1, 1, 21, 22)  # the 21st day after 10 March is the 31st

    assert visits.days(eve, DAY) == [DAY + timedelta(days=number) for number in (0, 1, 21, 22)]
    assert VisitMonth.objects.filter(member=eve).count() == 2


def test_a_second_visit_of_a_day_writes_nothing(eve, django_assert_num_queries):
    visits_on(eve, 1)

    with time_machine.travel(after(1), tick=False), django_assert_num_queries(1):
        visit(eve)


@pytest.mark.django_db(transaction=True)
def test_many_first_visits_at_once_are_one(eve):
    with time_machine.travel(after(1), tick=False):
        together(lambda: visit(eve) for _ in range(6))

    assert visits.days(eve, DAY) == [DAY, DAY + timedelta(days=1)]


def test_a_member_drifts_and_is_found_by_it_until_they_come(eve, community):
    visits_on(eve, *range(1, 10))

    for number, pace in ((16, "steady"), (17, "drifting"), (39, "drifting"), (40, "dormant")):
        with time_machine.travel(after(number), tick=False):
            assert "Eve" in found(community, all_of({"by": "pace", "pace": pace}))
    visits_on(eve, 41)
    with time_machine.travel(after(41), tick=False):
        assert "Eve" in found(community, all_of({"by": "pace", "pace": "steady"}))


def test_those_who_were_there_before_visits_were_counted_get_a_rhythm(eve):
    Pace.objects.all().delete()
    VisitMonth.objects.all().delete()

    assert visits.reckon_missing() == 2
    assert visits.reckon_missing() == 0
    assert Pace.objects.get(member=eve).drifts_on == DAY + timedelta(days=15)


# --- Recall -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def missed(eve, ada, ben):
    """Something was said while Eve was away."""
    with time_machine.travel(after(10), tick=False):
        thread = start(ada, "The boat is ready", "Come and see")
        reply(ben, thread, "Tomorrow")
    return thread


def reads_mail(member: Member, **fields: object) -> None:
    for name, value in {"email": "eve@example.org", **fields}.items():
        setattr(member.user, name, value)
    member.user.save()
    wishes.of(member.user)


def call_back(number: int) -> list[int]:
    with time_machine.travel(after(number), tick=False):
        claimed = recalls.claim()
        for pk in claimed:
            recalls.send(pk)
    return claimed


def told(member: Member) -> int:
    return Notice.objects.filter(member=member, kind="recalled").count()


def test_who_drifts_is_told_what_they_missed_once(eve, missed):
    reads_mail(eve)
    assert call_back(14) == []
    Member.objects.exclude(pk=eve.pk).update(left_at=after(0))

    assert len(call_back(15)) == 1
    assert call_back(16) == []
    (letter,) = mail.outbox
    assert letter.subject == "Lake: you are missed"
    assert "The boat is ready" in letter.body
    assert "/c/lake" in letter.body
    assert told(eve) == 1


@pytest.mark.parametrize(("locale", "subject"), [("zh-Hans", "Lake：大家想念你"), ("zh-Hant", "Lake：大家想念你")])
def test_the_letter_is_in_the_language_of_its_reader(eve, missed, locale, subject):
    reads_mail(eve, locale=locale)
    call_back(15)

    assert mail.outbox[0].subject == subject


def test_there_is_one_a_month_and_no_more_than_three_an_absence(eve, missed):
    counts = [len(Recall.objects.filter(member=eve)) for number in range(15, 200, 5) if [call_back(number)]]

    assert counts[0] == 1
    assert counts[5] == 1  # 25 days later
    assert counts[6] == 2
    assert counts[-1] == 3


def test_after_a_month_of_silence_nobody_gets_letters(ada, ben, eve, missed):
    reads_mail(eve)
    Pace.objects.filter(member=eve).update(drifts_on=DAY + timedelta(days=40))
    with time_machine.travel(after(38), tick=False):
        reply(ben, start(ada, "Another thread", "New"), "Yes")
    call_back(41)

    assert mail.outbox == []
    assert told(eve) == 1


def test_who_stopped_letters_hears_it_in_the_app_only(eve, missed):
    reads_mail(eve)
    wishes.stop(eve.user, "recall")
    call_back(15)

    assert (mail.outbox, told(eve)) == ([], 1)


def test_who_missed_nothing_is_left_alone(eve):
    reads_mail(eve)
    call_back(15)

    assert (mail.outbox, told(eve)) == ([], 0)


def test_who_came_back_meanwhile_is_not_called(eve, missed):
    with time_machine.travel(after(15), tick=False):
        claimed = recalls.claim()
        visit(eve)
        for pk in claimed:
            recalls.send(pk)

    assert told(eve) == 0


def test_a_letter_that_could_not_be_handed_over_is_tried_again(eve, missed, settings):
    reads_mail(eve)
    with time_machine.travel(after(15), tick=False):
        (pk,) = [pk for pk in recalls.claim() if Recall.objects.get(pk=pk).member_id == eve.pk]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with pytest.raises(ConnectionRefusedError):
            recalls.send(pk)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        recalls.send(pk)
        recalls.send(pk)

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_call_each_one_once(eve, missed):
    with time_machine.travel(after(15), tick=False):
        together(recalls.claim for _ in range(5))
        row = Recall.objects.get(member=eve)
        together(lambda: recalls.send(row.pk) for _ in range(5))

    assert told(eve) == 1


# --- Clean-up ---------------------------------------------------------------------------------------------------------


def let_go(ada: Member, *members: Member, number: int = 60) -> list[Departure]:
    with time_machine.travel(after(number), tick=False):
        return departures.announce(ada, [member.pk for member in members])


def carry_out(number: int) -> None:
    with time_machine.travel(after(number), tick=False):
        cleanup.carry_out()


def is_here(member: Member) -> bool:
    return Member.objects.present().filter(pk=member.pk).exists()


def test_a_dormant_member_is_told_two_weeks_before_they_leave(ada, eve):
    let_go(ada, eve)
    carry_out(73)
    assert is_here(eve)
    assert Notice.objects.filter(member=eve, kind="departing").count() == 1

    carry_out(75)
    carry_out(76)
    assert not is_here(eve)
    assert [entry.actor for entry in AuditEntry.objects.filter(act="clean up", member=eve)] == [ada]


def test_the_letter_says_the_day_and_the_way_back(ada, eve):
    reads_mail(eve)
    (departure,) = let_go(ada, eve)
    with time_machine.travel(after(60), tick=False):
        recalls.send_departure(departure.pk)

    (letter,) = mail.outbox
    assert letter.subject == "Lake: do you want to stay?"
    assert "May 23, 2026" in letter.body
    assert "/c/lake" in letter.body


def test_who_comes_back_is_out_of_it(ada, eve):
    let_go(ada, eve)
    visits_on(eve, 73)
    carry_out(80)

    assert is_here(eve)
    assert departures.open_for([eve.pk]) == {}


def test_who_is_not_dormant_or_has_a_role_is_passed_over(ada, eve, ben):
    Member.objects.filter(pk=eve.pk).update(role=Role.EXPERT)

    assert let_go(ada, eve) == []
    with time_machine.travel(after(20), tick=False):
        assert departures.announce(ada, [ben.pk]) == []


def test_who_got_a_role_meanwhile_stays(ada, eve):
    let_go(ada, eve)
    Member.objects.filter(pk=eve.pk).update(role=Role.GREETER)
    carry_out(80)

    assert is_here(eve)


def test_hosts_let_somebody_stay_after_all(ada, eve):
    let_go(ada, eve)
    departures.call_off(ada, eve.pk)
    carry_out(80)

    assert is_here(eve)


def test_telling_twice_tells_once(ada, eve):
    assert len(let_go(ada, eve)) == 1
    assert let_go(ada, eve, number=61) == []


def test_members_let_nobody_go(eve, ben):
    with pytest.raises(Forbidden):
        departures.announce(ben, [eve.pk])


def test_whoever_comes_back_finds_role_rooms_and_read_positions_as_they_were(ada, eve, square, den, missed):
    Member.objects.filter(pk=eve.pk).update(role=Role.ONLOOKER)
    seats.take(square, eve)
    seats.take(den, eve)
    Seat.objects.filter(member=eve, room=den).update(level="mentions", read_seq=0)
    ThreadSeat.objects.update_or_create(member=eve, thread=missed, defaults={"level": "follow", "read_seq": 1})
    before = sorted(Seat.objects.filter(member=eve).values_list("room", "read_seq", "level"))
    Community.objects.update(door="invitation")
    let_go(ada, eve)
    carry_out(75)
    assert not Seat.objects.filter(member=eve).exists()
    say(ada, den)

    with time_machine.travel(after(100), tick=False):
        assert Community.objects.known_to(eve.user).filter(slug="lake").exists()
        back = communities.join(eve.user, Community.objects.get())

    assert (back.pk, back.role) == (eve.pk, Role.ONLOOKER)
    assert sorted(Seat.objects.filter(member=eve).values_list("room", "read_seq", "level")) == before
    assert ThreadSeat.objects.filter(member=eve).values_list("thread", "read_seq", "level").get() == (
        missed.pk, 1, "follow",
    )  # fmt: skip


@pytest.mark.parametrize("door", Community.Door.values)
def test_whoever_was_let_go_comes_back_through_a_shut_door_into_a_full_community_past_its_line(ada, eve, api, door):
    let_go(ada, eve)
    carry_out(75)
    with time_machine.travel(after(76), tick=False):
        Community.objects.update(capacity=1, door=door)
        waiting.stand(person("Fay"), Community.objects.get())
        raids.begin(Moderator(member=ada), Community.objects.get(), 60)
        entrance = api(eve).get("communities/lake/entrance/")
        api(eve).post("communities/lake/join/")

    assert (entrance["returns"], entrance["full"], is_here(eve)) == (True, False, True)


def test_whoever_was_let_go_and_then_suspended_does_not_come_back(ada, eve):
    let_go(ada, eve)
    carry_out(75)
    with time_machine.travel(after(76), tick=False):
        Ban.objects.create(community=eve.community, user=eve.user, role="member")
        with pytest.raises(Forbidden, match="suspended"):
            communities.join(eve.user, Community.objects.get())


def test_who_chose_to_leave_comes_back_by_the_door_like_everybody(eve):
    communities.leave(eve)
    Community.objects.update(door="invitation")

    with pytest.raises(Forbidden):
        communities.join(eve.user, Community.objects.get())


@pytest.mark.django_db(transaction=True)
def test_leaving_and_coming_at_once_leave_one_of_both(ada, eve):
    let_go(ada, eve)
    with time_machine.travel(after(75), tick=False):
        together([cleanup.carry_out, lambda: visit(eve), cleanup.carry_out])
        departure = Departure.objects.get(member=eve)

    assert is_here(eve) == (departure.done_at is None)
