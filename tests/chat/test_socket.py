"""The socket's contract, on a real server."""

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from websockets.exceptions import InvalidStatus

from chat import history, messages, rooms, seats
from chat.models import Message, Seat
from community.members import communities
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from tests import live
from tests.conftest import joined
from tests.wire import Refused, Wire

HUGE_ROOM = json.dumps({"do": "post", "room": 10**20, "client_id": str(uuid4()), "body": "x"})


@pytest.fixture
def site(any_site):
    return any_site


def post(wire, room, body="Hello", **fields):
    return wire.do("post", room=room.pk, client_id=str(fields.pop("client_id", uuid4())), body=body, **fields)[
        "message"
    ]


def test_a_post_is_acknowledged_when_it_is_committed_and_seen_by_everybody(site, ada, ben, square):
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        assert bens.do("follow", topics=[f"room.{square.pk}"])["numbers"] == {f"room.{square.pk}": 0}
        message = post(adas, square, "Good morning")
        assert Message.objects.get(pk=message["id"]).body == "Good morning"
        event = bens.event("room.changed")
        assert (event["rev"], event["seq"], event["why"], event["messages"]) == (1, 1, "posted", [message])


def test_the_same_post_again_over_a_new_socket_gets_the_first_answer(site, ada, square):
    client_id = uuid4()
    with Wire(site, ada) as wire:
        first = post(wire, square, client_id=client_id)
    with Wire(site, ada) as wire:
        assert post(wire, square, client_id=client_id) == first


def test_whoever_missed_events_fetches_just_the_difference(site, ada, ben, square, api):
    with Wire(site, ada) as adas:
        for number in range(3):
            post(adas, square, f"While Ben was away {number}")
    with Wire(site, ben) as bens:
        ahead = bens.do("follow", topics=[f"room.{square.pk}"])["numbers"][f"room.{square.pk}"]
    changes = api(ben).get(f"rooms/{square.pk}/changes/?since=1")
    assert ahead == changes["rev"] == 3
    assert [message["seq"] for message in changes["messages"]] == [2, 3]


def test_what_somebody_missed_comes_with_the_answer_of_follow_as_it_would_over_http(site, ada, ben, square, api):
    room = f"room.{square.pk}"
    with Wire(site, ada) as adas:
        for number in range(3):
            post(adas, square, f"While Ben was away {number}")
    with Wire(site, ben) as bens:
        changes = bens.do("follow", topics=[room], since={room: 1})["changes"]
    assert changes == {room: api(ben).get(f"rooms/{square.pk}/changes/?since=1")}
    assert [message["seq"] for message in changes[room]["messages"]] == [2, 3]


def test_nothing_comes_along_where_nothing_changed_or_where_nobody_asked(site, ada, ben, square, den):
    here, there = f"room.{square.pk}", f"room.{den.pk}"
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        post(adas, square)
        post(adas, den)
        assert bens.do("follow", topics=[here, there], since={here: 1})["changes"] == {}
        assert bens.do("follow", topics=[here], since={here: 10**15, there: 0})["changes"] == {}


def test_whoever_missed_more_than_a_page_is_told_the_number_only(site, ada, square):
    room = f"room.{square.pk}"
    for _ in range(history.PAGE + 1):
        messages.post(ada, square, "Words", client_id=uuid4())
    with Wire(site, ada) as wire:
        followed = wire.do("follow", topics=[room], since={room: 0})
        assert (followed["numbers"], followed["changes"]) == ({room: history.PAGE + 1}, {})
        assert wire.do("follow", topics=[room], since={room: 1})["changes"][room]["more"] is False


def test_nobody_is_told_what_changed_in_a_room_that_is_not_theirs(site, ada, mo, den):
    room = f"room.{den.pk}"
    messages.post(ada, den, "Among ourselves", client_id=uuid4())
    with Wire(site, mo) as wire:
        assert wire.do("follow", topics=[room], since={room: 0}) == {"numbers": {}, "refused": [room], "changes": {}}


