"""Being done with conversations out of order: the unread number stays right, and nothing is lost."""

import pytest

from board import telling
from chat import messages, seats
from chat.catchup import cards, done, following, tasks
from chat.catchup.models import Done, Follow
from chat.conversations import grouping
from chat.conversations.models import Conversation, Link, Suggestion
from chat.models import Mention, Message, Room, Seat
from community.clock import now
from community.errors import NotFound
from community.notifications import notices
from tests.api import Api
from tests.board.acts import category_for, promote, say, together
from tests.chat.catchup.talks import add, linked, place, talk
from tests.wire import Wire


def shown(member, room) -> list[int]:
    """The conversations on a member's cards."""
    return sorted(card.conversation.id for card in cards.page(member, room).cards)


def last(room) -> int:
    return Room.objects.get(pk=room.pk).seq


@pytest.fixture
def three(ada, ben, mo, square):
    """Three conversations, one after the other: 1-2, 3-4, 5-6; Ben has read nothing."""
    return [talk(square, (ada, f"Question {number}"), (mo, "An answer")) for number in range(3)]


def test_the_read_place_waits_for_what_is_not_done(three, ben, square):
    first, second, third = three
    assert done.mark(ben, third, 6).read_seq == 0
    assert shown(ben, square) == [first.pk, second.pk]
    assert done.mark(ben, first, 2).read_seq == 2
    mine = done.mark(ben, second, 4)
    assert (mine.read_seq, mine.unread) == (6, 0)
    assert not Done.objects.exists()


def test_done_twice_is_done_once(three, ben, square):
    for _ in range(2):
        done.mark(ben, three[1], 4)
    assert Done.objects.get().places == [3, 4]
    assert place(square, ben) == 0


def test_the_read_place_never_moves_back(three, ben, square):
    seats.read(ben, square, 5)
    assert done.mark(ben, three[0], 1).read_seq == 5
    assert done.bring_back(ben, three[0]).read_seq == 5


def test_a_place_that_no_message_has_yet_covers_nothing_that_comes(three, ada, ben, square):
    done.mark(ben, three[0], 2**61)
    add(three[0], square, ada, "One more thing")
    assert shown(ben, square) == sorted(one.pk for one in three)


def test_being_done_up_to_a_place_leaves_what_follows(three, ben, square):
    done.mark(ben, three[0], 1)
    (card,) = [card for card in cards.page(ben, square).cards if card.conversation.id == three[0].pk]
    assert (card.unread, [line.seq for line in card.lines]) == (1, [2])
    assert place(square, ben) == 1


def test_the_read_place_moves_over_ones_own_and_removed_messages(ada, ben, mo, square):
    first = talk(square, (ada, "Who is there?"))
    talk(square, (ben, "Me"))
    talk(square, (mo, "Oops"))
    messages.delete(mo, Message.objects.select_related("room", "author").get(body="Oops"))
    assert done.mark(ben, first, 1).read_seq == 3


def test_what_nobody_linked_yet_holds_the_read_place(ada, ben, square):
    first = talk(square, (ada, "This was linked"))
    say(ada, square, "This was not")
    assert done.mark(ben, first, 2).read_seq == 1


def test_a_dismissed_conversation_stays_away_until_it_calls(three, ada, ben, square):
    done.mark(ben, three[0], 2, quiet=True)
    add(three[0], square, ada, "More of the same")
    assert three[0].pk not in shown(ben, square)
    call = add(three[0], square, ada, "What does Ben say?")
    Mention.objects.create(message=call, member=ben, room=square, seq=call.seq)
    (card,) = [card for card in cards.page(ben, square).cards if card.conversation.id == three[0].pk]
    assert (card.stake, card.unread) == ("mentioned", 2)


def test_an_answer_calls_back_too(three, ada, ben, mo, square):
    mine = add(three[0], square, ben, "Mine")
    done.mark(ben, three[0], last(square), quiet=True)
    add(three[0], square, ada, "To you", reply_to=mine)
    assert three[0].pk in shown(ben, square)


def test_what_follows_in_a_dismissed_conversation_is_passed_once_it_is_settled(three, ada, ben, square):
    done.mark(ben, three[0], 2, quiet=True)
    add(three[0], square, ada, "More of the same")
    linked(square, judged=6)
    done.mark(ben, three[1], 4)
    assert done.mark(ben, three[2], 6).read_seq == 6
    linked(square, judged=6 + 1 + done.OPEN)
    assert done.mark(ben, three[2], 6).read_seq == 7


def test_a_call_in_a_dismissed_conversation_holds_the_read_place(three, ada, ben, square):
    done.mark(ben, three[0], 2, quiet=True)
    add(three[0], square, ada, "@all listen", mention_all=True)
    linked(square, judged=1000)
    done.mark(ben, three[1], 4)
    assert done.mark(ben, three[2], 6).read_seq == 6


def test_bringing_a_conversation_back_shows_it_again(three, ada, ben, square):
    done.mark(ben, three[1], 4, quiet=True)
    mine = done.bring_back(ben, three[1])
    assert mine.read_seq == 0
    assert shown(ben, square) == sorted(one.pk for one in three)
    add(three[1], square, ada, "And more")
    assert three[1].pk in shown(ben, square)


def test_a_message_that_moves_into_a_conversation_that_is_done_shows_up_again(three, ben, square):
    """Late evidence: what stood elsewhere when this was read was not read with it."""
    first, second, _ = three
    done.mark(ben, first, 4)
    done.mark(ben, second, 2)
    Link.objects.filter(seq=3).update(conversation=first)
    grouping.recount([first.pk, second.pk])
    (card,) = [card for card in cards.page(ben, square).cards if card.conversation.id == first.pk]
    assert (card.unread, [line.seq for line in card.lines]) == (1, [3])
    assert place(square, ben) == 2


