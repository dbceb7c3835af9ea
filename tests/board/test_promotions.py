"""Carrying a conversation over, and back."""

from datetime import timedelta

import pytest
import time_machine

from board import posts, promotions, reactions, telling, threads
from board import seats as thread_seats
from board.models import Promotion, ThreadSeat
from chat import history, messages
from chat import reactions as in_stream
from chat.models import Fold, Message, Room
from community.activity.models import Activity
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.moderation import silences
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.notifications.models import Notice
from tests.board.acts import fresh, fresh_post, promote, reply, say


def stream(room) -> list[dict]:
    """Everything that the room shows, without the numbers of its changes."""
    page = history.page(Room.objects.get(pk=room.pk), limit=200)
    return [message.model_dump(exclude={"rev"}) for message in page.messages]


def folds_of(room) -> list:
    return history.page(Room.objects.get(pk=room.pk), limit=200).folds


def card(promotion) -> dict:
    return Fold.objects.get(pk=promotion.fold_id).card


def bodies(thread) -> list[str]:
    return [fresh_post(pk).words() for pk in thread.posts.order_by("seq").values_list("pk", flat=True)]


def test_a_message_cannot_be_promoted_twice(ada, ben, square, talk, promotion):
    with pytest.raises(Conflict) as refusal:
        promote(ben, square, talk[:1])
    assert refusal.value.code == "promotion.folded"
    assert refusal.value.data["messages"] == [talk[0].pk]


def test_what_is_not_there_to_be_promoted_is_refused(ada, square, den):
    gone, elsewhere = say(ada, square), say(ada, den)
    messages.delete(ada, gone)
    for chosen in ([], [gone], [elsewhere]):
        with pytest.raises(InvalidInput) as refusal:
            promote(ada, square, chosen)
        assert refusal.value.code == "promotion.empty"


def test_too_many_messages_are_refused(ada, square, settings):
    settings.OXBOW = settings.OXBOW | {"PROMOTION": 2}
    with pytest.raises(InvalidInput) as refusal:
        promote(ada, square, [say(ada, square) for _ in range(3)])
    assert (refusal.value.code, refusal.value.data) == ("promotion.too_many", {"limit": 2})


def test_onlookers_and_the_silenced_do_not_promote(ada, ben, mo, olga, square):
    message = say(ada, square)
    with pytest.raises(Forbidden):
        promote(olga, square, [message])
    silences.silence(Moderator(member=mo), ben, now() + timedelta(hours=1))
    ben.refresh_from_db()
    with pytest.raises(Forbidden) as refusal:
        promote(ben, square, [message])
    assert refusal.value.code == "member.silenced"


def test_author_time_order_reactions_and_replies_survive(ada, ben, mo, square, talk, api):
    in_stream.add(mo, talk[1], "👍")
    thread = promote(mo, square, reversed(talk)).thread
    shown = api(ben).get(f"threads/{thread.pk}/posts/")["posts"]
    assert [post["author"]["name"] for post in shown] == ["Ada", "Ben", "Ada"]
    assert [post["body"] for post in shown] == [message.body for message in talk]
    assert [(post["seq"], post["depth"], post["parent"]) for post in shown] == [
        (1, 0, None),
        (2, 0, None),
        (3, 0, None),
    ]
    assert [post["origin"]["message"] for post in shown] == [message.pk for message in talk]
    assert [post["reply_to"] and post["reply_to"]["seq"] for post in shown] == [None, 1, 2]
    assert shown[1]["reactions"] == [{"emoji": "👍", "count": 1, "members": [mo.pk]}]
    created = [fresh_post(post["id"]).created_at for post in shown]
    assert created == [message.created_at for message in talk]


def test_a_promotion_is_one_change_of_the_room_and_no_new_message(ada, square, talk, promotion):
    room = Room.objects.get(pk=square.pk)
    numbers = set(Message.objects.filter(fold=promotion.fold_id).values_list("rev", flat=True))
    assert numbers == {promotion.fold.rev} == {room.rev}
    assert room.seq == 6


def test_nobody_owes_a_promoted_thread_anything(ada, ben, mo, promotion, api):
    for member in (ada, ben, mo):
        assert api(member).get(f"threads/{promotion.thread_id}/")["mine"]["unread"] == 0
    assert set(ThreadSeat.objects.values_list("member", "level", "read_seq")) == {
        (ada.pk, "follow", 3),
        (ben.pk, "follow", 3),
    }


def test_the_other_authors_are_told_once_and_quietly(ada, ben, promotion):
    for _ in range(2):
        telling.tell_of_promotion(Promotion.objects.get(pk=promotion.pk))
    notice = Notice.objects.get(kind="promoted")
    assert (notice.member, notice.actor, notice.place) == (ben, ada, f"thread:{promotion.thread_id}")