def test_the_heartbeat_names_the_number_of_every_followed_room(site, ada, ben, square):
    with Wire(site, ben) as bens:
        bens.do("follow", topics=[f"room.{square.pk}"])
        square.advance()  # a change whose event never comes
        while (beat := bens.event("beat"))["numbers"].get(f"room.{square.pk}") != 1:
            assert beat["numbers"] == {f"room.{square.pk}": 0}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "frame.not_json"),
        ("{", "frame.not_json"),
        ("[1]", "frame.not_json"),
        ('"post"', "frame.not_json"),
        ("[" * 30_000, "frame.not_json"),
        ("{}", "command.unknown"),
        ('{"do": "shutdown"}', "command.unknown"),
        ('{"do": ["post"]}', "command.unknown"),
        ('{"do": "post"}', "input.invalid"),
        ('{"do": "post", "room": "x", "client_id": 7, "body": null}', "input.invalid"),
        ('{"do": "follow", "topics": "room.1"}', "input.invalid"),
        ('{"do": "follow", "topics": ["room.1; drop"]}', "input.invalid"),
        ('{"do": "follow", "topics": ["room.99999999999999999999"]}', "input.invalid"),
        ('{"do": "follow", "topics": ["room.1"], "since": 7}', "input.invalid"),
        ('{"do": "follow", "topics": ["room.1"], "since": {"room.1": -1}}', "input.invalid"),
        ('{"do": "follow", "topics": ["room.1"], "since": {"room.1; drop": 1}}', "input.invalid"),
        ('{"do": "beat", "n": -1}', "input.invalid"),
        ('{"do": "read", "room": 1, "seq": 1, "more": true}', "input.invalid"),
        ('{"do": "read", "room": 987654321, "seq": 1}', "not_found"),
        (HUGE_ROOM, "input.invalid"),
        (json.dumps({"do": "typing", "room": 1, "pad": "x" * 70_000}), "frame.too_large"),
    ],
)  # fmt: skip
def test_a_bad_frame_gets_a_coded_error_and_the_socket_goes_on(site, ada, square, frame, code):
    with Wire(site, ada) as wire:
        wire.send_raw(frame)
        with pytest.raises(Refused) as refusal:
            wire.answer(None)
        assert refusal.value.code == code
        assert post(wire, square)["seq"] == 1


def test_a_binary_frame_is_an_error_too(site, ada, square):
    with Wire(site, ada) as wire:
        wire.send_raw(b"\x00\xff")
        with pytest.raises(Refused) as refusal:
            wire.answer(None)
        assert refusal.value.code == "frame.not_json"


def test_flooding_is_refused_and_at_last_closed(transactional_db, ada, square):
    with live.site(COMMANDS_PER_10_SECONDS="20") as site, Wire(site, ada) as wire:
        for _ in range(60):
            last = wire.send("typing", room=square.pk)
        with pytest.raises(Refused) as refusal:
            wire.answer(last)
        assert refusal.value.code == "rate.limited"
        assert refusal.value.data["retry_after"] >= 1
        for _ in range(400):
            wire.send("typing", room=square.pk)
        assert wire.close_code() == 4429


def test_posting_too_fast_is_refused_over_all_sockets_of_a_member(transactional_db, ada, square):
    with live.site(POSTS_PER_10_SECONDS="5") as site, Wire(site, ada) as one, Wire(site, ada) as other:
        codes = []
        for number in range(20):
            try:
                post((one, other)[number % 2], square)
            except Refused as refusal:
                codes.append(refusal.code)
        assert set(codes) == {"post.too_fast"}
        assert square.messages.count() <= 10  # at most two windows


def test_nobody_follows_or_posts_in_a_room_that_is_not_theirs(site, ada, mo, den):
    with Wire(site, mo) as wire:
        topics = [f"room.{den.pk}", f"here.{den.pk}", "room.999999", f"member.{ada.pk}", "nonsense.1"]
        assert wire.do("follow", topics=topics) == {
            "numbers": {},
            "refused": sorted(topics),
            "changes": {},
        }
        for command in ("post", "read", "typing"):
            fields = {"post": {"client_id": str(uuid4()), "body": "Hi"}, "read": {"seq": 1}}.get(command, {})
            with pytest.raises(Refused) as refusal:
                wire.do(command, room=den.pk, **fields)
            assert refusal.value.code == "not_found"


def test_a_process_that_is_full_takes_no_socket_more(transactional_db, ada):
    with live.site(SOCKETS="1") as site, Wire(site, ada):
        with pytest.raises(InvalidStatus) as refusal:
            Wire(site, ada)
        assert refusal.value.response.status_code == 403


def test_a_socket_without_a_session_is_turned_away(site):
    with pytest.raises(InvalidStatus):
        Wire(site, None)


def test_there_are_no_sockets_elsewhere(site, ada):
    site = SimpleNamespace(ws=f"{site.ws}more/", http=site.http)
    with pytest.raises(InvalidStatus) as refusal:
        Wire(site, ada)
    assert refusal.value.response.status_code == 403