def test_a_message_that_moves_into_a_dismissed_conversation_shows_up_again(three, ben, square):
    first, second, _ = three
    done.mark(ben, second, 4, quiet=True)
    Link.objects.filter(seq=1).update(conversation=second)
    grouping.recount([first.pk, second.pk])
    assert second.pk in shown(ben, square)


def test_what_was_done_stays_done_when_its_conversation_is_taken_apart(three, ben, square):
    first, second, _ = three
    done.mark(ben, second, 4)
    Link.objects.filter(conversation=second).update(conversation=first)
    grouping.recount([first.pk, second.pk])
    assert not Conversation.objects.filter(pk=second.pk).exists()
    assert Done.objects.get().conversation is None
    (card,) = [card for card in cards.page(ben, square).cards if card.conversation.id == first.pk]
    assert card.unread == 2
    assert done.mark(ben, first, 2).read_seq == 4


def test_a_conversation_that_was_suggested_can_be_taken_apart(three):
    first, second, _ = three
    Suggestion.objects.create(room_id=second.room_id, conversation=second, why="sign")
    Link.objects.filter(conversation=second).update(conversation=first)
    grouping.recount([first.pk, second.pk])
    assert not Suggestion.objects.exists()


def test_what_was_done_goes_with_the_seat(three, ben, square):
    done.mark(ben, three[2], 6, quiet=True)
    seats.give_up(square, ben)
    assert not Done.objects.exists()
    with pytest.raises(NotFound):
        done.mark(ben, three[2], 6)


def test_notices_of_what_was_read_on_a_card_leave_the_inbox(three, ada, ben, square):
    for seq in (5, 3):
        notices.tell(ben, "mention", key=f"message:{seq}", place=f"room:{square.pk}", number=seq, excerpt="Hello")
    done.mark(ben, three[2], 6)
    assert list(ben.notices.filter(read_at=None).values_list("number", flat=True)) == [3]


def test_skipping_to_now_ends_it_all(three, ada, ben, square):
    done.mark(ben, three[2], 6)
    done.mark(ben, three[1], 4, quiet=True)
    seats.read(ben, square, 6)
    assert shown(ben, square) == []
    tasks.tidy()
    assert [row.conversation_id for row in Done.objects.all()] == [three[1].pk]
    Conversation.objects.update(last_at=now() - done.KEPT_FOR * 2)
    tasks.tidy()
    assert not Done.objects.exists()


def test_tidying_leaves_what_is_still_ahead(three, ben, square):
    done.mark(ben, three[2], 6)
    tasks.tidy()
    assert three[2].pk not in shown(ben, square)


def test_following_again_is_following_once(three, ben):
    for _ in range(2):
        following.follow(ben, three[0])
    assert Follow.objects.count() == 1
    following.unfollow(ben, three[0])
    following.unfollow(ben, three[0])
    assert not Follow.objects.exists()


def test_a_followed_conversation_stays_followed_when_it_is_taken_apart(three, ben, square):
    first, second, _ = three
    following.follow(ben, second)
    Link.objects.filter(conversation=second).update(conversation=first)
    grouping.recount([first.pk, second.pk])
    assert [card.followed for card in cards.page(ben, square).cards if card.conversation.id == first.pk] == [True]
    assert list(following.followers([Link.objects.get(seq=1).message_id])) == [ben]


def test_the_doors(three, ben, cleo, olga, square, api):
    path = f"conversations/{three[0].pk}"
    assert api(ben).put(f"{path}/done/", {"seq": 2})["read_seq"] == 2
    assert api(ben).delete(f"{path}/done/")["read_seq"] == 2
    assert api(ben).put(f"{path}/follow/") == {"followed": True}
    assert api(ben).delete(f"{path}/follow/") == {"followed": False}
    assert api(cleo).refused("PUT", f"{path}/done/", {"seq": 2}) == "not_found"
    assert api(ben).refused("PUT", f"{path}/done/", {"seq": -1}) == "input.invalid"


def test_other_devices_hear_that_the_read_place_moved(site, three, ben, square):
    with Wire(site, ben) as phone:
        phone.do("follow", topics=[f"member.{ben.pk}"])
        Api(ben).put(f"conversations/{three[0].pk}/done/", {"seq": 2})
        event = phone.event("read.moved")
    assert (event["room"], event["read_seq"], event["unread"]) == (square.pk, 2, 4)


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_are_done_at_once_lose_nothing(three, ben, square):
    together([lambda one=one, seq=seq: done.mark(ben, one, seq) for one, seq in zip(three, (2, 4, 6))])
    assert Seat.objects.get(room=square, member=ben).read_seq == 6


def test_who_follows_a_conversation_hears_that_it_was_promoted(three, ada, ben, mo, olga, square, den):
    for member in (ben, mo, olga):
        following.follow(member, three[0])
    said = list(Message.objects.filter(link__conversation=three[0]))
    telling.tell_of_promotion(promote(ada, square, said))
    told = {member: list(member.notices.values_list("kind", flat=True)) for member in (ada, ben, mo, olga)}
    assert told == {ada: [], ben: ["followed"], mo: ["promoted"], olga: ["followed"]}


def test_who_cannot_read_the_thread_hears_nothing_of_it(three, ada, ben, mo, square):
    following.follow(ben, three[0])
    said = list(Message.objects.filter(link__conversation=three[0]))
    telling.tell_of_promotion(promote(ada, square, said, category_for(ada, "staff")))
    assert not ben.notices.exists()
