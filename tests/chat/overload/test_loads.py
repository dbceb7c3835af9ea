"""The meter of a room: its states over time, who is told, and who may look or set."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import announce, messages, rooms, seats
from chat.models import Message, Room, Seat
from chat.overload import doors, loads, minutes, offers, samples, tasks
from chat.overload.models import Load, Minute
from community.clock import now
from tests import live
from tests.api import Api
from tests.chat.overload.crowds import MINUTE, NOON, conversation, exchange, measured, people, say, talk
from tests.conftest import joined
from tests.wire import Wire


@pytest.fixture
def told(monkeypatch) -> list:
    """What is sent to rooms."""
    sent = []
    monkeypatch.setattr(loads, "publish", lambda topic, event: sent.append((topic, event)))
    return sent


def crowded(room, crowd, minutes=20, each=8, since=NOON):
    """A room that becomes overloaded; the moment at which it is."""
    return talk(room, crowd, since, minutes, each)


def test_a_crowd_overloads_a_room_and_silence_calms_it_by_itself(ada, community, square, told):
    at = crowded(square, people(community, 30))
    assert measured(square, at).state == "overloaded"
    square.refresh_from_db()
    assert square.load == "overloaded"
    passed = 0
    while square in loads.due() and passed < 60:
        passed += 1
        load = measured(square, at + passed * MINUTE)
    assert 10 <= passed <= 22
    assert (load.state, load.gauge, Room.objects.get(pk=square.pk).load) == ("calm", 0, "calm")


def test_a_change_is_told_once_and_a_room_that_is_not_calm_at_most_twice_a_minute(ada, community, square, told):
    at = crowded(square, people(community, 30))
    for seconds in range(0, 60, 5):
        measured(square, at + timedelta(seconds=seconds))
    assert [(topic, event.state) for topic, event in told] == [(f"room.{square.pk}", "overloaded")] * 2
    told.clear()
    measured(square, at + 60 * MINUTE)
    measured(square, at + 62 * MINUTE)
    assert [event.state for _, event in told] == ["calm"]
    assert told[0][1].gauge == 0


def test_a_calm_room_is_not_spoken_to(ada, square, told):
    say(square, [ada], NOON)
    measured(square, NOON)
    assert told == []


def test_measuring_twice_is_measuring_once(ada, community, square, told):
    at = crowded(square, people(community, 30))
    once = measured(square, at)
    again = measured(square, at)
    names = [field.name for field in Load._meta.fields]
    assert [getattr(once, name) for name in names] == [getattr(again, name) for name in names]
    assert len(told) == 1


def test_imported_old_talk_does_not_overload_the_present(ada, community, square, told):
    crowded(square, people(community, 30), since=NOON - timedelta(days=2))
    load = measured(square, NOON)
    assert (load.state, load.gauge, told) == ("calm", 0, [])


def test_only_one_worker_measures_a_room_at_a_time(transactional_db, ada, community, square):
    at = crowded(square, people(community, 30))

    def measure():
        try:
            loads.measure(Room.objects.get(pk=square.pk), at)
        finally:
            connection.close()

    workers = [threading.Thread(target=measure) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(row.messages for row in Minute.objects.all()) == 160
    assert measured(square, at).state == "overloaded"


def test_the_room_hears_its_load_over_the_socket(site, ada, ben, community, square):
    at = crowded(square, people(community, 30), since=now() - 20 * MINUTE)
    with Wire(site, ben) as wire:
        wire.do("follow", topics=[f"room.{square.pk}"])
        measured(square, at)
        event = wire.event("room.load")
    assert (event["room"], event["state"], event["gauge"]) == (square.pk, "overloaded", 100)
    seen = Api(ben).get(f"rooms/{square.pk}/load/")
    assert {name: event[name] for name in event.keys() & seen.keys() - {"offers"}}.items() <= seen.items()
    assert Api(ben).get(f"rooms/{square.pk}/")["load"] == "overloaded"


def test_a_stranger_and_a_member_outside_a_closed_room_learn_nothing(ada, ben, mo, cleo, square, den, api):
    for who, room in ((cleo, square), (cleo, den), (mo, den)):
        for path in ("load/", "load/history/", "load/circle/", "load/split/"):
            assert api(who).refused("GET", f"rooms/{room.pk}/{path}") == "not_found"
        assert api(who).refused("PATCH", f"rooms/{room.pk}/load/", {"slow": 9}) == "not_found"


def test_a_removed_member_learns_nothing_more(ada, ben, den, api):
    api(ben).get(f"rooms/{den.pk}/load/")
    rooms.remove(ada, den, ben)
    assert api(ben).refused("GET", f"rooms/{den.pk}/load/") == "not_found"


def test_history_and_limits_are_for_hosts(ada, ben, mo, olga, square, api):
    for who in (ben, olga):
        assert api(who).refused("GET", f"rooms/{square.pk}/load/history/") == "forbidden"
        assert api(who).refused("PATCH", f"rooms/{square.pk}/load/", {"posters": 9}) == "forbidden"
    assert api(mo).get(f"rooms/{square.pk}/load/history/") == {"points": []}


def test_a_room_that_was_never_measured_is_calm(ada, olga, square, api):
    seen = api(olga).get(f"rooms/{square.pk}/load/")
    assert (seen["state"], seen["gauge"], seen["offers"], seen["relief"], seen["slow"]) == ("calm", 0, [], "propose", 0)
    assert seen["limits"] == {"posters": 40, "messages": 5.0, "words": 80.0}


def test_a_direct_room_has_no_load(ada, ben, api):
    direct = rooms.direct(ada, ben)
    messages.post(ada, direct, "Just us", client_id=uuid4())
    direct.refresh_from_db()
    assert direct not in loads.due()
    assert api(ada).refused("PATCH", f"rooms/{direct.pk}/load/", {"slow": 9}) == "forbidden"
    assert api(ben).get(f"rooms/{direct.pk}/load/")["state"] == "calm"


def test_limits_of_a_room_are_kept_and_count(ada, ben, community, square, api, told):
    at = crowded(square, people(community, 30))
    seen = api(ada).patch(f"rooms/{square.pk}/load/", {"messages": 20, "words": 900, "posters": 90})
    assert seen["limits"] == {"posters": 90, "messages": 20.0, "words": 900.0}
    assert measured(square, at).state == "calm"
    api(ada).patch(f"rooms/{square.pk}/load/", {"posters": 20})
    assert api(ben).get(f"rooms/{square.pk}/load/")["limits"] == {"posters": 20, "messages": 20.0, "words": 900.0}
    assert measured(square, at).state == "overloaded"


@pytest.mark.parametrize(
    "wrong",
    [{"posters": 0}, {"messages": 0}, {"words": -1}, {"words": 1e99}, {"relief": "perhaps"}, {"slow": -1},
     {"slow": 21_601}, {"state": "calm"}, {"posters": "many"}],
)  # fmt: skip
def test_limits_that_make_no_sense_are_refused(ada, square, api, wrong):
    assert api(ada).refused("PATCH", f"rooms/{square.pk}/load/", wrong) == "input.invalid"


def test_slow_mode_is_set_with_the_limits_and_shown_with_the_room(ada, ben, square, api):
    seen = api(ada).patch(f"rooms/{square.pk}/load/", {"slow": 30, "relief": "automatic"})
    assert (seen["slow"], seen["relief"]) == (30, "automatic")
    square.refresh_from_db()
    assert (square.rev, api(ben).get(f"rooms/{square.pk}/")["slow"]) == (1, 30)
    assert api(ada).patch(f"rooms/{square.pk}/load/", {"slow": 0})["slow"] == 0


def test_a_busy_room_offers_its_biggest_conversation_that_has_no_thread_yet(ada, ben, mo, square, api, told):
    authors, at = [ada, ben, mo], now()
    for count in (3, 6, 9):
        conversation(square, say(square, authors, at, count))
    say(square, authors, at, 42)
    assert measured(square, at).state == "busy"
    sizes = {offer["conversation"] for offer in offered(api(ben), square) if offer["kind"] == "promote_biggest"}
    biggest = square.conversations.get(messages=9)
    assert sizes == {biggest.pk}
    folded = Message.objects.filter(link__conversation=biggest).values_list("pk", flat=True)
    api(ada).post(f"rooms/{square.pk}/promotions/", promotion(api(ada), folded))
    assert {"kind": "promote_biggest", "conversation": square.conversations.get(messages=6).pk} in offered(
        api(ben), square
    )


def offered(browser, room) -> list[dict]:
    return browser.get(f"rooms/{room.pk}/load/")["offers"]


def promotion(browser, ids) -> dict:
    category = browser.get("communities/lake/categories/")["results"][0]["id"]
    return {"messages": list(ids), "title": "A talk", "category": category, "tags": [], "ask": False}


def test_an_overloaded_room_offers_relief_to_those_who_can_give_it(ada, ben, olga, community, square, api, told):
    crowd = people(community, 30, square)
    at = crowded(square, crowd, since=now() - 20 * MINUTE)
    for one, other in ((0, 1), (1, 2), (0, 2)):
        exchange(square, crowd[one], crowd[other], 5)
    load = measured(square, at)
    assert sorted(load.circle) == sorted(member.pk for member in crowd[:3])
    kinds = {who: {offer["kind"] for offer in offered(api(who), square)} for who in (ada, ben, olga, crowd[0])}
    assert kinds == {
        ada: {"slow_mode", "auto_promote"}, ben: set(), olga: set(), crowd[0]: {"circle"},
    }  # fmt: skip
    assert {offer.kind for offer in told[-1][1].offers} == {"slow_mode", "auto_promote", "circle"}
    api(ada).patch(f"rooms/{square.pk}/load/", {"slow": 10, "relief": "automatic"})
    assert offered(api(ada), square) == []


def test_a_room_past_150_is_offered_a_split(ada, community, square, api, told, monkeypatch):
    monkeypatch.setattr(offers.splits, "PAST", 20)
    at = crowded(square, people(community, 30), since=now() - 20 * MINUTE)
    measured(square, at)
    assert {"kind": "split", "conversation": None} in offered(api(ada), square)


def test_history_shows_minutes_of_a_day_and_hours_of_a_month(ada, community, square, api, told):
    at = now()
    crowd = people(community, 12)
    talk(square, crowd, at - timedelta(hours=3), 5, 4)
    talk(square, crowd, at - timedelta(days=10), 5, 4)
    measured(square, at)
    minutes.condense(at)
    day = api(ada).get(f"rooms/{square.pk}/load/history/")["points"]
    assert [(point["messages"], point["span"]) for point in day] == [(4, 1)] * 5
    assert [point["posters"] for point in day] == [4, 8, 12, 12, 12]
    month = api(ada).get(f"rooms/{square.pk}/load/history/?hours=720")["points"]
    assert sum(point["messages"] for point in month) == 40
    assert {point["span"] for point in month} == {60}
    assert [point["at"] for point in month] == sorted(point["at"] for point in month)
    assert api(ada).refused("GET", f"rooms/{square.pk}/load/history/?hours=-1") == "input.invalid"


def test_what_concerns_the_median_reader_needs_links_and_readers(ada, ben, mo, community, square, told):
    crowd = people(community, 6, square)
    at = now()
    said = say(square, crowd[:2], at, 4)
    measured(square, at)
    Seat.objects.filter(room=square).update(read_seq=4)
    assert samples.concern(square, at) is None
    conversation(square, said[:3])
    conversation(square, said[3:])
    Seat.objects.exclude(member__in=crowd[:5]).delete()
    shares = [0.75, 1.0, 0.0, 0.0, 0.0]
    assert samples.concern(square, at) == sorted(shares)[2]
    Seat.objects.filter(member__in=crowd[3:]).delete()
    assert samples.concern(square, at) is None


def test_the_debt_of_few_is_nobodys_business(ada, ben, den, community, square, told):
    for room in (den, square):
        say(room, [ada], NOON, 10)
    readers = people(community, 6, square)
    Seat.objects.filter(room=square, member__in=readers).update(read_seq=4)
    Seat.objects.filter(room=square, member=ben).update(read_seq=0)
    for room in (den, square):
        measured(room, NOON)
    assert samples.debt(den, NOON) is None
    assert samples.debt(square, NOON) == 6
    assert Minute.objects.get(room=square).debt == 6


def test_posting_asks_for_one_measurement_in_a_while_and_never_waits(ada, square, den, monkeypatch):
    asked = []
    monkeypatch.setattr(doors, "queue", lambda task, *args: asked.append(args))
    monkeypatch.setattr(doors, "_asked", {})
    with CaptureQueriesContext(connection) as captured:
        for room in (square, den, square):
            doors.heard([room])
    assert asked == [(square.pk,), (den.pk,)]
    assert not captured.captured_queries
    assert doors.heard in announce._hearers


def test_the_clock_finds_what_no_post_asked_for(ada, square, den, monkeypatch):
    say(square, [ada], now())
    asked = []
    monkeypatch.setattr(tasks, "queue", lambda task, *args: asked.append(args))
    tasks.watch()
    assert asked == [(square.pk,)]
    tasks.measure(square.pk)
    tasks.tidy()
    assert Load.objects.get(room=square).posters == 1


def test_a_measurement_costs_the_same_in_a_small_and_in_a_grown_room(ada, community, square, told):
    counts = []
    for size in (10, 60):
        crowd = people(community, size, square)
        at = talk(square, crowd, now() - 20 * MINUTE, 20, 6)
        measured(square, at)
        conversation(square, say(square, crowd, at, 10))
        with CaptureQueriesContext(connection) as captured:
            loads.measure(Room.objects.get(pk=square.pk), at + MINUTE)
        counts.append(len([query for query in captured if "SAVEPOINT" not in query["sql"]]))
    assert counts[0] == counts[1] <= 40


def test_looking_costs_the_same_in_a_small_and_in_a_grown_room(ada, ben, community, square, api, told):
    counts, browser = [], api(ben)
    for size in (10, 60):
        crowd = people(community, size, square)
        measured(square, talk(square, crowd, now() - 20 * MINUTE, 20, 8))
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"rooms/{square.pk}/load/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8


def test_a_newcomer_is_no_reader_in_debt(ada, community, square, told):
    say(square, [ada], NOON, 50)
    late = joined(community, "Late")
    assert Seat.objects.get(room=square, member=late).read_seq == 50
    seats.take(square, late)
    measured(square, NOON)
    assert samples.debt(square, NOON) is None


def test_a_post_has_its_room_measured_by_a_worker(transactional_db, ada, square):
    with live.worker():
        said = messages.post(ada, square, "Anybody here?", client_id=uuid4())
        live.wait_until(lambda: Load.objects.filter(room=square, seq=said.seq, posters=1).exists(), 30)
