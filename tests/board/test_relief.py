"""Whole conversations leave the stream: at a host's word, by the members' sign, or by the room's own policy."""

from datetime import timedelta

import pytest
from django.db.models import F

from board import proposing, relief, steering
from board.models import Promotion, ThreadSeat
from chat import messages
from chat.conversations import reading, suggestions
from chat.conversations.models import Conversation, Label, Suggestion
from chat.models import Message, Room
from chat.overload import limits
from community.errors import Forbidden, InvalidInput
from tests.api import Api
from tests.board.acts import general, say
from tests.chat.conversations.links import tell
from tests.conftest import joined


@pytest.fixture
def talk(ada, ben, mo, square):
    """A question that is answered and thanked for, and between its messages one about lunch."""
    asked = say(ada, square, "How do I get the moss off the north side of the shed roof?")
    lunch = say(mo, square, "Lunch is at one in the garden, who brings bread?")
    answer = say(
        ben, square, "Scrape it off with a wooden spatula when it is dry, then brush the tiles with vinegar and water",
        reply_to=asked.pk,
    )  # fmt: skip
    bread = say(ada, square, "I bring two loaves", reply_to=lunch.pk)
    more = say(ada, square, "With how much water for one bucket of vinegar?", reply_to=answer.pk)
    amount = say(ben, square, "Half and half, and leave it for an hour before you brush", reply_to=more.pk)
    thanks = say(ada, square, "It worked, the roof is clean. Thank you so much Ben!", reply_to=amount.pk)
    tell(square, 0, 0, 1, 2, 3, 5, 6)
    return [asked, lunch, answer, bread, more, amount, thanks]


def about_moss() -> Conversation:
    return Conversation.objects.select_related("room").get(first_seq=1)


def an_hour_passes() -> None:
    Conversation.objects.update(first_at=F("first_at") - timedelta(hours=1), last_at=F("last_at") - timedelta(hours=1))


def overload(room: Room) -> Room:
    Room.objects.filter(pk=room.pk).update(load=Room.Load.OVERLOADED)
    return Room.objects.get(pk=room.pk)


def test_a_proposal_names_the_conversation_and_finds_it_a_place(ada, talk):
    anchor = Message.objects.select_related("room", "author").get(pk=talk[2].pk)
    offered = proposing.offered(ada, anchor)
    assert offered.ticked == [talk[place].pk for place in (0, 2, 4, 5, 6)]
    assert "moss" in offered.title.casefold()
    assert offered.category == general(ada.community).pk
    assert [message.id for message in offered.messages] == offered.ticked


def test_a_proposal_is_never_put_where_more_people_read(ada, ben, den):
    asked = say(ada, den, "Where do we hide the present for the anniversary?")
    say(ben, den, "In the boathouse, nobody goes there in winter", reply_to=asked.pk)
    reading.read_all(den.pk)
    offered = proposing.offered(ada, Message.objects.select_related("room", "author").get(pk=asked.pk))
    assert offered.category is None


def test_an_onlooker_is_offered_nothing(olga, talk):
    with pytest.raises(Forbidden):
        proposing.offered(olga, Message.objects.select_related("room", "author").get(pk=talk[0].pk))


def test_promoting_with_an_anchor_teaches(ada, square, talk):
    chosen = [talk[place].pk for place in (0, 2, 4)]
    wanted = {
        "messages": chosen,
        "title": "Moss on the roof",
        "category": general(ada.community).pk,
        "anchor": talk[0].pk,
    }
    Api(ada).post(f"rooms/{square.pk}/promotions/", wanted)
    assert dict(Label.objects.values_list("message", "chosen")) == {
        talk[2].pk: True, talk[4].pk: True, talk[5].pk: False, talk[6].pk: False,
    }  # fmt: skip


def test_an_anchor_in_another_room_is_refused_and_nothing_is_promoted(ada, square, den, talk):
    elsewhere = say(ada, den, "Hush")
    wanted = {"messages": [talk[0].pk], "title": "Moss", "category": general(ada.community).pk, "anchor": elsewhere.pk}
    assert Api(ada).request("POST", f"rooms/{square.pk}/promotions/", wanted).json()["code"] == "not_found"
    assert not Promotion.objects.exists()
    assert not Label.objects.exists()


