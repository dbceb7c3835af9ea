"""What somebody finds who comes back: cards by stake, with nothing lost and nothing shown that is gone."""

import pytest

from board import tags
from board.models import ThreadSeat
from chat import messages, rooms, seats
from chat.catchup import cards, done, following
from chat.conversations.models import Link
from chat.models import Mention, Message
from community.errors import InvalidInput
from tests.board.acts import start
from tests.chat.catchup.talks import add, linked, place, talk
from tests.chat.overload import crowds
from tests.conftest import joined
from tests.contract.test_query_budgets import queries


def stakes(page) -> list[tuple[str, int]]:
    return [(card.stake, card.unread) for card in page.cards]


def text(page) -> str:
    return page.model_dump_json()


def named(member, message) -> None:
    Mention.objects.create(message=message, member=member, room=message.room, seq=message.seq)


def whole(message) -> Message:
    return Message.objects.select_related("room", "author").get(pk=message.pk)


def test_cards_come_by_stake(ada, ben, mo, olga, community, square):
    eve, dan = joined(community, "Eve"), joined(community, "Dan")
    seats.take(square, ben)
    for _ in range(2):
        talk(square, (ben, "Shall we paint the fence?"), (eve, "Yes, on Friday"))
    mine = talk(square, (ben, "Where is the drill?"))
    liked = talk(square, (mo, "The boat is in the water"))
    seats.read(ben, square, square.seq)
    following.follow(ben, liked)
    start(ben, "Bees", tags=["honey"])
    talk(square, (olga, "Lunch at one"), (mo, "I come"), (olga, "Me too"), (mo, "With cake"))
    talk(square, (eve, "The gate squeaks"))
    talk(square, (dan, "Who wants some of my honey?"))
    add(liked, square, mo, "And back again")
    add(mine, square, dan, "In the shed")
    called = talk(square, (dan, "Can somebody help?"))
    named(ben, add(called, square, olga, "Ask @Ben"))
    page = cards.page(ben, square)
    assert stakes(page) == [
        ("mentioned", 2), ("took_part", 1), ("followed", 1), ("tags", 1), ("people", 1), ("size", 4),
    ]  # fmt: skip
    scores = [card.score for card in page.cards]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert [card.followed for card in page.cards] == [False, False, True, False, False, False]
    assert page.cards[0].mentions == 1
    assert sum(card.unread for card in page.cards) == page.unread == square.seq - place(square, ben)


def may_answer(seq: int, *others: tuple[int, float]) -> None:
    """Say what else a message may answer, beside the parent that it has, with the chances of these."""
    link = Link.objects.get(seq=seq)
    link.probability, link.others = 1 - sum(chance for _, chance in others), others
    link.save()


def perhaps(page) -> list[list[int]]:
    return [[line.seq for line in card.perhaps] for card in page.cards]


def test_what_may_go_on_with_ones_own_is_told_on_ones_own_card(ada, ben, mo, olga, square):
    talk(square, (ben, "Where is the drill?"), (mo, "Which drill do you mean?"))
    talk(square, (ada, "Lunch at one"), (olga, "With cake"), (mo, "The big one is broken"), (ada, "And tea"))
    may_answer(5, (2, 0.3))
    page = cards.page(ben, square)
    assert stakes(page) == [("took_part", 1), ("size", 4)]
    assert perhaps(page) == [[5, 6], []]  # the message, and what answers it
    assert page.cards[0].perhaps[0].excerpt == "The big one is broken"


def test_what_may_answer_a_word_that_nobody_took_up_comes_before_the_rest(ada, ben, mo, olga, square):
    talk(square, (olga, "The gate squeaks"), (olga, "Badly"), (olga, "Very badly"))
    talk(square, (ben, "Who brings the cake?"))
    talk(square, (ada, "Lunch at one"), (mo, "I do"))
    may_answer(6, (4, 0.2))
    page = cards.page(ben, square)
    assert stakes(page) == [("people", 2), ("size", 3)]
    assert perhaps(page) == [[6], []]
    assert page.cards[0].lines == []