def test_an_old_message_link_says_where_the_words_stand_and_opens_them_there(ben, talk, promotion, api):
    there = api(ben).get(f"messages/{talk[1].pk}/")["thread"]
    assert there == promotion.thread_id
    page = api(ben).get(f"threads/{there}/posts/?message={talk[1].pk}")
    assert talk[1].body in [post["body"] for post in page["posts"]]
    assert api(ben).refused("GET", f"threads/{there}/posts/?message=999999") == "not_found"


def test_the_card_counts_up_with_every_reply(ben, mo, square, promotion):
    seq = Room.objects.get(pk=square.pk).seq
    for member, count in ((ben, 1), (mo, 2)):
        post = reply(member, promotion.thread)
        assert card(promotion)["replies"] == count
        assert (card(promotion)["last_by"], card(promotion)["last_at"]) == (member.name, post.created_at.isoformat())
    assert Room.objects.get(pk=square.pk).seq == seq


def test_what_happens_to_a_message_in_the_stream_happens_to_its_post(ada, ben, mo, talk, promotion, api):
    thread = promotion.thread

    def shown():
        return api(mo).get(f"threads/{thread.pk}/posts/")["posts"][1]

    def message():
        return Message.objects.select_related("room", "author", "removal").get(pk=talk[1].pk)

    messages.edit(ben, message(), "I have two")
    assert (shown()["body"], shown()["edited_at"] is not None, shown()["rev"]) == ("I have two", True, 2)
    in_stream.add(ada, message(), "🎉")
    assert [row["emoji"] for row in shown()["reactions"]] == ["🎉"]
    assert fresh(thread).score == 1
    messages.hide(Moderator(member=mo), message())
    assert (shown()["removed"], shown()["body"]) == ("hidden", "")
    messages.restore(Moderator(member=mo), message())
    assert shown()["removed"] is None
    messages.delete(ben, message())
    assert (shown()["removed"], shown()["rev"], fresh(thread).rev) == ("deleted", 6, 6)


def test_what_happens_to_a_promoted_post_happens_to_its_message(ada, ben, mo, talk, promotion):
    def post():
        return fresh_post(promotion.thread.posts.get(seq=2).pk)

    def message():
        return messages.found(talk[1].pk)

    assert posts.edit(ben, post(), "Changed here").body == "Changed here"
    assert message().body == "Changed here"
    reactions.add(mo, post(), "👍")
    assert message().reactions[0].members == [mo.pk]
    reactions.take_back(mo, post(), "👍")
    assert message().reactions == []
    assert posts.hide(Moderator(member=mo), post(), "Rude").removed == "hidden"
    assert message().removed == "hidden"
    assert posts.restore(Moderator(member=mo), post()).removed is None
    assert posts.delete(ben, post()).removed == "deleted"
    assert message().removed == "deleted"
    with pytest.raises(Forbidden):
        posts.edit(ada, post(), "Not mine")


# --- Undo


def test_undo_restores_the_stream_exactly(ada, ben, mo, square, talk):
    in_stream.add(mo, talk[0], "👍")
    before = stream(square)
    promotion = promote(ada, square, talk)
    assert stream(square) != before
    assert promotions.undo(ada, promotion).state == "undone"
    assert stream(square) == before
    assert Fold.objects.get(pk=promotion.fold_id).undone_at is not None


def test_an_undone_thread_is_gone_and_what_was_replied_is_kept(ada, ben, mo, promotion, api):
    reply(ben, promotion.thread, "Written on the board")
    promotions.undo(mo, promotion)
    assert api(ben).refused("GET", f"threads/{promotion.thread_id}/") == "not_found"
    kept = api(mo).get(f"threads/{promotion.thread_id}/posts/")["posts"]
    assert [(post["removed"], post["body"]) for post in kept] == [("undone", "")] * 3 + [(None, "Written on the board")]
    with pytest.raises(Conflict) as refusal:
        threads.restore(Moderator(member=mo), fresh(promotion.thread))
    assert refusal.value.code == "promotion.undone"


def test_what_was_undone_can_be_promoted_again(ada, ben, square, talk, promotion):
    promotions.undo(ada, promotion)
    again = promote(ben, square, talk)
    assert bodies(again.thread) == [message.body for message in talk]
    with pytest.raises(Conflict) as refusal:
        promotions.undo(ada, promotion)
    assert refusal.value.code == "promotion.undone"


