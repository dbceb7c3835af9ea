"""Pages are made of what is kept: whatever can be seen of a message or a post shows on the next page."""

import pytest

from board import pages, posts, promotions
from board import reactions as reactions_to_posts
from chat import history, listing, messages, reactions, rooms, seats
from chat.models import Message, Room
from chat.overload import limits
from community.access import Role
from community.members import people
from community.moderation.audit import Moderator
from tests.board.acts import fresh, fresh_post, general, promote, reply, say, start

IN_STREAM = {
    "edited": lambda cast, said: messages.edit(cast.ada, said, "Other words"),
    "recalled": lambda cast, said: messages.recall(cast.ada, said),
    "hidden": lambda cast, said: messages.hide(Moderator(member=cast.mo), said),
    "reacted": lambda cast, said: reactions.add(cast.ben, said, "👍"),
    "pinned": lambda cast, said: messages.pin(cast.ada, said),
    "renamed": lambda cast, said: people.edit_own(cast.ada, {"name": "Ada the Second"}),
    "coloured": lambda cast, said: people.edit_own(cast.ada, {"hue": 333}),
    "trusted": lambda cast, said: people.give_role(cast.ada, cast.ben, Role.HOST),
    "promoted": lambda cast, said: promote(cast.ada, cast.square, [said]),
}
ON_BOARD = {
    "edited": lambda cast, post: posts.edit(cast.ada, post, "Other words"),
    "deleted": lambda cast, post: posts.delete(cast.ada, post),
    "hidden": lambda cast, post: posts.hide(Moderator(member=cast.mo), post),
    "reacted": lambda cast, post: reactions_to_posts.add(cast.ben, post, "👍"),
    "renamed": IN_STREAM["renamed"],
    "coloured": IN_STREAM["coloured"],
    "trusted": IN_STREAM["trusted"],
}

IN_LIST = {
    "said": lambda cast, said: say(cast.ben, cast.square, "More"),
    "edited": IN_STREAM["edited"],
    "recalled": IN_STREAM["recalled"],
    "renamed": IN_STREAM["renamed"],
    "read": lambda cast, said: seats.read(cast.ben, cast.square, said.seq),
    "joined": lambda cast, said: seats.take(cast.square, cast.olga),
    "renamed room": lambda cast, said: rooms.edit(cast.ada, cast.square, {"name": "Circle"}),
    "slowed": lambda cast, said: limits.edit(cast.ada, cast.square, {"slow": 30}),
    "archived": lambda cast, said: rooms.edit(cast.ada, cast.square, {"archived": True}),
}


@pytest.fixture
def cast(ada, ben, mo, olga, square):
    class Cast:
        """Everybody, and the room."""

    Cast.ada, Cast.ben, Cast.mo, Cast.olga, Cast.square = ada, ben, mo, olga, square
    return Cast


def stream(room: Room) -> dict[str, object]:
    return history.page(Room.objects.get(pk=room.pk)).wire()


def thread_page(thread) -> dict[str, object]:
    return pages.page(fresh(thread)).wire()


@pytest.mark.parametrize("what", IN_STREAM)
def test_the_next_page_of_a_room_shows_what_changed(cast, what):
    said = say(cast.ada, cast.square, "Words")
    say(cast.ben, cast.square, "An answer", reply_to=said.pk)
    before = stream(cast.square)
    IN_STREAM[what](cast, said)
    after = stream(cast.square)
    history.KEPT.forget()
    assert after == stream(cast.square) != before


@pytest.mark.parametrize("what", IN_LIST)
def test_the_next_list_of_rooms_shows_what_changed(cast, what):
    seats.give_up(cast.square, cast.olga)
    said = say(cast.ada, cast.square, "Words")
    before = listing.rooms(cast.ben)
    IN_LIST[what](cast, said)
    after = listing.rooms(cast.ben)
    listing.KEPT.forget()
    assert after == listing.rooms(cast.ben) != before


@pytest.mark.parametrize("what", ON_BOARD)
def test_the_next_page_of_a_thread_shows_what_changed(cast, what):
    thread = start(cast.ada, category=general(cast.ada.community))
    post = reply(cast.ada, thread)
    reply(cast.ben, thread, "An answer", parent=post)
    before = thread_page(thread)
    ON_BOARD[what](cast, fresh_post(post.pk))
    after = thread_page(thread)
    pages.KEPT.forget()
    assert after == thread_page(thread) != before


@pytest.mark.parametrize("what", ["edited", "recalled", "hidden", "reacted", "renamed", "trusted"])
def test_the_next_page_of_a_promoted_thread_shows_what_changed_in_the_stream(cast, what):
    said = say(cast.ada, cast.square, "Words")
    answer = say(cast.ben, cast.square, "An answer", reply_to=said.pk)
    thread = promote(cast.ada, cast.square, [said, answer]).thread
    before = thread_page(thread)
    IN_STREAM[what](cast, Message.objects.select_related("room", "author").get(pk=said.pk))
    after = thread_page(thread)
    pages.KEPT.forget()
    assert after == thread_page(thread) != before


def test_an_answer_quotes_what_came_into_the_thread_after_it(cast):
    first = say(cast.ada, cast.square, "A beginning")
    asked = say(cast.ada, cast.square, "A question")
    answer = say(cast.ben, cast.square, "An answer", reply_to=asked.pk)
    promotion = promote(cast.ben, cast.square, [first, answer])
    assert [post["reply_to"] for post in thread_page(promotion.thread)["posts"]] == [None, None]
    promotions.absorb(cast.ben, promotion, [asked.pk])
    after = thread_page(promotion.thread)
    assert [post["reply_to"]["excerpt"] for post in after["posts"] if post["reply_to"]] == ["A question"]
    pages.KEPT.forget()
    assert thread_page(promotion.thread) == after
