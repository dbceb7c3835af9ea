"""Jobs that were lost with the broker are noticed: what should be in an inbox gets there all the same."""

from datetime import timedelta

import pytest
import time_machine

from chat import messages, seats, telling
from chat.models import Seat
from community.clock import now
from tests.chat.test_notices import say, stored


def lagging() -> list[int]:
    """What lags some minutes from now."""
    with time_machine.travel(now() + telling.LATE * 2):
        return list(telling.lagging())


def test_a_mention_that_nobody_was_told_of_lags_until_it_is_told(ada, ben, square):
    message = say(ada, square, "News for @Ben")
    say(ada, square, "Nothing special")
    assert lagging() == [message.pk]
    telling.tell_of(stored(message.pk))
    assert lagging() == []
    assert ben.notices.get().excerpt == "News for @Ben"


def test_an_answer_and_a_call_to_everybody_lag_too(ada, ben, square):
    question = say(ben, square, "Who has a ladder?")
    answer = say(ada, square, "I have", reply_to=question.pk)
    call = say(ada, square, "@all Come and look")
    assert lagging() == [answer.pk, call.pk]


def test_a_job_has_its_time_first(ada, ben, square):
    say(ada, square, "News for @Ben")
    assert list(telling.lagging()) == []


def test_yesterdays_news_is_none(ada, ben, square):
    say(ada, square, "News for @Ben")
    with time_machine.travel(now() + telling.TOO_LATE + timedelta(minutes=5)):
        assert list(telling.lagging()) == []


@pytest.mark.parametrize(
    "happens",
    [
        lambda ada, ben, message: messages.recall(ada, message),
        lambda ada, ben, message: seats.read(ben, message.room, message.seq),
        lambda ada, ben, message: Seat.objects.filter(member=ben).update(level=Seat.Level.NOTHING),
    ],
    ids=["recalled", "read", "not wanted"],
)
def test_what_concerns_nobody_any_more_does_not_lag(ada, ben, square, happens):
    message = say(ada, square, "News for @Ben")
    happens(ada, ben, message)
    assert lagging() == []
