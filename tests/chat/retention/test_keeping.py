"""For how long a room keeps: who says so, from when on, and how everybody hears of it."""

from datetime import timedelta

import pytest

from chat import rooms
from chat.models import Message, Room
from chat.retention import keeping, tasks
from chat.retention.models import Shortening
from community.clock import now
from community.errors import Forbidden
from community.moderation.models import AuditEntry
from tests.board.acts import say

pytestmark = pytest.mark.django_db


def of(api, room) -> dict:
    return api.get(f"rooms/{room.pk}/keeping/")


def lines(room) -> list[str]:
    return list(room.messages.filter(kind=Message.Kind.SYSTEM).order_by("seq").values_list("body", flat=True))


def a_week_later() -> None:
    Shortening.objects.update(due_at=now() - timedelta(seconds=1))
    tasks.look_after()


def test_keeping_less_begins_a_week_after_everybody_was_told(api, ada, ben, square):
    say(ben, square, "Hello")
    told = api(ada).put(f"rooms/{square.pk}/keeping/", {"days": 30})
    assert (told["days"], told["coming"]["days"], told["coming"]["by"]["name"]) == (None, 30, "Ada")
    assert of(api(ben), square) == told
    assert len(lines(square)) == 1
    tasks.look_after()
    assert of(api(ben), square)["days"] is None
    a_week_later()
    assert of(api(ben), square) == {"days": 30, "coming": None}
    assert api(ben).get(f"rooms/{square.pk}/")["keeps_days"] == 30


def test_the_same_again_changes_nothing_and_another_wish_begins_another_week(ada, square):
    say(ada, square, "Hello")
    keeping.keep(ada, square, 30)
    first = Shortening.objects.get()
    Shortening.objects.update(due_at=first.due_at - timedelta(days=3))
    keeping.keep(ada, square, 30)
    assert Shortening.objects.get().due_at == first.due_at - timedelta(days=3)
    keeping.keep(ada, square, 20)
    assert Shortening.objects.get().due_at >= first.due_at
    assert len(lines(square)) == 2


def test_asking_for_what_holds_takes_back_what_was_to_come(ada, square):
    say(ada, square, "Hello")
    keeping.keep(ada, square, 30)
    keeping.keep(ada, square, None)
    assert not Shortening.objects.exists()
    a_week_later()
    assert Room.objects.get(pk=square.pk).keeps_days is None


def test_keeping_more_begins_at_once(ada, square):
    say(ada, square, "Hello")
    Room.objects.filter(pk=square.pk).update(keeps_days=30)
    assert keeping.keep(ada, square, 90).keeps_days == 90
    assert keeping.keep(ada, square, None).keeps_days is None
    assert len(lines(square)) == 2


def test_what_was_put_off_meanwhile_does_not_begin(ada, square):
    say(ada, square, "Hello")
    keeping.keep(ada, square, 30)
    Shortening.objects.update(due_at=now() - timedelta(seconds=1))
    (due,) = keeping.due()
    Shortening.objects.update(due_at=now() + timedelta(days=1))
    keeping.begin(due)
    assert Room.objects.get(pk=square.pk).keeps_days is None
    assert Shortening.objects.exists()


def test_an_empty_room_has_nothing_to_lose(ada, community):
    room = rooms.create(ada, "open", "New")
    assert keeping.keep(ada, room, 7).keeps_days == 7
    assert not Shortening.objects.exists()
    assert lines(room) == []


def test_new_rooms_keep_as_the_community_says(api, ada, square):
    api(ada).put("communities/lake/keeping/", {"days": 90})
    assert rooms.create(ada, "open", "New").keeps_days == 90
    assert Room.objects.get(pk=square.pk).keeps_days is None
    api(ada).put("communities/lake/keeping/", {"days": None})
    assert rooms.create(ada, "open", "Newer").keeps_days is None


@pytest.mark.parametrize("days", [0, -1, 3651, "many"])
def test_days_have_bounds(api, ada, square, days):
    assert api(ada).refused("PUT", f"rooms/{square.pk}/keeping/", {"days": days}) == "input.invalid"


def test_members_read_it_and_hosts_change_it(api, ben, square):
    assert of(api(ben), square) == {"days": None, "coming": None}
    assert api(ben).refused("PUT", f"rooms/{square.pk}/keeping/", {"days": 30}) == "forbidden"


def test_talk_between_two_stays(ada, ben):
    room = rooms.direct(ada, ben)
    with pytest.raises(Forbidden):
        keeping.keep(ada, room, 30)


def test_who_asked_for_it_stands_in_the_audit(ada, square):
    say(ada, square, "Hello")
    keeping.keep(ada, square, 30)
    entry = AuditEntry.objects.get(act="keep")
    assert (entry.actor, entry.object, entry.data) == (
        ada, f"room:{square.pk}", {"days": 30, "since": Shortening.objects.get().due_at.isoformat()},
    )  # fmt: skip


def recorded(api, member) -> list[tuple]:
    """What members read of it: the newest first."""
    rows = api(member).get("communities/lake/record/?kind=order")["results"]
    return [(row["act"], row["by"]["name"], row["facts"]) for row in rows]


def test_members_read_who_had_a_room_keep_less_for_how_long_and_from_when_on(api, ada, ben, square):
    say(ada, square, "Hello")
    keeping.keep(ada, square, 30)
    since = Shortening.objects.get().due_at.isoformat()
    assert recorded(api, ben) == [("keep_room", "Ada", {"days": 30, "since": since})]
    place = api(ben).get("communities/lake/record/")["results"][0]["place"]
    assert place == {"name": "Square", "path": f"/c/lake/r/{square.pk}"}


def test_keeping_more_and_taking_back_are_recorded_too_and_the_same_again_is_not(api, ada, ben, square):
    say(ada, square, "Hello")
    Room.objects.filter(pk=square.pk).update(keeps_days=30)
    keeping.keep(ada, square, 90)
    keeping.keep(ada, square, 90)
    keeping.keep(ada, square, 7)
    keeping.keep(ada, square, 90)
    told = [facts["days"] for _, _, facts in recorded(api, ben)]
    assert told == [90, 7, 90]


def test_what_new_rooms_keep_is_recorded(api, ada, ben):
    api(ada).put("communities/lake/keeping/", {"days": 90})
    api(ada).put("communities/lake/keeping/", {"days": None})
    assert recorded(api, ben) == [("keep_new_rooms", "Ada", {"days": None}), ("keep_new_rooms", "Ada", {"days": 90})]


def test_of_a_room_that_a_reader_does_not_see_no_name_is_recorded(api, ada, ben, mo, den):
    say(ben, den, "Hello")
    keeping.keep(ada, den, 30)
    assert api(mo).get("communities/lake/record/")["results"][0]["place"] is None
