"""Posts that arrive together are committed together, and each gets its own answer."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chat import doors, posting, rooms, seats, slow_mode, writing
from chat.drafting import Post
from chat.models import Message, Room, Seat
from chat.shapes import MessageShape, SocketPost
from community import lookups
from community.clock import now
from community.errors import Forbidden, InvalidInput, NotFound, Refusal
from community.members import communities
from community.members.models import Member
from community.moderation import silences
from community.moderation.audit import Moderator
from tests import live
from tests.chat.test_messages import run_all
from tests.conftest import joined

WRITES = lookups._named(writing._STATEMENT)


def post(author, room, body="Hello", **options) -> Post:
    return Post(author, Room.objects.get(pk=room.pk), body, options.pop("client_id", uuid4()), **options)


def codes(outcomes) -> list[str]:
    return [outcome.code if isinstance(outcome, Refusal) else outcome.body for outcome in outcomes]


def test_one_bad_post_does_not_spoil_its_neighbours(ada, ben, olga, mo, square):
    silences.silence(Moderator(member=mo), ben, now() + timedelta(hours=1))
    ben.refresh_from_db()
    too_long = "x" * (settings.OXBOW["MESSAGE_LENGTH"] + 1)
    wanted = [post(ada, square, "One"), post(ben, square), post(olga, square), post(ada, square, too_long)]
    outcomes = posting.together([*wanted, post(ada, square, "Two", reply_to=10**12), post(mo, square, "Three")])
    assert codes(outcomes) == [
        "One", "member.silenced", "room.read_only", "message.too_long", "not_found", "Three",
    ]  # fmt: skip
    assert list(square.messages.order_by("seq").values_list("seq", "rev", "body")) == [(1, 1, "One"), (2, 2, "Three")]


def test_a_post_made_before_gets_its_first_answer_and_the_others_are_new(ada, ben, square):
    first = post(ada, square, "First")
    (answer,) = posting.together([first])
    outcomes = posting.together([post(ben, square, "Second"), first, post(ben, square, "Third")])
    assert codes(outcomes) == ["Second", "First", "Third"]
    assert outcomes[1] == answer
    assert list(square.messages.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]


def test_the_same_post_twice_in_one_go_is_one(ada, square):
    twice = post(ada, square)
    outcomes = posting.together([twice, twice])
    assert outcomes[0] == outcomes[1]
    assert square.messages.count() == 1


def test_whoever_lost_their_seat_meanwhile_is_refused_alone(ada, ben, den):
    seats.take(den, ben)
    late = post(ben, den, "Too late")
    Seat.objects.filter(room=den, member=ben).delete()
    assert codes(posting.together([post(ada, den, "One"), late, post(ada, den, "Two")])) == ["One", "not_found", "Two"]
    assert list(den.messages.order_by("seq").values_list("seq", "body")) == [(1, "One"), (2, "Two")]


@pytest.mark.django_db(transaction=True)
def test_a_post_that_waits_for_a_removal_to_be_done_comes_after_it(ada, ben, den):
    """What it reads beside the room's row was still so when it began to wait."""
    wanted, outcomes = [post(ada, den, "One"), post(ben, den, "Too late"), post(ada, den, "Two")], []
    with transaction.atomic():
        seats.give_up(den, ben)
        posts = threading.Thread(target=lambda: (outcomes.extend(posting.together(wanted)), connection.close()))
        posts.start()
        live.wait_until(waiting_for_a_lock)
    posts.join()
    assert codes(outcomes) == ["One", "not_found", "Two"]
    assert list(den.messages.order_by("seq").values_list("seq", "body")) == [(1, "One"), (2, "Two")]


def waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # what it showed before, it shows again in a transaction
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'EXECUTE lookup_%')"
        )
        return cursor.fetchone()[0]


def test_a_post_on_which_a_check_breaks_does_not_spoil_its_neighbours(ada, ben, square, community):
    broken = rooms.create(ada, "open", "Broken")
    Room.objects.filter(pk=broken.pk).update(terms={"longest": "five"})
    outcomes = posting.together([post(ada, square, "One"), post(ben, broken, "Two"), post(ben, square, "Three")])
    assert isinstance(outcomes[1], Exception)
    assert not isinstance(outcomes[1], Refusal)
    assert [outcomes[0].body, outcomes[2].body] == ["One", "Three"]


def test_an_answer_to_a_message_of_another_room_is_refused(ada, square, den):
    (elsewhere,) = posting.together([post(ada, den)])
    assert codes(posting.together([post(ada, square, reply_to=elsewhere.id)])) == ["not_found"]


