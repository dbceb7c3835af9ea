"""Rooms: who sees them, who comes in, and how their history is read."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db.models import F

from chat import history, messages, rooms, seats, telling
from chat.models import Message, Room
from community.errors import Forbidden, NotFound
from community.members import communities
from community.members.models import Member
from tests.conftest import joined


def fill(room, author, count):
    """A room of so many plain messages."""
    rows = [
        Message(
            community_id=room.community_id, room=room, author=author, client_id=uuid4(), seq=seq, rev=seq, body=f"{seq}"
        )
        for seq in range(room.seq + 1, room.seq + count + 1)
    ]
    Message.objects.bulk_create(rows)
    Room.objects.filter(pk=room.pk).update(seq=count, rev=count)
    room.refresh_from_db()


def test_predicates_and_querysets_agree_for_the_whole_cast(ada, ben, mo, olga, community, square, den):
    direct = rooms.direct(ada, ben)
    gone = joined(community, "Gone")
    communities.leave(gone)
    gone.refresh_from_db()
    for member in (ada, ben, mo, olga, gone):
        seen = set(Room.objects.visible_to(member))
        by_user = set(Room.objects.visible_to_user(member.user))
        assert seen == by_user == {room for room in Room.objects.all() if room.is_visible_to(member)}
    assert direct not in Room.objects.visible_to(mo)
    assert den not in Room.objects.visible_to(mo)


def test_a_direct_room_of_two_is_one_room_whoever_asks(ada, ben, mo):
    assert rooms.direct(ada, ben) == rooms.direct(ben, ada)
    assert rooms.direct(ada, mo) != rooms.direct(ada, ben)
    with pytest.raises(NotFound):
        rooms.direct(ada, ada)


def test_only_those_inside_bring_others_into_a_closed_room(ada, ben, mo, olga, den):
    with pytest.raises(NotFound):
        rooms.invite(mo, den, olga)
    rooms.invite(ben, den, mo)
    assert den.is_visible_to(mo)


def test_nobody_is_removed_by_somebody_of_the_same_rank(ada, ben, mo, den):
    seats.take(den, mo)
    other = joined(den.community, "Max", "moderator")
    seats.take(den, other)
    with pytest.raises(Forbidden) as refusal:
        rooms.remove(mo, den, other)
    assert refusal.value.code == "member.outranked"


def test_an_archived_room_is_read_and_not_written(ada, ben, square):
    rooms.edit(ada, square, {"archived": True})
    square.refresh_from_db()
    with pytest.raises(Forbidden):
        messages.post(ben, square, "Hello?", client_id=uuid4())
    rooms.edit(ada, square, {"archived": False})
    square.refresh_from_db()
    messages.post(ben, square, "Hello!", client_id=uuid4())


def test_pages_in_both_directions_add_up_to_the_whole(ada, square):
    fill(square, ada, 137)
    seen, page = [], history.page(square, limit=20)
    while True:
        seen = [message.seq for message in page.messages] + seen
        if not page.before:
            break
        page = history.page(square, before=page.messages[0].seq, limit=20)
    assert seen == list(range(1, 138))
    seen, page = [], history.page(square, after=0, limit=20)
    while True:
        seen += [message.seq for message in page.messages]
        if not page.after:
            break
        page = history.page(square, after=page.messages[-1].seq, limit=20)
    assert seen == list(range(1, 138))


@pytest.mark.parametrize("around", [1, 2, 68, 136, 137, 10_000])
def test_a_page_around_a_place_holds_that_place(ada, square, around):
    fill(square, ada, 137)
    page = history.page(square, around=around, limit=20)
    places = [message.seq for message in page.messages]
    assert min(around, 137) in places
    assert page.before == (places[0] > 1)
    assert page.after == (places[-1] < 137)


def test_an_empty_room_has_an_empty_page(square):
    page = history.page(square)
    assert (page.messages, page.before, page.after) == ([], False, False)


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def filled_by_the_hour(room, author, count):
    """From noon on a message every hour."""
    fill(room, author, count)
    Message.objects.filter(room=room).update(created_at=NOON + F("seq") * timedelta(hours=1) - timedelta(hours=1))


@pytest.mark.parametrize(
    ("after", "seq"),
    [(-1000, 1), (0, 1), (0.5, 2), (1, 2), (68, 69), (68.01, 70), (136, 137), (137, 137), (90_000, 137)],
)
def test_a_moment_leads_to_the_first_message_from_then_on_or_to_an_end(ada, square, after, seq):
    filled_by_the_hour(square, ada, 137)
    assert history.place_at(square, NOON + timedelta(hours=after)) == seq


def test_a_day_begins_where_it_begins_for_who_asks(ada, square, api):
    filled_by_the_hour(square, ada, 48)
    found = {
        zone: api(ada).get(f"rooms/{square.pk}/messages/?limit=1&date=2026-03-02T00:00:00{zone}")["messages"]
        for zone in ("Z", "%2B08:00", "-05:00")
    }
    assert {zone: [message["seq"] for message in page] for zone, page in found.items()} == {
        "Z": [13], "%2B08:00": [5], "-05:00": [18],
    }  # fmt: skip


def test_an_empty_room_has_an_empty_page_on_any_day(ada, square, api):
    page = api(ada).get(f"rooms/{square.pk}/messages/?date=2026-03-02T00:00:00Z")
    assert (page["messages"], page["before"], page["after"]) == ([], False, False)


def test_who_may_not_read_a_room_learns_no_day_of_it(ada, mo, den, api):
    fill(den, ada, 3)
    assert api(mo).refused("GET", f"rooms/{den.pk}/messages/?date=2026-03-02T00:00:00Z") == "not_found"


@pytest.mark.parametrize("date", ["yesterday", "2026-03-02", "2026-03-02T00:00:00", "2026-13-01T00:00:00Z", "%00", "1"])
def test_a_date_that_is_no_moment_with_a_zone_is_refused(ada, square, api, date):
    assert api(ada).refused("GET", f"rooms/{square.pk}/messages/?date={date}") == "input.invalid"


def test_changes_are_fetched_in_parts_without_a_gap(ada, square):
    fill(square, ada, 75)
    seen, since = [], 0
    while True:
        answer = history.changes(square, since, limit=20)
        seen += [message.seq for message in answer.messages]
        since = answer.rev
        if not answer.more:
            break
    assert seen == list(range(1, 76))
    assert since == square.rev


def test_a_change_of_many_rows_is_never_cut_in_two(ada, square):
    fill(square, ada, 50)
    square.messages.filter(seq__gt=10, seq__lte=40).update(rev=square.advance())
    first = history.changes(square, 0, limit=15)
    second = history.changes(square, first.rev, limit=15)
    last = history.changes(square, second.rev, limit=15)
    assert [len(part.messages) for part in (first, second, last)] == [15, 5, 30]
    assert not last.more


@pytest.mark.parametrize("query", ["before=x", "after=-1", "around=1e3", "limit=٣", "before=1;drop"])
def test_a_window_that_is_no_number_is_refused(ada, square, api, query):
    assert api(ada).refused("GET", f"rooms/{square.pk}/messages/?{query}") == "input.invalid"


def test_a_new_room_is_listed_for_everybody_and_counts_nobodys_unread(ada, ben, square, api):
    messages.post(ada, square, "Hello", client_id=uuid4())
    room = rooms.create(ada, "open", "Later")
    messages.post(ada, room, "Hello", client_id=uuid4())
    listed = {row["id"]: row for row in api(ben).get("communities/lake/rooms/")["results"]}
    assert listed[room.pk]["mine"] is None
    assert listed[square.pk]["mine"]["unread"] == 1
    assert listed[square.pk]["last"]["excerpt"] == "Hello"
    seats.take(room, ben)
    listed = {row["id"]: row for row in api(ben).get("communities/lake/rooms/")["results"]}
    assert listed[room.pk]["mine"]["unread"] == 0


def test_a_removed_member_does_not_take_a_seat_in_a_closed_room_again(ada, ben, den):
    rooms.remove(ada, den, ben)
    for act in (lambda: rooms.join(ben, den), lambda: seats.set_level(ben, den, "all")):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        messages.post(ben, den, "Still here", client_id=uuid4())
    assert not den.is_visible_to(ben)
    assert not den.messages.exists()


def test_people_known_from_imported_talk_are_brought_nowhere(ada, community, den):
    ghost = Member.objects.create(community=community, name="Ghost", source="irc:ghost")
    with pytest.raises(NotFound):
        rooms.invite(ada, den, ghost)
    with pytest.raises(NotFound):
        rooms.direct(ada, ghost)


def test_a_direct_room_is_whole_again_when_somebody_comes_back(ada, ben):
    room = rooms.direct(ada, ben)
    communities.leave(ben)
    back = communities.join(ben.user, ada.community)
    assert rooms.direct(ada, back) == room
    assert room.is_visible_to(back)


def test_an_edit_without_changes_changes_nothing(ada, square):
    rooms.edit(ada, square, {})
    square.refresh_from_db()
    assert square.rev == 0


def test_the_inbox_of_a_removed_member_keeps_no_words_of_the_room(ada, ben, den):
    said = messages.post(ada, den, "The key is under the mat, @Ben", client_id=uuid4())
    telling.tell_of(Message.objects.select_related("room", "author", "reply_to", "removal").get(pk=said.id))
    assert ben.notices.filter(place=f"room:{den.pk}").exists()
    rooms.remove(ada, den, ben)
    assert not ben.notices.filter(place=f"room:{den.pk}").exists()