def test_what_hardly_belongs_to_ones_own_is_not_told(ada, ben, mo, square):
    talk(square, (ben, "Where is the drill?"))
    talk(square, (ada, "Lunch at one"), (mo, "With cake"))
    may_answer(3, (1, 0.01))
    assert perhaps(cards.page(ben, square)) == [[]]


def test_what_was_removed_or_read_or_dismissed_is_not_told(ada, ben, mo, square):
    talk(square, (ben, "Where is the drill?"), (mo, "Which one?"))
    lunch = talk(square, *[(ada, f"Course {number}") for number in range(3)])
    boats = talk(square, *[(mo, f"Boat {number}") for number in range(2)])
    for seq in range(3, 8):
        may_answer(seq, (1, 0.9))
    messages.delete(ada, whole(Message.objects.get(seq=4)))
    assert perhaps(cards.page(ben, square))[0] == [3, 5, 6, 7]
    done.mark(ben, lunch, 3)
    done.mark(ben, boats, square.seq, quiet=True)
    assert perhaps(cards.page(ben, square))[0] == [5]


def test_what_calls_everybody_counts_as_a_mention(ada, ben, mo, square):
    talk(square, (mo, "@all the house is on fire"), mention_all=True)
    assert stakes(cards.page(ben, square)) == [("mentioned", 1)]


def test_key_lines_are_of_unread_messages_only(ada, ben, mo, square):
    ladder = talk(square, (ada, "Who has a ladder I can borrow on Saturday?"), (mo, "I do, three metres, in the shed"))
    seats.read(ben, square, square.seq)
    add(ladder, square, ada, "Perfect, I will fetch it before the market opens")
    (card,) = cards.page(ben, square).cards
    assert [line.seq for line in card.lines] == [3]
    assert card.conversation.messages == 3
    assert "ladder" in card.conversation.title.lower()


def test_removed_words_are_on_no_card(ada, ben, mo, square):
    talk(square, (ada, "The secret password is rosebud"), (mo, "You should not write that here, everybody reads it"))
    messages.delete(ada, whole(Message.objects.get(body__contains="rosebud")))
    page = cards.page(ben, square)
    assert stakes(page) == [("size", 1)]
    assert "rosebud" not in text(page)


def test_a_conversation_of_which_nothing_stands_is_no_card(ada, ben, square):
    talk(square, (ada, "Never mind what I said"))
    messages.delete(ada, whole(Message.objects.get(body__startswith="Never")))
    assert cards.page(ben, square).cards == []


def test_other_rooms_and_other_peoples_rooms_stay_out(ada, ben, mo, square, den, api):
    talk(den, (ada, "The surprise party is on Sunday"))
    talk(square, (ada, "Nice weather today"))
    assert "party" not in text(cards.page(mo, square))
    assert "party" in text(cards.page(ben, den))
    assert api(mo).refused("GET", f"rooms/{den.pk}/catch-up/") == "not_found"


def test_a_direct_room_has_no_cards(ada, ben):
    direct = rooms.direct(ada, ben)
    talk(direct, (ada, "Just between us"))
    page = cards.page(ben, direct)
    assert (page.cards, page.unread, page.next) == ([], 1, None)


def test_who_does_not_sit_in_a_room_owes_it_nothing(ada, ben, mo, square):
    talk(square, (ada, "Good morning everybody"))
    seats.give_up(square, ben)
    page = cards.page(ben, square)
    assert (page.cards, page.unread, page.first) == ([], 0, square.seq + 1)


def test_ones_own_messages_are_on_no_card(ada, ben, square):
    talk(square, (ben, "Talking to myself"), (ben, "Again"))
    assert cards.page(ben, square).cards == []


