"""Counting: once, whatever is run twice, imported late, or said by whom."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from chat.models import Message
from chat.overload import minutes
from chat.overload.models import Hour, Load, Minute
from tests.chat.overload.crowds import MINUTE, NOON, people, say, talk

AT = NOON + timedelta(hours=1)


def rows(room) -> list[tuple]:
    return list(
        Minute.objects.filter(room=room).order_by("at").values_list("at", "messages", "words", "posters", "first_seq")
    )


def test_rolling_up_twice_gives_the_same(ada, ben, square):
    talk(square, [ada, ben], NOON, 30, 3)
    minutes.roll_up(square, AT)
    once = rows(square)
    minutes.roll_up(square, AT)
    assert rows(square) == once
    assert sum(row[1] for row in once) == 90


def test_a_batch_that_is_rolled_back_is_counted_again(ada, square, monkeypatch):
    talk(square, [ada], NOON, 3, 2)

    def break_off(*_):
        raise RuntimeError("The machine stops.")

    with monkeypatch.context() as broken:
        broken.setattr(minutes, "_grow", break_off)
        with pytest.raises(RuntimeError):
            minutes.roll_up(square, AT)
    assert not Load.objects.filter(room=square, seq__gt=0).exists()
    minutes.roll_up(square, AT)
    assert sum(row[1] for row in rows(square)) == 6


def test_in_small_batches_as_in_one(ada, ben, square, den, monkeypatch):
    for room in (square, den):
        talk(room, [ada, ben], NOON, 20, 5)
    minutes.roll_up(square, AT)
    monkeypatch.setattr(minutes, "BATCH", 7)
    minutes.roll_up(den, AT)
    assert rows(den) == rows(square)


def test_what_is_imported_later_with_earlier_times_is_counted_where_it_was_said(ada, ben, square):
    say(square, [ada], NOON + 10 * MINUTE, 2)
    minutes.roll_up(square, AT)
    say(square, [ben], NOON + 10 * MINUTE, 1)
    say(square, [ben], NOON, 4)
    minutes.roll_up(square, AT)
    assert [(row[0], row[1], row[3], row[4]) for row in rows(square)] == [
        (NOON, 4, [ben.pk], 4),
        (NOON + 10 * MINUTE, 3, sorted([ada.pk, ben.pk]), 1),
    ]


def test_what_is_too_old_to_be_kept_is_not_counted_but_passed(ada, square):
    say(square, [ada], AT - timedelta(days=401), 3)
    say(square, [ada], AT - MINUTE, 1)
    minutes.roll_up(square, AT)
    assert [row[1] for row in rows(square)] == [1]
    assert Load.objects.get(room=square).seq == 4


def test_what_the_system_says_is_no_talk(ada, square):
    say(square, [ada], NOON, 2, kind=Message.Kind.SYSTEM)
    minutes.roll_up(square, AT)
    assert rows(square) == []


def test_posters_are_those_of_twenty_minutes_not_of_one(ada, ben, mo, square):
    for place, author in enumerate((ada, ben, mo)):
        say(square, [author], NOON + place * 15 * MINUTE)
    minutes.roll_up(square, AT)
    assert minutes.crowds(list(Minute.objects.order_by("at"))) == [1, 2, 2]


def test_old_minutes_become_hours_without_loss_and_only_once(ada, ben, community, square):
    crowd = people(community, 12)
    talk(square, crowd, NOON, 90, 4)
    minutes.roll_up(square, AT)
    later = NOON + timedelta(days=8)
    minutes.condense(later)
    minutes.condense(later)
    assert not Minute.objects.exists()
    assert list(Hour.objects.order_by("at").values_list("at", "messages", "posters")) == [
        (NOON, 240, 12),
        (NOON + timedelta(hours=1), 120, 12),
    ]


def test_minutes_of_the_last_week_stay(ada, square):
    say(square, [ada], NOON)
    minutes.roll_up(square, AT)
    minutes.condense(NOON + timedelta(days=6, hours=23))
    assert Minute.objects.count() == 1


def test_what_is_imported_into_a_condensed_hour_is_added_to_it(ada, ben, square, monkeypatch):
    monkeypatch.setattr(minutes, "ROWS", 3)
    later = NOON + timedelta(days=8)
    for author in (ada, ben):
        talk(square, [author], NOON, 10, 2)
        minutes.roll_up(square, later)
        minutes.condense(later)
    hour = Hour.objects.get()
    assert (hour.messages, hour.posters) == (40, 1)


def test_nothing_is_kept_for_ever(ada, square):
    say(square, [ada], NOON)
    minutes.roll_up(square, AT)
    minutes.condense(NOON + timedelta(days=9))
    minutes.forget(NOON + timedelta(days=399))
    assert Hour.objects.aggregate(said=Sum("messages"))["said"] == 1
    minutes.forget(NOON + timedelta(days=401))
    assert not Hour.objects.exists()