def test_a_socket_opened_by_another_sites_page_is_turned_away(site, ada):
    with pytest.raises(InvalidStatus):
        Wire(site, ada, origin="http://elsewhere.example")


def test_a_removed_member_stops_receiving_without_reconnecting(site, ada, ben, den):
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        bens.do("follow", topics=[f"room.{den.pk}", f"member.{ben.pk}"])
        post(adas, den, "Before")
        assert bens.event("room.changed")["messages"][0]["body"] == "Before"
        rooms.remove(ada, den, ben)
        assert bens.event("room.gone")["room"] == den.pk
        post(adas, den, "After")
        with pytest.raises(Refused):
            post(bens, den)
        with pytest.raises(TimeoutError):
            bens.event("room.changed", patience=1)


def test_whoever_leaves_the_community_hears_nothing_more(site, ada, ben, square):
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        bens.do("follow", topics=[f"room.{square.pk}"])
        communities.leave(ben)
        post(adas, square, "After")
        with pytest.raises(Refused):
            bens.do("typing", room=square.pk)
        with pytest.raises(TimeoutError):
            bens.event("room.changed", patience=1)
    assert not Seat.objects.filter(member=ben).exists()


def test_whoever_is_suspended_hears_that_they_are_outside(site, ben, mo):
    with Wire(site, ben) as bens:
        bens.do("follow", topics=[f"member.{ben.pk}"])
        sanctions.impose(Moderator(member=mo), ben, Penalty("ban"))
        assert bens.event("member.gone")["member"] == ben.pk
    with Wire(site, ben) as later:
        assert later.do("follow", topics=[f"member.{ben.pk}"])["refused"] == [f"member.{ben.pk}"]


def test_signing_out_elsewhere_ends_the_socket(site, ada):
    with Wire(site, ada) as wire:
        Session.objects.all().delete()
        assert wire.close_code() == 4401


def test_an_idle_socket_stays_open(site, ada, ben, square):
    """Past the five seconds in which the channel layer's blocking read can time out, and past several heartbeats."""
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        bens.do("follow", topics=[f"room.{square.pk}"])
        with pytest.raises(TimeoutError):
            bens.event("room.changed", patience=12)
        post(adas, square, "Still there?")
        assert bens.event("room.changed")["messages"][0]["body"] == "Still there?"


def test_a_client_that_answers_no_heartbeat_is_sent_away_to_resume(site, ada):
    with Wire(site, ada, answering=False) as wire:
        for _ in range(2100):
            wire.send("nothing")
        assert wire.close_code() == 4008


def test_a_client_that_stops_reading_is_cut_off(site, ada, ben, square):
    with Wire(site, ada) as adas, Wire(site, ben, answering=False) as bens:
        bens.do("follow", topics=[f"room.{square.pk}"])
        for _ in range(1000):
            post(adas, square, "好" * 2000)
        # The server says 4008; whether that gets through depends on how full the pipe to this client is.
        assert bens.close_code() in {4008, 1006}


def test_reading_on_one_device_moves_the_other(site, ada, ben, square):
    with Wire(site, ada) as adas, Wire(site, ben) as phone, Wire(site, ben) as desktop:
        desktop.do("follow", topics=[f"member.{ben.pk}"])
        post(adas, square)
        assert phone.do("read", room=square.pk, seq=1)["unread"] == 0
        assert desktop.event("read.moved")["read_seq"] == 1


def test_a_newcomer_starts_without_unread_messages(site, ada, square):
    with Wire(site, ada) as adas:
        for _ in range(3):
            post(adas, square)
    newcomer = joined(ada.community, "Nina")
    square.refresh_from_db()
    assert (square.seq, seats.of(newcomer, square).unread) == (3, 0)


def test_access_that_ends_unheard_ends_with_the_next_heartbeat(site, ada, ben, den, square):
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        bens.do("follow", topics=[f"room.{den.pk}", f"room.{square.pk}"])
        Seat.objects.filter(room=den, member=ben).delete()  # as if the word of it were lost on the way
        while f"room.{den.pk}" in bens.event("beat")["numbers"]:
            pass
        post(adas, den, "Among ourselves")
        with pytest.raises(TimeoutError):
            bens.event("room.changed", patience=1)


def test_a_command_with_half_a_character_harms_nobody(site, ada, square):
    with Wire(site, ada) as wire:
        wire.send_raw('{"id": 5, "do": "\\ud800"}')
        with pytest.raises(Refused) as refusal:
            wire.answer(5)
        assert refusal.value.code == "command.unknown"
        assert post(wire, square)["seq"] == 1
