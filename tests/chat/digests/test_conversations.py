"""Conversations in digests: by stake, only what is unread and stands, and never to whom it is not for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import messages, rooms, seats
from chat.briefs import may_read, places
from chat.catchup.models import Done, Follow
from chat.conversations.models import Link
from chat.digests import editions, gists
from chat.models import Message, Room, Seat
from community.clock import now
from community.members.models import Member
from community.moderation.audit import Moderator
from community.notifications import digests
from community.notifications.content import Batch, Item, Reader
from tests.board.acts import promote, say
from tests.chat.digests.talks import conversation
from tests.conftest import joined

LADDER = (
    "Who has a ladder I can borrow on Saturday?",
    "I have one, it is three metres long",
    "Perfect, thank you so much!",
)


@pytest.fixture(autouse=True)
def _read_anew(monkeypatch):
    """No room's talk is kept from one look to the next, but where that is the subject."""
    monkeypatch.setattr(editions._shelf, "_seconds", 0.0)


@pytest.fixture
def eva(community) -> Member:
    return joined(community, "Eva")


def told(member: Member, section: str = "conversations", kind: str = "daily", **reader: object) -> list[Item]:
    """What a section of a digest has for a member."""
    one = Reader(member, reader.pop("since", now() - timedelta(days=1)), **reader)
    chapter = digests.chapters(kind, [one]).get(member.pk)
    return [item for part in (chapter.sections if chapter else []) if part.name == section for item in part.items]


def texts(items: list[Item]) -> str:
    lines = [line.text for item in items for line in item.lines]
    return " ".join([*(item.title for item in items), *(item.text for item in items), *lines])


def ladder(room, *people: Member) -> list[Message]:
    said = [say(people[number % len(people)], room, words) for number, words in enumerate(LADDER)]
    conversation(*said)
    return said


def test_a_conversation_is_told_with_its_title_its_best_lines_and_where_it_begins(ada, mo, ben, square):
    said = ladder(square, ada, mo)

    (item,) = told(ben)

    assert "ladder" in item.title
    assert (item.reason, item.place, item.count) == ("size", "Square", 3)
    assert item.url == f"/c/lake/r/{square.pk}/m/{said[0].pk}"
    assert 1 <= len(item.lines) <= 2
    assert all(line.url.startswith(f"/c/lake/r/{square.pk}/m/") for line in item.lines)


@pytest.mark.parametrize("kind", ["closed", "direct"])
def test_what_is_said_behind_doors_is_told_to_those_inside_only(ada, mo, ben, eva, square, kind):
    room = rooms.create(ada, "closed", "Den") if kind == "closed" else rooms.direct(ada, mo)
    seats.take(room, mo)
    ladder(room, ada, mo)

    for outsider in (ben, eva):
        for digest in ("daily", "weekly", "recall"):
            assert digests.chapters(digest, [Reader(outsider, now() - timedelta(days=1))]) == {}
    inside = digests.chapters("daily", [Reader(member, now() - timedelta(days=1)) for member in (ada, mo, ben, eva)])
    assert set(inside) <= {ada.pk, mo.pk}


def test_a_closed_room_is_told_to_its_readers_together_with_outsiders_in_one_batch(ada, mo, ben, eva, den):
    seats.take(den, mo)
    ladder(den, ada, mo)

    found = digests.chapters("daily", [Reader(member, now() - timedelta(days=1)) for member in (eva, ben)])

    assert set(found) == {ben.pk}


def test_two_people_alone_have_no_conversation_of_the_community(ada, ben):
    ladder(rooms.direct(ada, ben), ada)

    assert told(ben) == []
    assert [item.title for item in told(ben, "rooms")] == ["Ada"]


def test_who_was_removed_from_a_room_is_told_nothing_of_it(ada, ben, mo, den):
    ladder(den, ada)
    rooms.remove(ada, den, ben)

    assert told(ben) == []


def test_an_open_room_in_which_one_does_not_sit_is_not_told(ada, mo, ben):
    room = rooms.create(ada, "open", "Elsewhere")
    ladder(room, ada, mo)

    assert told(ben) == []


def test_what_was_read_is_not_told_and_a_conversation_goes_on_from_there(ada, mo, ben, square):
    said = ladder(square, ada, mo)
    seats.read(ben, square, said[0].seq)
    Follow.objects.create(member=ben, room=square, message=said[0])

    (item,) = told(ben)

    assert item.count == 2
    assert {line.key for line in item.lines} <= {f"message:{message.pk}" for message in said[1:]}
    seats.read(ben, square, said[2].seq)
    assert told(ben) == []


