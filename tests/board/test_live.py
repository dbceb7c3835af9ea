"""Stream and board over real sockets, at the same time."""

from board import seats
from chat import rooms
from chat import seats as room_seats
from tests.api import Api
from tests.board.acts import category_for, general, reply, say, start
from tests.wire import Wire


def test_a_promotion_and_a_reply_are_seen_in_the_room_by_who_has_only_that_open(site, ada, ben, square):
    said = [say(ada, square, "Who has a ladder?"), say(ben, square, "I have")]
    form = {"messages": [message.pk for message in said], "title": "A ladder", "category": general(ada.community).pk}
    with Wire(site, ben) as wire:
        wire.do("follow", topics=[f"room.{square.pk}"])
        thread = Api(ada).post(f"rooms/{square.pk}/promotions/", form)["thread"]
        folded = wire.event("room.changed")
        assert (folded["why"], folded["seq"], folded["folds"][0]["thread"]) == ("promoted", 2, thread)
        assert [message["fold"] for message in folded["messages"]] == [folded["folds"][0]["id"]] * 2
        reply_form = {"client_id": "5b1c2d3e-0000-4000-8000-000000000001", "body": "It is in the shed"}
        Api(ada).post(f"threads/{thread}/posts/", reply_form)
        card = wire.event("room.changed")
        assert (card["why"], card["seq"], card["messages"]) == ("replied", 2, [])
        assert (card["folds"][0]["replies"], card["folds"][0]["last_by"]) == (1, "Ada")


def test_a_reply_reaches_whoever_has_the_thread_open_and_the_lists(site, ada, ben):
    thread = start(ada)
    topics = [f"thread.{thread.pk}", f"board.{ada.community_id}"]
    with Wire(site, ben) as wire:
        assert wire.do("follow", topics=topics)["numbers"] == {f"thread.{thread.pk}": 1}
        reply(ada, thread, "News")
        changed = wire.event("thread.changed")
        assert (changed["rev"], changed["posts"][0]["body"], changed["info"]["replies"]) == (2, "News", 1)
        assert wire.event("board.changed")["thread"] == thread.pk


def test_who_loses_the_room_stops_hearing_of_its_threads_without_reconnecting(site, ada, ben):
    den = rooms.create(ada, "closed", "Den")
    room_seats.take(den, ben)
    thread = start(ada, category=category_for(ada, "room", den))
    seats.read(ben, thread, 1)
    with Wire(site, ben) as wire:
        assert wire.do("follow", topics=[f"thread.{thread.pk}"])["refused"] == []
        room_seats.give_up(den, ben)
        reply(ada, thread, "Not for Ben")
        assert wire.do("follow", topics=[f"thread.{thread.pk}"])["refused"] == [f"thread.{thread.pk}"]
        reply(ada, start(ada), "For everybody")
        wire.do("follow", topics=[])
        assert not [event for event in wire._events if event["on"] == "thread.changed"]