def test_pages_hold_every_conversation_once(ada, ben, mo, square):
    for number in range(47):
        talk(square, *[(ada, f"Question {number}: where is the key?"), (mo, "On the hook")][: number % 2 + 1])
    found, after, rests = [], "", []
    while True:
        page = cards.page(ben, square, after)
        found += [card.conversation.id for card in page.cards]
        rests.append((page.rest.conversations, page.rest.messages))
        if page.next is None:
            break
        after = page.next
    assert len(found) == len(set(found)) == 47
    assert rests == [(27, 30), (7, 7), (0, 0)]


@pytest.mark.parametrize("cursor", ["x", "1", "1-", "-1-2", "1-2-3", "1-" + "9" * 40, "²-1"])
def test_a_cursor_that_is_none_is_refused(ben, square, cursor):
    with pytest.raises(InvalidInput):
        cards.page(ben, square, cursor)


def test_what_nobody_linked_yet_is_counted_in_the_rest(ada, ben, square, monkeypatch):
    monkeypatch.setattr(cards, "READ_HERE", 0)
    asked = []
    monkeypatch.setattr(cards.hearing, "ask_for_reading", asked.append)
    talk(square, (ada, "This was linked"))
    crowds.say(square, [ada], square.created_at, 5)
    page = cards.page(ben, square)
    assert (page.unread, stakes(page), page.rest.messages) == (6, [("size", 1)], 5)
    assert asked == [{square.pk}]


def test_what_was_said_a_moment_ago_is_linked_at_once(ada, ben, mo, square, monkeypatch):
    def read(room):
        talk_of = crowds.conversation(room, list(room.messages.filter(link=None).order_by("seq")))
        linked(room)
        return talk_of

    monkeypatch.setattr(cards.reading, "read", read)
    crowds.say(square, [ada, mo], square.created_at, 5)
    assert stakes(cards.page(ben, square)) == [("size", 5)]


def test_tags_that_one_cares_for_are_those_of_ones_threads(ada, ben, mo, community):
    start(ben, "Honey", tags=["bees", "c++"])
    followed = start(mo, "Sails", tags=["boats"])
    start(mo, "Other", tags=["other"])
    ThreadSeat.objects.update_or_create(
        thread=followed, member=ben, defaults={"level": ThreadSeat.Level.FOLLOW, "read_seq": 0}
    )
    assert tags.cared_for(ben) == ["bees", "boats", "c++"]


@pytest.mark.parametrize(
    ("tag", "said", "found"),
    [
        ("c++", "I write C++ all day", True),
        ("boat", "The boathouse leaks", False),
        ("蜂蜜", "谁想要一点蜂蜜吗", True),
        ("a.b", "axb", False),
        ("(", "( is no tag", True),
    ],
)
def test_a_tag_is_found_as_a_word(ada, ben, square, tag, said, found):
    start(ben, "A thread", tags=[tag])
    talk(square, (ada, said))
    assert [card.stake for card in cards.page(ben, square).cards] == ["tags" if found else "size"]


def test_a_page_costs_the_same_however_much_is_unread(ada, ben, mo, square):
    def grow(count: int) -> None:
        for number in range(count):
            talk(square, (ada, f"Question {number}"), (mo, "An answer"), (ada, "Thanks"))
            may_answer(square.seq, (1, 0.5))

    talk(square, (ben, "Anybody here?"), (mo, "Yes"))
    grow(3)
    few = queries(lambda: cards.page(ben, square))
    grow(40)
    done.mark(ben, Link.objects.filter(room=square).latest("seq").conversation, square.seq)
    assert queries(lambda: cards.page(ben, square)) == few <= 15


def test_the_page_over_http(ada, ben, square, api):
    talk(square, (ada, "Good morning everybody"))
    page = api(ben).get(f"rooms/{square.pk}/catch-up/")
    assert (page["from"], page["to"], page["next"]) == (1, 1, None)
    assert page["cards"][0]["lines"][0]["excerpt"] == "Good morning everybody"
    assert api(ben).refused("GET", f"rooms/{square.pk}/catch-up/?after=nonsense") == "input.invalid"