def test_authors_who_had_read_everything_go_on_having_read_everything(ada, ben, mo, square):
    for member in (ada, ben, mo):
        seats.take(square, member)
    posting.together([post(ada, square), post(ada, square), post(ben, square), post(ada, square)])
    read = dict(Seat.objects.filter(room=square).values_list("member", "read_seq"))
    assert (read[ada.pk], read[ben.pk], read[mo.pk]) == (2, 0, 0)


def test_a_name_in_a_closed_room_names_only_who_sits_there(ada, ben, mo, square, den):
    assert set(Seat.objects.filter(room=den).values_list("member", flat=True)) == {ada.pk, ben.pk}
    outcomes = posting.together([post(ada, den, "@Ben and @Mo"), post(ada, square, "@Ben and @Mo")])
    assert [outcome.mentions for outcome in outcomes] == [[ben.pk], sorted([ben.pk, mo.pk])]


@pytest.mark.parametrize("body", ["Hello", "Hello @Ada"])
def test_many_posts_in_many_rooms_cost_as_many_statements_as_two(ada, ben, community, body):
    places = [rooms.create(ada, "open", f"Room {number}") for number in range(10)]
    people = [joined(community, f"Guest{number}") for number in range(20)]

    def statements(count: int) -> int:
        wanted = [
            (people[number % 20].user, SocketPost(room=places[number % 10].pk, client_id=uuid4(), body=body))
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            answers = doors.post_together(wanted)
        assert [answer.message.body for answer in answers] == [body] * count
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    statements(40)  # everybody takes a seat
    assert statements(2) == statements(200) <= 8


def test_refused_posts_cost_as_many_statements_as_one(ada, olga, square):
    def statements(count: int) -> int:
        wanted = [post(olga, square) for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            assert codes(posting.together(wanted)) == ["room.read_only"] * count
        return len(captured)

    assert statements(1) == statements(30)


def test_a_retry_among_many_does_not_send_each_of_them_alone(ada, ben, square):
    (first,) = posting.together([post(ada, square, "First", client_id=(again := uuid4()))])
    wanted = [post(ben, square, str(number)) for number in range(63)] + [post(ada, square, client_id=again)]
    with CaptureQueriesContext(connection) as captured:
        outcomes = posting.together(wanted)
    assert codes(outcomes) == [*map(str, range(63)), "First"]
    assert outcomes[-1] == first
    assert len([query for query in captured if query["sql"].startswith(f"EXECUTE {WRITES}")]) == 1
    assert list(square.messages.order_by("seq").values_list("seq", flat=True)) == list(range(1, 65))


@pytest.mark.django_db(transaction=True)
def test_processes_that_post_in_the_same_rooms_do_not_wait_for_each_other_for_ever(ada, ben, community):
    places = [rooms.create(ada, "open", f"Room {number}") for number in range(4)]
    start, outcomes = threading.Barrier(4), []

    def work(order: int):
        start.wait()
        for _ in range(8):
            outcomes.extend(posting.together([post(ada if order > 0 else ben, room) for room in places[::order]]))

    run_all(lambda order=order: work(order) for order in (1, -1, 1, -1))
    assert [outcome for outcome in outcomes if not isinstance(outcome, MessageShape)] == []
    for room in places:
        assert list(Message.objects.filter(room=room).order_by("seq").values_list("rev", flat=True)) == list(
            range(1, 33)
        )


def test_the_door_refuses_a_stranger_beside_a_member(ada, cleo, square, den):
    here, there = (SocketPost(room=room.pk, client_id=uuid4(), body="Hello") for room in (square, den))
    answers = doors.post_together([(ada.user, here), (cleo, there), (cleo, here)])
    assert answers[0].message.body == "Hello"
    assert [type(answer) for answer in answers[1:]] == [NotFound, NotFound]


def test_errors_of_one_post_are_raised(ada, olga, square):
    from chat import messages

    with pytest.raises(Forbidden):
        messages.post(olga, square, "Hello", client_id=uuid4())
    with pytest.raises(InvalidInput):
        messages.post(ada, square, " ", client_id=uuid4())


def slowed(room, seconds: int = 30) -> None:
    Room.objects.filter(pk=room.pk).update(slow_seconds=seconds)


def test_in_slow_mode_a_member_waits_and_a_host_does_not(ada, ben, square):
    slowed(square)
    outcomes = posting.together([post(ben, square, "One")])
    outcomes += posting.together([post(ben, square, "Two"), post(ada, square, "Three"), post(ada, square, "Four")])
    assert codes(outcomes) == ["One", "room.slow_mode", "Three", "Four"]
    assert 0 < outcomes[1].data["retry_after"] <= 30


def test_slow_mode_gives_a_repeated_post_its_first_answer(ben, square):
    slowed(square)
    once = post(ben, square)
    assert posting.together([once]) == posting.together([once])


def test_what_another_process_is_just_committing_does_not_wait_for_itself(ben, square):
    slowed(square)
    twin = post(ben, square)
    slow_mode.too_soon([twin])
    assert codes(posting.together([twin, post(ben, square, "Another")])) == [twin.body, "room.slow_mode"]


def test_slow_mode_of_one_room_leaves_the_others_alone(ben, square, den):
    slowed(square)
    assert codes(posting.together([post(ben, square, "Here"), post(ben, den, "There")])) == ["Here", "There"]


def spoken(who, room, body="Hello", client_id=None):
    return (getattr(who, "user", who), SocketPost(room=room.pk, client_id=client_id or uuid4(), body=body))


def said(answers) -> list[str]:
    return [answer.code if isinstance(answer, Refusal) else answer.message.body for answer in answers]


def test_what_a_process_remembers_of_people_and_rooms_never_outlives_the_truth(ada, ben, mo, square, den):
    first = [spoken(ben, square), spoken(ben, den), spoken(mo, square)]
    assert said(doors.post_together(first)) == ["Hello"] * 3
    silences.silence(Moderator(member=ada), mo, now() + timedelta(hours=1))
    seats.give_up(den, ben)
    Member.objects.filter(pk=ben.pk).update(name="Benedict")
    answers = doors.post_together([spoken(ben, square, "Still"), spoken(ben, den), spoken(mo, square)])
    assert said(answers) == ["Still", "not_found", "member.silenced"]
    assert answers[0].message.author.name == "Benedict"
    Room.objects.filter(pk=square.pk).update(archived_at=now())
    assert said(doors.post_together([spoken(ben, square)])) == ["room.read_only"]


def test_somebody_known_posts_without_being_looked_up(ada, square):
    doors.post_together([spoken(ada, square)])
    with CaptureQueriesContext(connection) as captured:
        doors.post_together([spoken(ada, square, str(number)) for number in range(30)])
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) == 1


def test_a_room_that_was_slowed_down_a_moment_ago_is_slow_for_the_next_post(ben, square):
    doors.post_together([spoken(ben, square)])
    slowed(square)
    doors.post_together([spoken(ben, square)])
    assert said(doors.post_together([spoken(ben, square)])) == ["Hello"]
    assert said(doors.post_together([spoken(ben, square)])) == ["room.slow_mode"]


def test_what_was_forbidden_a_moment_ago_is_allowed_again_at_once(ada, ben, mo, square):
    slowed(square, 600)
    silences.silence(Moderator(member=ada), mo, now() + timedelta(hours=1))
    first = [spoken(ben, square), spoken(mo, square)]
    assert said(doors.post_together(first)) == ["Hello", "member.silenced"]
    assert said(doors.post_together([spoken(ben, square), spoken(mo, square)])) == ["room.slow_mode", "member.silenced"]
    slowed(square, 0)
    silences.lift(Moderator(member=ada), mo)
    assert said(doors.post_together([spoken(ben, square), spoken(mo, square)])) == ["Hello", "Hello"]


def test_whoever_posted_and_was_removed_is_told_that_it_was_committed(api, ada, ben, den):
    again = uuid4()
    (answer,) = doors.post_together([spoken(ben, den, "My last word", again)])
    rooms.remove(ada, den, ben)
    outcomes = doors.post_together([spoken(ben, den, "My last word", again), spoken(ben, den, "Another")])
    assert (outcomes[0].message.id, outcomes[1].code) == (answer.message.id, "not_found")
    repeated = api(ben).post(f"rooms/{den.pk}/messages/", {"client_id": str(again), "body": "My last word"})
    assert repeated["id"] == answer.message.id


def test_posts_that_are_refused_late_take_no_place(ada, ben, square):
    doors.post_together([spoken(ben, square)])
    silences.silence(Moderator(member=ada), ben, now() + timedelta(hours=1))
    assert said(doors.post_together([spoken(ben, square), spoken(ada, square, "Next")])) == ["member.silenced", "Next"]
    assert list(square.messages.order_by("seq").values_list("seq", flat=True)) == [1, 2]


def test_losing_the_sight_of_a_room_closes_its_gate(ada, ben, den):
    before = Room.objects.get(pk=den.pk).gate
    rooms.remove(ada, den, ben)
    assert Room.objects.get(pk=den.pk).gate == before + 1
    communities.leave(joined(ada.community, "Guest"))
    assert Room.objects.get(pk=den.pk).gate == before + 2
