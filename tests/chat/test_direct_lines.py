"""What somebody writes to another alone: one line in the inbox a room, whatever comes, goes or is read meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import messages, rooms, seats, telling
from chat.models import Message, Room
from community.clock import now
from community.members import communities
from community.moderation.audit import Moderator
from community.notifications import notices
from community.notifications.models import Notice
from tests.board.acts import together
from tests.chat.test_notices import say, stored
from tests.chat.test_telling_what_lags import lagging


@pytest.fixture
def private(ada, ben) -> Room:
    return rooms.direct(ada, ben)


def tell(author, room: Room, body: str, **options) -> Message:
    """Say it, and tell whom it concerns as the worker would."""
    message = say(author, room, body, **options)
    telling.tell_of(stored(message.pk))
    return stored(message.pk)


def lines(member) -> list[tuple[str, int, bool]]:
    """The words of each line, how many messages it stands for, and whether it was read; the newest first."""
    rows = member.notices.filter(kind="direct").order_by("-pk")
    return [(row.excerpt, row.stands_for(), row.read_at is not None) for row in rows]


def read(member, room: Room, seq: int) -> None:
    seats.read(member, Room.objects.get(pk=room.pk), seq)


def test_however_much_is_written_there_is_one_line(ada, ben, private):
    first = tell(ada, private, "Hello")
    newest = [tell(ada, private, body) for body in ("Are you", "coming?")][-1]
    (line,) = ben.notices.all()
    assert (line.kind, line.actor, line.excerpt, line.place) == ("direct", ada, "coming?", f"room:{private.pk}")
    assert line.number == newest.seq
    assert line.data == {
        "room": private.pk, "message": newest.pk, "seq": newest.seq, "first": first.seq, "count": 3,
    }  # fmt: skip
    assert not ada.notices.exists()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 1, 0)], ids=["in order", "late", "twice"])
def test_jobs_in_any_order_and_number_make_the_same_line(ada, ben, private, order):
    said = [say(ada, private, str(number)) for number in range(3)]
    for place in order:
        telling.tell_of(stored(said[place].pk))
    assert lines(ben) == [("2", 3, False)]


def test_a_mention_or_an_answer_makes_no_line_of_its_own(ada, ben, private):
    question = tell(ben, private, "Who has a ladder?")
    tell(ada, private, "@Ben I have", reply_to=question.pk)
    tell(ada, private, "@all Come and look")
    assert list(ben.notices.values_list("kind", flat=True)) == ["direct"]


def test_two_write_to_each_other_and_each_has_their_own_line(ada, ben, private):
    tell(ada, private, "Hello")
    tell(ben, private, "Hi")
    assert (lines(ben), lines(ada)) == ([("Hello", 1, False)], [("Hi", 1, False)])


@pytest.mark.parametrize("verb", [messages.recall, messages.delete])
def test_what_is_taken_back_leaves_the_line_to_what_still_waits(ada, ben, private, verb):
    first, newest = tell(ada, private, "Hello"), tell(ada, private, "A secret")
    verb(ada, newest)
    assert lines(ben) == [("Hello", 1, False)]
    verb(ada, first)
    assert lines(ben) == []


def test_an_older_message_that_is_taken_back_is_not_counted_any_more(ada, ben, private):
    first, _ = tell(ada, private, "Hello"), tell(ada, private, "Are you coming?")
    messages.recall(ada, first)
    assert lines(ben) == [("Are you coming?", 1, False)]


def test_a_line_that_was_read_does_not_keep_what_was_taken_back(ada, ben, private):
    message = tell(ada, private, "A secret")
    read(ben, private, message.seq)
    messages.recall(ada, message)
    assert lines(ben) == []


def test_what_is_shown_again_is_told_again(ada, ben, mo, private):
    message = tell(ada, private, "Hello")
    messages.hide(Moderator(member=mo), message)
    assert lines(ben) == []
    messages.restore(Moderator(member=mo), stored(message.pk))
    telling.tell_of(stored(message.pk))
    assert lines(ben) == [("Hello", 1, False)]


def test_an_edit_rewords_the_line_only_where_it_shows_the_message(ada, ben, private):
    first, newest = tell(ada, private, "Helo"), tell(ada, private, "Are you coming?")
    messages.edit(ada, first, "Hello")
    assert lines(ben) == [("Are you coming?", 2, False)]
    messages.edit(ada, newest, "Will you come?")
    assert lines(ben) == [("Will you come?", 2, False)]


def test_reading_on_leaves_fewer_that_wait_and_reading_all_none(ada, ben, private):
    said = [tell(ada, private, str(number)) for number in range(3)]
    read(ben, private, said[0].seq)
    assert lines(ben) == [("2", 2, False)]
    assert ben.notices.get().data["first"] == said[1].seq
    read(ben, private, said[2].seq)
    assert lines(ben) == [("2", 2, True)]


def test_what_comes_after_a_line_was_read_makes_a_new_one(ada, ben, private):
    message = tell(ada, private, "Hello")
    read(ben, private, message.seq)
    tell(ada, private, "Are you coming?")
    assert lines(ben) == [("Are you coming?", 1, False), ("Hello", 1, True)]


def test_a_line_that_was_put_away_in_the_inbox_does_not_come_back(ada, ben, private):
    message, newest = tell(ada, private, "Hello"), tell(ada, private, "Are you coming?")
    notices.read(ben, None)
    telling.tell_of(message)
    messages.recall(ada, newest)
    assert notices.unread(ben) == 0
    tell(ada, private, "Well?")
    assert lines(ben)[0][0] == "Well?"


def test_what_was_read_before_it_is_told_is_no_news(ada, ben, private):
    message = say(ada, private, "Hello")
    read(ben, private, message.seq)
    telling.tell_of(message)
    assert lines(ben) == []


def test_a_room_of_which_nothing_is_wanted_makes_no_line(ada, ben, private):
    seats.set_level(ben, private, "nothing")
    tell(ada, private, "Hello @Ben")
    assert lines(ben) == []
    seats.set_level(ben, private, "mentions")
    tell(ada, private, "Hello?")
    assert lines(ben) == [("Hello?", 2, False)]


def test_whoever_left_is_told_nothing(ada, ben, private):
    message = say(ada, private, "Hello")
    communities.leave(ben)
    telling.tell_of(message)
    assert lines(ben) == []


def test_a_change_is_told_and_only_a_later_message_rings(ada, ben, private, monkeypatch):
    heard, events = [], []
    monkeypatch.setattr(notices, "_listeners", [lambda notice: heard.append(notice.excerpt)])
    monkeypatch.setattr(notices, "publish", lambda topic, event: events.append((topic, event)))
    first, newest = tell(ada, private, "Hello"), tell(ada, private, "A secret")
    messages.recall(ada, newest)
    messages.recall(ada, first)
    assert heard == ["Hello", "A secret"]
    assert {topic for topic, _ in events} == {f"member.{ben.pk}"}
    added = [event.notice.excerpt for _, event in events if event.on == "notice.added"]
    assert added == ["Hello", "A secret", "Hello"]
    assert [(event.unread, event.gone) for _, event in events if event.on == "notices.read"] == [(0, True)]


def test_a_message_that_nobody_was_told_of_lags_until_the_line_goes_as_far(ada, ben, private):
    tell(ada, private, "Hello")
    late = say(ada, private, "Are you coming?")
    assert lagging() == [late.pk]
    telling.tell_of(stored(late.pk))
    assert (lagging(), lines(ben)) == ([], [("Are you coming?", 2, False)])


@pytest.mark.parametrize(
    "happens",
    [
        lambda ada, ben, message: messages.recall(ada, message),
        lambda ada, ben, message: read(ben, message.room, message.seq),
        lambda ada, ben, message: seats.set_level(ben, message.room, "nothing"),
    ],
    ids=["recalled", "read", "not wanted"],
)
def test_what_makes_no_line_does_not_lag(ada, ben, private, happens):
    happens(ada, ben, say(ada, private, "Hello @Ben"))
    assert lagging() == []


def test_a_line_that_was_put_away_does_not_lag(ada, ben, private):
    tell(ada, private, "Hello")
    notices.read(ben, None)
    assert lagging() == []


def test_old_words_do_not_lag(ada, ben, private):
    say(ada, private, "Hello")
    with time_machine.travel(now() + telling.TOO_LATE + timedelta(minutes=5)):
        assert list(telling.lagging()) == []


def test_telling_costs_the_same_however_much_waits(ada, ben, private):
    def costs() -> int:
        message = stored(say(ada, private, "Hello").pk)
        with CaptureQueriesContext(connection) as captured:
            telling.tell_of(message)
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    costs()  # the first one has no line to take the place of
    before = costs()
    for number in range(5):
        tell(ada, private, str(number))
    assert costs() == before <= 10


@pytest.mark.django_db(transaction=True)
def test_of_many_jobs_at_once_one_line_is_left(ada, ben, private):
    said = [say(ada, private, str(number)).pk for number in range(6)]
    outcomes = together(lambda pk=pk: telling.tell_of(stored(pk)) for pk in said)
    assert outcomes == [None] * 6
    assert lines(ben) == [("5", 6, False)]


@pytest.mark.django_db(transaction=True)
def test_what_is_told_taken_back_and_read_at_once_leaves_what_is_so(ada, ben, private):
    said = [say(ada, private, str(number)) for number in range(4)]
    telling.tell_of(stored(said[0].pk))
    together(
        [
            lambda: telling.tell_of(stored(said[3].pk)),
            lambda: messages.recall(ada, stored(said[3].pk)),
            lambda: read(ben, private, said[1].seq),
            lambda: telling.tell_of(stored(said[2].pk)),
        ]
    )
    unread = Notice.objects.filter(member=ben, read_at=None)
    assert [(line.excerpt, line.stands_for()) for line in unread] == [("2", 1)]