def test_what_one_is_done_with_out_of_order_is_not_told(ada, mo, ben, square):
    said = ladder(square, ada, mo)
    seat = Seat.objects.get(room=square, member=ben)
    Done.objects.create(seat=seat, conversation=said[0].link.conversation, seq=3, places=[1, 2, 3])

    assert told(ben) == []


def test_a_dismissed_conversation_comes_back_only_for_a_name(ada, mo, ben, square):
    said = ladder(square, ada, mo)
    seat = Seat.objects.get(room=square, member=ben)
    Done.objects.create(seat=seat, conversation=said[0].link.conversation, seq=0, places=[], quiet=True)
    assert told(ben) == []

    messages.edit(ada, Message.objects.select_related("room", "author").get(pk=said[2].pk), "Perfect, thanks @Ben")

    assert [item.reason for item in told(ben)] == ["mentioned"]


@pytest.mark.parametrize("gone", ["recalled", "deleted", "hidden"])
def test_what_was_taken_back_leaves_no_trace_in_titles_and_lines(ada, mo, ben, square, gone):
    said = ladder(square, ada, mo)
    assert "ladder" in texts(told(ben))  # made, and kept
    act = {
        "recalled": lambda message: messages.recall(ada, message),
        "deleted": lambda message: messages.delete(ada, message),
        "hidden": lambda message: messages.hide(Moderator(member=mo), message),
    }[gone]
    act(Message.objects.select_related("room", "author").get(pk=said[0].pk))

    Follow.objects.create(member=ben, room=square, message=said[1])
    found = told(ben)
    assert found
    assert "ladder" not in texts(found)


def test_words_that_were_changed_are_told_as_they_are_now(ada, mo, ben, square):
    said = ladder(square, ada, mo)
    assert "ladder" in texts(told(ben))

    messages.edit(ada, Message.objects.select_related("room", "author").get(pk=said[0].pk), "Who has a wheelbarrow?")

    assert "ladder" not in texts(told(ben))
    assert "wheelbarrow" in texts(told(ben))


def test_a_removal_after_the_room_was_read_is_seen_all_the_same(ada, mo, ben, square, monkeypatch):
    monkeypatch.setattr(editions._shelf, "_seconds", 60.0)
    said = ladder(square, ada, mo)
    assert told(ben)
    for message in said:
        messages.hide(Moderator(member=mo), Message.objects.select_related("room", "author").get(pk=message.pk))

    assert told(ben) == []


def test_what_was_carried_over_to_the_board_is_told_by_the_board_alone(ada, mo, ben, square):
    said = ladder(square, ada, mo)
    promote(ada, square, said, title="The ladder")

    assert told(ben) == []
    assert [item.title for item in told(ben, "fresh")] == ["The ladder"]


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("named", "mentioned"),
        ("wrote", "took_part"),
        ("follows", "followed"),
        ("friend", "people"),
        ("nothing", "size"),
    ],
)
def test_the_reason_is_the_strongest_tie(ada, mo, ben, square, why, reason):
    if why == "friend":
        conversation(*[say(by, square, f"Earlier {n}") for n, by in enumerate((ben, mo, ben, mo))])
        seats.read(ben, square, 4)
    said = [
        say(ben if why == "wrote" else mo, square, LADDER[0]),
        *[say(by, square, "And more") for by in (ada, mo, ada)],
    ]
    if why == "named":
        said.append(say(ada, square, "What do you say @Ben?"))
    conversation(*said)
    if why == "follows":
        Follow.objects.create(member=ben, room=square, message=said[0])

    assert [item.reason for item in told(ben)] == [reason]


def test_stronger_ties_stand_first(ada, mo, ben, square):
    big = [say((ada, mo)[n % 2], square, f"The weather on day {n} was fine") for n in range(9)]
    mine = [say(ben, square, "Who brings the boat?"), say(ada, square, "I bring the boat")]
    conversation(*big)
    conversation(*mine)

    assert [item.reason for item in told(ben)] == ["took_part", "size"]