def test_the_promoter_undoes_until_somebody_else_has_replied(ben, mo, square, talk):
    promotion = promote(ben, square, talk)
    reply(ben, promotion.thread)
    reply(mo, promotion.thread)
    with pytest.raises(Forbidden):
        promotions.undo(ben, promotion)
    assert promotions.undo(mo, promotion).state == "undone"
    assert AuditEntry.objects.filter(act="undo", actor=mo, member=ben).exists()


def test_a_member_does_not_undo_what_others_promoted(ben, promotion):
    with pytest.raises(Forbidden) as refusal:
        promotions.undo(ben, promotion)
    assert refusal.value.data["capability"] == "promotion.undo"


def test_a_waiting_promotion_can_be_withdrawn(ada, ben, mo, den):
    promotion = promote(ada, den, [say(ben, den)], ask=True)
    assert promotions.undo(ada, promotion).state == "undone"
    assert promotions.answer(ben, promotion, True).state == "undone"
    assert not Message.objects.exclude(fold=None).exists()


# --- Late replies


def test_late_replies_join_the_thread_without_being_news(ada, ben, mo, square, talk, promotion, api):
    reply(mo, promotion.thread, "On the board")
    thread_seats.read(ben, fresh(promotion.thread), 4)
    late = say(mo, square, "By the way, the ladder is broken", reply_to=talk[2].pk)
    assert promotions.absorb(ben, promotion, [late.pk]).count == 4
    shown = api(ben).get(f"threads/{promotion.thread_id}/posts/")["posts"]
    assert (shown[-1]["body"], shown[-1]["seq"], shown[-1]["reply_to"]["seq"]) == (late.body, 5, 3)
    thread = api(ben).get(f"threads/{promotion.thread_id}/")
    assert (thread["mine"]["unread"], thread["replies"]) == (0, 1)
    assert Fold.objects.get(pk=promotion.fold_id).count == 4


def test_undo_gives_late_replies_back_as_well(ada, mo, square, talk):
    late = say(mo, square, "Late")
    before = stream(square)
    promotion = promote(ada, square, talk)
    promotions.absorb(ada, promotion, [late.pk])
    promotions.undo(ada, promotion)
    assert stream(square) == before


def test_only_what_was_said_after_the_beginning_is_late(ada, square):
    early, first = say(ada, square), say(ada, square)
    promotion = promote(ada, square, [first])
    with pytest.raises(InvalidInput) as refusal:
        promotions.absorb(ada, promotion, [early.pk])
    assert refusal.value.code == "promotion.earlier"


def test_a_locked_a_removed_and_an_undone_thread_take_no_late_replies(ada, ben, mo, square, talk, promotion):
    late = say(ada, square, "Late")
    threads.lock(Moderator(member=mo), promotion.thread)
    with pytest.raises(Forbidden, match="locked"):
        promotions.absorb(ada, promotion, [late.pk])
    threads.unlock(Moderator(member=mo), promotion.thread)
    threads.remove(Moderator(member=mo), fresh(promotion.thread))
    with pytest.raises(NotFound):
        promotions.absorb(ben, promotion, [late.pk])
    promotions.undo(ada, promotion)
    with pytest.raises(Conflict):
        promotions.absorb(ada, promotion, [late.pk])


def test_the_author_of_a_promoted_thread_cannot_remove_the_words_of_others(ben, square, talk):
    promotion = promote(ben, square, talk)
    with pytest.raises(Forbidden) as refusal:
        threads.remove(Moderator(member=ben), fresh(promotion.thread))
    assert refusal.value.code == "thread.answered"


def test_a_reply_from_long_ago_does_not_make_the_thread_look_old(ada, square):
    with time_machine.travel(now() - timedelta(days=3)):
        first, second = say(ada, square), say(ada, square)
    promotion = promote(ada, square, [first])
    post = reply(ada, promotion.thread)
    promotions.absorb(ada, promotion, [second.pk])
    assert fresh(promotion.thread).last_at == post.created_at


def test_every_act_on_the_bridge_is_recorded(ada, ben, promotion):
    promotions.undo(ada, promotion)
    verbs = Activity.objects.filter(verb__startswith="promotion").values_list("verb", flat=True)
    assert list(verbs) == ["promotion.create", "promotion.undo"]


def test_the_card_of_a_removed_thread_leads_nowhere_and_comes_back_with_it(ada, ben, mo, square):
    thread = promote(ada, square, [say(ada, square), say(ben, square)]).thread
    reply(ben, thread)
    before = folds_of(square)[0].model_dump(exclude={"rev"})
    threads.remove(Moderator(member=mo), thread)
    gone = folds_of(square)[0]
    assert (gone.thread, gone.replies, gone.last_by) == (None, None, None)
    threads.restore(Moderator(member=mo), thread)
    assert folds_of(square)[0].model_dump(exclude={"rev"}) == before
