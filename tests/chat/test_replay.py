"""Living through old talk again."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from chat import messages, reactions, rooms, seats
from chat.importing import replay
from chat.importing.files import CannotImport
from chat.models import Message, Room, Seat
from community.clock import now
from community.members import communities
from community.moderation import silences
from community.moderation.audit import Moderator
from tests.chat.logs import LAUNDRY_MESSAGES, history, imported, written
from tests.conftest import person

pytestmark = pytest.mark.django_db
START = datetime(2021, 3, 6, 12, tzinfo=UTC)


def say(author, room, body="Hello", *, after: float = 0, **options) -> Message:
    """Something said a number of seconds after the start."""
    shape = messages.post(author, room, body, client_id=uuid4(), **options)
    Message.objects.filter(pk=shape.id).update(created_at=START + timedelta(seconds=after))
    return Message.objects.select_related("room", "author").get(pk=shape.id)


def again(room, *, speed=1e9, **options) -> replay.Report:
    return replay.replay(room, replay.stage(room), speed=speed, wait=lambda seconds: None, **options)


def bodies(room: Room) -> list[str]:
    return list(room.messages.order_by("seq").values_list("body", flat=True))


def pauses(*seconds: float, speed: float = 1, longest: float = 1e9) -> list[float]:
    said = [Message(created_at=START + timedelta(seconds=after)) for after in seconds]
    return [round(pause, 6) for _, pause in replay.paced(said, speed, longest)]


def test_imported_talk_is_posted_again_in_order(tmp_path):
    imported(written(tmp_path))
    report = again(Room.objects.get(name="Laundry"))
    assert report.posted == LAUNDRY_MESSAGES
    assert [row[:3] for row in history("Laundry (replay)")] == [row[:3] for row in history()]


def test_it_is_posted_by_the_verb_and_the_original_stays_as_it_is(ada, square, monkeypatch):
    say(ada, square)
    published = []
    monkeypatch.setattr(
        "chat.announce.publish_all", lambda events: published.extend((topic, event.why) for topic, event, _ in events)
    )
    report = again(square)
    assert published == [(f"room.{report.into.pk}", "posted")]
    assert bodies(square) == ["Hello"]


def test_replies_answer_the_new_messages(ada, ben, square):
    first = say(ada, square, "Question")
    say(ben, square, "Answer", reply_to=first.pk)
    into = again(square).into
    answer = into.messages.get(body="Answer")
    assert (answer.reply_to.body, answer.reply_to.room) == ("Question", into)


def test_an_answer_to_what_was_left_out_answers_nothing(ada, ben, square):
    first = say(ada, square, "Question")
    say(ben, square, "Answer", reply_to=first.pk)
    assert again(square, first=2).into.messages.get().reply_to is None


def test_only_a_part_is_replayed_where_one_is_named(ada, square, monkeypatch):
    monkeypatch.setattr(replay, "PAGE", 2)
    for number in range(1, 9):
        say(ada, square, str(number))
    assert bodies(again(square, first=3, limit=5).into) == ["3", "4", "5", "6", "7"]


def test_a_fast_replay_meets_no_limit_of_posts(ada, square, settings):
    settings.OXBOW = settings.OXBOW | {"POSTS": (100, 10)}
    for _ in range(8):
        say(ada, square)
    settings.OXBOW = settings.OXBOW | {"POSTS": (1, 10)}
    assert again(square).posted == 8


def test_what_the_verb_refuses_is_counted_and_the_rest_goes_on(ada, ben, mo, square):
    say(ben, square, "Before")
    say(ada, square, "After")
    silences.silence(Moderator(member=mo), ben, now() + timedelta(days=30), "Enough")
    report = again(square)
    assert (report.posted, report.refused) == (1, {"member.silenced": 1})


def test_words_taken_back_and_words_of_who_left_stay_away(ada, ben, square):
    say(ben, square, "Goodbye")
    messages.delete(ada, say(ada, square, "Never mind"))
    say(ada, square, "Still here")
    communities.leave(ben)
    assert bodies(again(square).into) == ["Still here"]


def test_members_of_the_room_sit_in_the_replay_and_imported_people_only_where_they_speak(ada, ben, square):
    say(ada, square)
    into = replay.stage(square)
    assert set(into.seats.values_list("member", flat=True)) == {ada.pk, ben.pk}
    assert Seat.objects.get(room=into, member=ben).read_seq == 0


def test_the_same_room_is_used_again(ada, square):
    say(ada, square)
    assert again(square).into == again(square).into
    assert Room.objects.get(name="Square (replay)").seq == 2


@pytest.mark.parametrize("kind", ["closed", "direct"])
def test_what_was_said_behind_a_door_is_not_replayed(ada, ben, den, kind):
    room = den if kind == "closed" else rooms.direct(ada, ben)
    with pytest.raises(CannotImport, match="Only open rooms"):
        replay.stage(room)


def test_nothing_is_replayed_into_a_closed_room_where_authors_would_get_in(ada, square, den):
    with pytest.raises(CannotImport, match="Only open rooms"):
        replay.stage(square, "Den")


def test_a_room_is_not_replayed_into_itself(square):
    with pytest.raises(CannotImport, match="into itself"):
        replay.stage(square, "Square")


def test_ctrl_c_stops_between_two_posts_with_a_summary(ada, square):
    for number in range(5):
        say(ada, square, str(number))

    def press_at_the_third(report):
        if report.posted == 3:
            raise KeyboardInterrupt

    report = again(square, watch=press_at_the_third)
    assert (report.posted, report.stopped) == (3, True)
    assert bodies(report.into) == ["0", "1", "2"]


def test_reactions_do_not_make_a_message_come_twice(ada, ben, square):
    message = say(ada, square)
    reactions.add(ben, message, "👍")
    assert again(square).posted == 1


# --- Pauses ------------------------------------------------------------------------------------------------------
def test_pauses_are_as_long_as_they_were_divided_by_the_speed():
    assert pauses(0, 30, 90) == [0, 30, 60]
    assert pauses(0, 30, 90, speed=10) == [0, 3, 6]


def test_no_silence_is_longer_than_the_longest():
    assert pauses(0, 86_400, longest=5) == [0, 5]


def test_a_log_that_goes_back_in_time_does_not_wait():
    assert pauses(100, 40) == [0, 0]


def test_messages_of_one_minute_of_a_log_are_spread_over_it():
    assert pauses(0, 0, 0, 60) == [0, 20, 20, 20]
    assert pauses(0, 0, 30) == [0, 15, 15]
    assert pauses(0, 0) == [0, 30]


# --- The command -------------------------------------------------------------------------------------------------
def run(*args: str) -> dict[str, object]:
    out = StringIO()
    call_command("replay", *args, "--speed", "1000000", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_what_was_posted(ada, square):
    say(ada, square)
    answer = run("square", "--into", "Stage")
    assert answer.pop("seconds") >= 0
    stage = Room.objects.get(name="Stage")
    told = {"room": stage.pk, "name": "Stage", "posted": 1, "refused": {}, "last_seq": 1, "stopped": False}
    assert answer == told


def test_a_room_can_be_named_by_its_number(ada, square):
    say(ada, square)
    assert run(str(square.pk))["posted"] == 1


def test_a_room_that_is_not_there_is_one_clear_error(square):
    with pytest.raises(CommandError, match="There is no room 'nowhere'"):
        run("nowhere")


def test_two_rooms_of_a_name_are_one_clear_error(ada, square):
    other = communities.found(person("Eve"), slug="sea", name="Sea")
    room = rooms.create(other, "open", "Square")
    with pytest.raises(CommandError, match="Several rooms"):
        run("Square")
    assert run("Square", "--community", "sea")["room"] != room.pk


@pytest.mark.parametrize("speed", ["0", "-1", "nan", "inf", "fast"])
def test_a_speed_that_is_none_is_refused(square, speed):
    with pytest.raises(CommandError, match="speed"):
        call_command("replay", "Square", "--speed", speed)


def test_an_empty_room_is_no_error(square):
    assert seats.Seat.objects.count() > 0
    assert run("Square")["posted"] == 0
