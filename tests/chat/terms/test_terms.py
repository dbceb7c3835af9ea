"""What the hosts of a room agreed upon holds for everybody else, at once, in every process."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from chat import messages, posting, rooms
from chat.drafting import Post
from chat.models import Message, Room
from chat.terms import daily
from community import clock
from community.clock import now
from community.errors import Refusal


def say(member, room, body="Hello"):
    return messages.post(member, Room.objects.get(pk=room.pk), body, client_id=uuid4())


def refused(act) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value


def agree(host, room, **terms) -> None:
    rooms.edit(host, room, {"terms": terms})


def closed_now() -> dict[str, object]:
    """Terms by which nobody posts in this hour: only the hour behind the next one is open."""
    soon = now() + timedelta(hours=2)
    window = {"days": [1, 2, 3, 4, 5, 6, 7], "first": f"{soon:%H}:00", "last": f"{soon:%H}:30", "kind": "topic"}
    return {"windows": [window], "outside": "closed", "zone": "UTC"}


def test_where_hosts_write_the_others_read(ada, ben, square):
    agree(ada, square, writers="hosts")
    assert refused(lambda: say(ben, square)).code == "room.read_only"
    say(ada, square)


def test_out_of_hours_nobody_but_hosts_posts_and_is_told_until_when(ada, ben, square):
    agree(ada, square, **closed_now())
    refusal = refused(lambda: say(ben, square))
    assert refusal.code == "room.closed"
    assert timedelta() < datetime.fromisoformat(refusal.data["until"]) - now() <= timedelta(hours=2)
    say(ada, square)


def test_a_message_is_as_long_as_the_room_allows(ada, ben, square):
    agree(ada, square, longest=5)
    refusal = refused(lambda: say(ben, square, "Hello!"))
    assert (refusal.code, refusal.data["limit"]) == ("message.too_long", 5)
    said = say(ben, square, "Hello")
    message = Message.objects.get(pk=said.id)
    assert refused(lambda: messages.edit(ben, message, "Hello!")).code == "message.too_long"
    say(ada, square, "As long as hosts like")


def test_a_member_says_so_much_in_a_day(ada, ben, mo, square):
    agree(ada, square, daily=2, zone="Asia/Shanghai")
    for _ in range(2):
        say(ben, square)
    refusal = refused(lambda: say(ben, square))
    assert (refusal.code, refusal.data["limit"]) == ("room.daily", 2)
    assert datetime.fromisoformat(refusal.data["until"]) - now() <= timedelta(hours=24)
    say(mo, square)
    for _ in range(3):
        say(ada, square)
    say(ben, rooms.create(ada, "open", "Elsewhere"))


def test_what_another_process_is_just_committing_is_counted_once(ada, ben, square):
    agree(ada, square, daily=1)
    twin, another = (Post(ben, Room.objects.get(pk=square.pk), body, uuid4()) for body in ("Once", "Another"))
    assert daily.too_many([twin]) == [None]
    said, refusal = posting.together([twin, another])
    assert (said.body, refusal.code) == ("Once", "room.daily")


def test_what_was_refused_does_not_count(ada, ben, square):
    agree(ada, square, daily=1)
    say(ben, square)
    for _ in range(3):
        assert refused(lambda: say(ben, square)).code == "room.daily"
    agree(ada, square, daily=2)
    say(ben, square)


def test_the_day_is_the_room_s(ada, ben, square, monkeypatch):
    agree(ada, square, daily=1, zone="Asia/Shanghai")
    evening = clock.at(clock.today("Asia/Shanghai"), 23, "Asia/Shanghai")
    monkeypatch.setattr(daily, "now", lambda: evening)
    say(ben, square)
    assert refused(lambda: say(ben, square)).code == "room.daily"
    monkeypatch.setattr(daily, "now", lambda: evening + timedelta(hours=1))
    say(ben, square)


def test_terms_that_changed_a_moment_ago_hold_for_what_was_on_its_way(ada, ben, square):
    late = Post(ben, Room.objects.get(pk=square.pk), "Hello!", uuid4())
    agree(ada, square, longest=5)
    (outcome,) = posting.together([late])
    assert isinstance(outcome, Refusal)
    assert outcome.code == "message.too_long"
    assert not square.messages.exists()


def test_terms_that_were_loosened_a_moment_ago_let_it_through(ada, ben, square, api):
    agree(ada, square, writers="hosts")
    assert api(ben).refused("POST", f"rooms/{square.pk}/messages/", _hello()) == "room.read_only"
    agree(ada, square)
    api(ben).post(f"rooms/{square.pk}/messages/", _hello())


def _hello():
    return {"client_id": str(uuid4()), "body": "Hello"}


def test_a_direct_room_has_no_terms(ada, ben):
    private = rooms.direct(ada, ben)
    Room.objects.filter(pk=private.pk).update(terms={"writers": "hosts"})
    say(ben, private)


# --- Over the API -----------------------------------------------------------------------------------------------------


def test_hosts_agree_upon_terms_and_everybody_reads_them(api, ada, ben, square):
    wanted = {"writers": "hosts", "longest": 500, "zone": "Asia/Shanghai"}
    made = api(ada).patch(f"rooms/{square.pk}/", {"terms": wanted})["terms"]
    assert made == wanted | {"links": "explained", "daily": 0, "windows": [], "outside": "open", "dominating": "slowed"}
    assert api(ben).get(f"rooms/{square.pk}/")["terms"] == made


def test_the_usual_terms_go_without_saying(api, ada, square):
    api(ada).patch(f"rooms/{square.pk}/", {"terms": {"longest": 500}})
    assert api(ada).patch(f"rooms/{square.pk}/", {"terms": {}})["terms"] is None
    assert Room.objects.get(pk=square.pk).terms == {}


@pytest.mark.parametrize(
    "terms",
    [
        {"writers": "nobody"},
        {"longest": -1},
        {"longest": 6001},
        {"daily": 1001},
        {"zone": "Mars/Olympus"},
        {"windows": [{"days": [], "first": "08:00", "last": "09:00", "kind": "topic"}]},
        {"windows": [{"days": [8], "first": "08:00", "last": "09:00", "kind": "topic"}]},
        {"windows": [{"days": [1], "first": "24:00", "last": "09:00", "kind": "topic"}]},
        {"windows": [{"days": [1], "first": "8:00", "last": "09:00", "kind": "topic"}]},
        {"windows": [{"days": [1], "first": "08:00", "last": "09:00", "kind": "loud"}]},
        {"windows": [{"days": [1], "first": "08:00", "last": "09:00", "kind": "free"}] * 21},
        {"unknown": 1},
    ],
)
def test_terms_without_sense_are_refused_and_change_nothing(api, ada, square, terms):
    assert api(ada).refused("PATCH", f"rooms/{square.pk}/", {"terms": terms}) == "input.invalid"
    assert Room.objects.get(pk=square.pk).terms == {}