def test_who_wants_only_what_is_theirs_hears_of_nothing_else(ada, mo, ben, square):
    conversation(*[say((ada, mo)[n % 2], square, f"The weather on day {n} was fine") for n in range(9)])
    mine = [say(ben, square, "Who brings the boat?"), say(ada, square, "I bring the boat")]
    conversation(*mine)

    assert [item.reason for item in told(ben, mine_only=True)] == ["took_part"]
    assert told(ben, "rooms", mine_only=True) == []
    assert told(ben, "fresh", mine_only=True) == []


@pytest.mark.parametrize(("level", "reasons"), [("mentions", ["took_part"]), ("nothing", [])])
def test_a_room_is_told_as_loudly_as_one_wants_to_hear_it(ada, mo, ben, square, level, reasons):
    conversation(*[say((ada, mo)[n % 2], square, f"The weather on day {n} was fine") for n in range(9)])
    conversation(say(ben, square, "Who brings the boat?"), say(ada, square, "I bring the boat"))
    seats.set_level(ben, square, level)

    assert [item.reason for item in told(ben)] == reasons


def test_a_few_words_of_strangers_are_not_much_talked_about(ada, mo, ben, square):
    conversation(say(ada, square, "Rain again"), say(mo, square, "Yes"))

    assert told(ben) == []


def test_one_knows_what_one_said_oneself(ben, square):
    conversation(*[say(ben, square, words) for words in LADDER])

    assert told(ben) == []


def test_what_an_earlier_digest_told_is_not_told_again_and_what_follows_is(ada, mo, ben, square):
    said = ladder(square, ada, mo)
    Follow.objects.create(member=ben, room=square, message=said[0])
    first = told(ben)
    keys = frozenset([first[0].key, *(line.key for line in first[0].lines)])
    assert told(ben, told=keys) == []

    more = say(mo, square, "I bring it on Friday evening", reply_to=said[0].pk)
    Link.objects.create(
        message=more, room=square, seq=more.seq, parent=said[0], parent_seq=1, conversation=said[0].link.conversation,
        probability=1.0,
    )  # fmt: skip
    (item,) = told(ben, told=keys)
    assert (item.count, [line.key for line in item.lines]) == (1, [f"message:{more.pk}"])


def test_a_room_of_emoji_and_a_flood_break_nothing(ada, mo, ben, square):
    conversation(*[say(mo, square, "🎉🎉") for _ in range(4)])
    conversation(*[say(ada, square, "BUY NOW") for _ in range(60)])

    assert all(item.title for item in told(ben))


def test_an_archived_room_is_at_rest(ada, mo, ben, square):
    ladder(square, ada, mo)
    rooms.edit(ada, square, {"archived": True})

    assert told(ben) == []


def test_readers_may_read_what_the_look_up_says_they_may(ada, ben, mo, eva, square, den):
    """The twin of `Room.visible_to`."""
    rooms.direct(ada, mo)
    people = [ada, ben, mo, eva]
    batch = Batch(ada.community, [Reader(member, now()) for member in people])
    for member in people:
        mine = batch.once(places).get(member.pk, {})
        found = {room.pk for room in Room.objects.filter(community=ada.community) if may_read(room, mine)}
        assert found == set(Room.objects.visible_to(member).values_list("pk", flat=True))


def test_titles_and_lines_are_made_once_for_all_readers(ada, mo, ben, eva, square, monkeypatch):
    ladder(square, ada, mo)
    made = []
    monkeypatch.setattr(gists, "_made", lambda *args, make=gists._made: made.append(args) or make(*args))
    since = now() - timedelta(days=1)

    found = digests.chapters("daily", [Reader(member, since) for member in (ben, eva)])
    found |= digests.chapters("daily", [Reader(mo, since)])

    assert len(found) == 3
    assert len(made) == 1


def test_many_readers_cost_as_many_queries_as_one(ada, mo, ben, community, square):
    since = now() - timedelta(days=1)
    for number in range(3):
        conversation(*[say((ada, mo)[n % 2], square, f"{number} and {n} @Ben") for n in range(4)])
    people = [joined(community, f"Guest{number}") for number in range(20)]
    for member in people:
        Seat.objects.filter(member=member, room=square).update(read_seq=0)
    digests.chapters("daily", [Reader(ben, since)])  # the gists are made

    counts = []
    for some in ([ben], people):
        with CaptureQueriesContext(connection) as captured:
            assert len(digests.chapters("daily", [Reader(member, since) for member in some])) == len(some)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20, counts
