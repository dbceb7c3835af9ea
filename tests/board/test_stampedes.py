"""Everything at the same moment, on real connections: the database settles it, and nobody waits for ever."""

from uuid import uuid4

import pytest

from board import posts, promotions, reactions, threads
from board.models import Post, Promotion, Thread
from chat import messages
from chat import reactions as in_stream
from chat.models import Fold, Message, Room
from community.errors import Conflict
from tests.board.acts import fresh, fresh_post, general, promote, reply, say, start, together

pytestmark = pytest.mark.django_db(transaction=True)


def message_of(pk: int) -> Message:
    return Message.objects.select_related("room", "author", "removal").get(pk=pk)


def test_of_a_stampede_of_promotions_exactly_one_wins(ada, ben, mo, square):
    chosen = [say(ben, square, str(number)) for number in range(5)]
    callers = [ada, ben, mo, ada, ben, mo]
    outcomes = together(lambda caller=caller: promote(caller, square, chosen) for caller in callers)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert (len(outcomes), len(refusals)) == (6, 5)
    assert {refusal.code for refusal in refusals} == {"promotion.folded"}
    assert (Promotion.objects.count(), Thread.objects.count(), Fold.objects.count()) == (1, 1, 1)
    assert Message.objects.exclude(fold=None).count() == 5


def test_overlapping_promotions_never_share_a_message(ada, ben, mo, square):
    said = [say(ben, square, str(number)) for number in range(6)]
    outcomes = together(
        lambda part=part, caller=caller: promote(caller, square, part)
        for caller, part in ((ada, said[:4]), (ben, said[2:]), (mo, said[1:5]))
    )
    done = [outcome for outcome in outcomes if isinstance(outcome, Promotion)]
    assert all(isinstance(outcome, Promotion | Conflict) for outcome in outcomes)
    assert Post.objects.count() == sum(promotion.chosen.count() for promotion in done)


def test_two_undos_at_once_are_one(ada, mo, promotion):
    outcomes = together(lambda caller=caller: promotions.undo(caller, promotion) for caller in (ada, mo, ada, mo))
    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True, True, True]


def test_a_stampede_of_one_reply_stores_it_once(ben, thread):
    client_id = uuid4()
    answers = together(lambda: posts.reply(ben, fresh(thread), "Once", client_id=client_id) for _ in range(6))
    assert len({answer.id for answer in answers}) == 1
    assert (fresh(thread).seq, fresh(thread).replies) == (2, 1)


def test_a_stampede_of_one_thread_starts_it_once(ben, ada):
    client_id, category = uuid4(), general(ada.community)
    answers = together(
        lambda: threads.start(ben, category, "Once", "Body", ["tag"], client_id=client_id) for _ in range(6)
    )
    assert len({answer.id for answer in answers}) == 1
    assert Thread.objects.count() == 1


def test_replies_at_the_same_time_get_dense_places(ada, ben, thread):
    together(lambda author=author: [reply(author, thread) for _ in range(5)] for author in (ada, ben, ada, ben))
    rows = list(thread.posts.order_by("seq").values_list("seq", "rev"))
    assert rows == [(number, number) for number in range(1, 22)]


def test_stream_and_board_change_the_same_words_at_once_without_waiting_for_each_other(ada, ben, mo, square, talk):
    promotion = promote(ada, square, talk)
    thread, first = promotion.thread, talk[0].pk
    late = [say(ada, square, f"Late {number}") for number in range(4)]

    def on_the_board():
        for _ in range(4):
            reply(ben, thread)
            reactions.add(ben, fresh_post(thread.posts.get(message=first).pk), "👍")

    def in_the_stream():
        for number in range(4):
            messages.edit(ada, message_of(first), f"Changed {number} @Ben")
            in_stream.add(mo, message_of(first), "🎉")
            in_stream.take_back(mo, message_of(first), "🎉")

    def between():
        for message in late:
            promotions.absorb(ada, promotion, [message.pk])

    outcomes = together([on_the_board, in_the_stream, between, on_the_board])
    assert outcomes == [None] * 4
    settled = fresh(thread)
    assert (settled.seq, settled.replies, settled.score) == (15, 8, 2)
    assert Fold.objects.get(pk=promotion.fold_id).card["replies"] == 8
    assert Room.objects.get(pk=square.pk).seq == 10


def test_an_undo_and_a_reply_at_once_leave_no_half_of_either(ada, ben, square):
    for number in range(4):
        promotion = promote(ada, square, [say(ada, square, str(number))])
        together([lambda p=promotion: promotions.undo(ada, p), lambda p=promotion: reply(ben, p.thread)])
        promotion.refresh_from_db()
        folded = Message.objects.filter(fold=promotion.fold_id).count()
        assert (promotion.state, folded) in (("done", 1), ("undone", 0))


def test_two_threads_with_the_same_new_tags_at_once_share_them(ada, ben):
    pair = together(lambda who=who: start(who, tags=("red", "green", "blue")) for who in (ada, ben, ada, ben))
    assert all(thread.tags.count() == 3 for thread in pair)
