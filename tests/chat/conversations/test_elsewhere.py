"""Carrying on over there: everybody in a conversation is seated in another open room, and nothing of it goes along."""

from uuid import uuid4

import pytest

from chat import messages, rooms, seats
from chat.models import Message, Room, Seat
from community.members import communities
from tests.board.acts import say
from tests.chat.catchup.talks import talk
from tests.conftest import joined


@pytest.fixture
def about_bees(ada, ben, square):
    return talk(square, (ben, "The bees are leaving"), (ada, "Where to?"), (ben, "Into the old pear tree"))


@pytest.fixture
def garden(ada):
    return rooms.create(ada, "open", "Garden")


def path(conversation) -> str:
    return f"conversations/{conversation.pk}/carry-on/"


def seated(room_id: int) -> set[str]:
    return set(Seat.objects.filter(room=room_id).values_list("member__name", flat=True))


def invited(member) -> int:
    return member.notices.filter(kind="invited").count()


def test_everybody_in_it_is_seated_in_the_other_room_and_told_once(ada, ben, mo, olga, square, garden, about_bees, api):
    made = api(mo).post(path(about_bees), {"client_id": str(uuid4()), "room": garden.pk})
    assert (made["id"], seated(garden.pk)) == (garden.pk, {"Ada", "Ben"})
    assert (invited(ada), invited(ben), invited(olga)) == (1, 0, 0)
    pointer = Message.objects.get(room=square, author=mo)
    assert pointer.body == f"Garden\n/c/lake/r/{garden.pk}"
    assert pointer.reply_to.author == ben  # whom the answer tells
    assert not garden.messages.exists()


def test_a_new_room_is_open_and_the_host_sits_in_it(ada, ben, mo, about_bees, api):
    made = api(mo).post(path(about_bees), {"client_id": str(uuid4()), "name": "Bees"})
    assert (made["kind"], made["name"], seated(made["id"])) == ("open", "Bees", {"Ada", "Ben", "Mo"})


def test_the_same_request_again_does_nothing_more(ada, ben, mo, square, about_bees, api):
    wanted = {"client_id": str(uuid4()), "name": "Bees"}
    first = api(mo).post(path(about_bees), wanted)
    rooms.leave(ada, Room.objects.get(pk=first["id"]))
    again = api(mo).post(path(about_bees), wanted)
    assert again["id"] == first["id"]
    assert seated(first["id"]) == {"Ben", "Mo"}
    assert Message.objects.filter(author=mo).count() == invited(ada) == 1


def test_whoever_cannot_read_the_old_room_any_more_is_left_where_they_are(ada, ben, den, garden, api):
    mo = joined(ada.community, "Mo")
    rooms.leave(mo, garden)
    seats.take(den, mo)
    bees = talk(den, (ben, "The bees are leaving"), (mo, "Where to?"), (ada, "Into the pear tree"))
    rooms.remove(ada, den, mo)
    gone = joined(ada.community, "Gone")
    Message.objects.filter(author=ben).update(author=gone)
    communities.leave(gone)
    api(ada).post(path(bees), {"client_id": str(uuid4()), "room": garden.pk})
    assert seated(garden.pk) == {"Ada"}


def test_nothing_said_in_a_closed_room_is_shown_over_there(ada, ben, den, garden, api):
    bees = talk(den, (ada, "The present is in the boathouse"), (ben, "Nobody looks there"), (ada, "Good"))
    api(ada).post(path(bees), {"client_id": str(uuid4()), "room": garden.pk})
    notice = ben.notices.get(kind="invited")
    assert (notice.excerpt, notice.data) == ("Garden", {"room": den.pk, "conversation": bees.pk})
    assert not garden.messages.exists()


def test_there_is_no_way_into_a_closed_archived_or_foreign_room(ada, ben, square, den, about_bees, api):
    archived = rooms.edit(ada, rooms.create(ada, "open", "Attic"), {"archived": True})
    elsewhere = communities.found(joined(ada.community, "Dan").user, slug="sea", name="Sea")
    foreign = rooms.create(elsewhere, "open", "Beach")
    for room in (den, archived, foreign, square):
        wanted = {"client_id": str(uuid4()), "room": room.pk}
        assert api(ada).refused("POST", path(about_bees), wanted) == "not_found"
    assert not Message.objects.filter(body__contains="/c/").exists()


@pytest.mark.parametrize("wrong", [{}, {"room": 1, "name": "Both"}, {"name": " "}, {"room": "x"}])
def test_either_a_room_or_a_name_is_needed(ada, about_bees, api, wrong):
    assert api(ada).refused("POST", path(about_bees), {"client_id": str(uuid4())} | wrong) == "input.invalid"


def test_a_refusal_leaves_nobody_seated_and_no_room_behind(ada, mo, square, about_bees, api):
    rooms.edit(ada, square, {"archived": True})
    wanted = {"client_id": str(uuid4()), "name": "Bees"}
    assert api(mo).refused("POST", path(about_bees), wanted) == "room.read_only"
    assert not Room.objects.filter(name="Bees").exists()


def test_a_name_with_an_at_sign_calls_nobody(ada, ben, mo, square, about_bees, api):
    api(mo).post(path(about_bees), {"client_id": str(uuid4()), "name": "For @all and @Ben"})
    pointer = Message.objects.get(author=mo)
    assert (pointer.mention_all, pointer.mentions.count()) == (False, 0)


def test_words_that_were_taken_back_bring_nobody_along(ada, ben, mo, square, about_bees, garden, api):
    for message in Message.objects.filter(author=ben):
        messages.delete(ben, Message.objects.select_related("room", "author").get(pk=message.pk))
    api(mo).post(path(about_bees), {"client_id": str(uuid4()), "room": garden.pk})
    assert seated(garden.pk) == {"Ada"}


def test_slow_mode_does_not_stop_the_host(ada, mo, square, garden, about_bees, api):
    Room.objects.filter(pk=square.pk).update(slow_seconds=600)
    say(mo, square, "Just a moment")
    assert api(mo).post(path(about_bees), {"client_id": str(uuid4()), "room": garden.pk})["id"] == garden.pk