def test_a_host_promotes_many_conversations_at_once_each_with_a_card(ada, square, talk):
    ids = list(Conversation.objects.order_by("first_seq").values_list("pk", flat=True))
    answer = steering.promote(ada, square, [*ids, 10**9], general(ada.community))
    assert [done.count for done in answer.done] == [5, 2]
    assert answer.refused == []
    again = steering.promote(ada, square, ids, general(ada.community))
    assert (again.done, [refused.error["code"] for refused in again.refused]) == ([], ["promotion.empty"] * 2)


def test_a_member_does_not_promote_in_bulk_nor_steer(ben, square, talk):
    with pytest.raises(Forbidden):
        steering.promote(ben, square, [about_moss().pk], general(ben.community))
    with pytest.raises(Forbidden):
        steering.steer(ben, about_moss(), general(ben.community))


def test_too_many_at_once_are_refused(ada, square):
    with pytest.raises(InvalidInput):
        steering.promote(ada, square, list(range(1, 30)), general(ada.community))


def test_steering_takes_everybody_along_without_new_unread(ada, ben, mo, square, talk):
    done = steering.steer(mo, about_moss(), general(mo.community))
    followers = ThreadSeat.objects.filter(thread=done.thread)
    assert {ada.pk, ben.pk} <= set(followers.values_list("member", flat=True))
    assert Message.objects.filter(fold=done.fold).count() == 5


def test_in_an_overloaded_room_what_is_over_and_good_is_suggested_once(square, talk):
    an_hour_passes()
    room = overload(square)
    made = relief.relieve(room)
    assert [suggestion.conversation.first_seq for suggestion in made] == [1]
    assert relief.relieve(room) == []
    assert not Promotion.objects.exists()


def test_a_calm_room_and_one_that_wants_nothing_are_left_alone(ada, square, talk):
    an_hour_passes()
    assert relief.relieve(square) == []
    limits.edit(ada, square, {"relief": "off"})
    assert relief.relieve(overload(square)) == []


def test_what_is_still_going_on_is_left_alone(square, talk):
    assert relief.relieve(overload(square)) == []


def test_with_the_automatic_policy_it_is_promoted_in_the_name_of_who_chose_that(ada, mo, square, talk):
    limits.edit(mo, square, {"relief": "automatic"})
    an_hour_passes()
    relief.relieve(overload(square))
    promotion = Promotion.objects.get()
    assert (promotion.by, promotion.chosen.count(), promotion.category) == (mo, 5, general(ada.community))
    assert suggestions.waiting(ada, square) == []


def test_the_automatic_policy_never_shows_a_closed_room_to_others(ada, ben, den):
    asked = say(ada, den, "How do we get the moss off the boathouse roof before the feast?")
    answer = say(ben, den, "Scrape it off when dry, then brush the tiles with vinegar", reply_to=asked.pk)
    say(ada, den, "It worked, thank you so much Ben!", reply_to=answer.pk)
    say(ada, den, "The roof is clean now", reply_to=asked.pk)
    tell(den, 0, 1, 2, 1)
    limits.edit(ada, den, {"relief": "automatic"})
    suggestion = suggestions.make(Conversation.objects.get(room=den), Suggestion.Why.OVERLOAD)
    assert not Promotion.objects.exists()
    assert suggestions.waiting(ada, den) == [suggestion]


def test_a_conversation_whose_messages_were_taken_back_is_not_promoted(ada, square, talk):
    for place in (0, 2, 4, 5, 6):
        message = Message.objects.select_related("room", "author").get(pk=talk[place].pk)
        messages.delete(message.author, message)
    answer = steering.promote(ada, square, [about_moss().pk], general(ada.community))
    assert [refused.error["code"] for refused in answer.refused] == ["promotion.empty"]


def test_guests_of_the_room_see_no_suggestions(community, square, talk):
    guest = joined(community, "Guest")
    assert Api(guest).request("GET", f"rooms/{square.pk}/suggestions/").json()["code"] == "forbidden"
