"""Moving, merging and splitting threads: nothing is lost, every old address leads on, nobody reads more than before."""

from contextlib import contextmanager
from uuid import uuid4

import pytest

from board import merging, moving, posts, promotions, seats, splitting, threads
from board.kinds import ideas
from board.models import Post, Thread, ThreadSeat
from board.models.posts import path_under
from board.moves import asking
from chat.models import Fold
from community.drafts import drafts
from community.drafts.models import Draft
from community.drafts.shapes import SaveDraft
from community.errors import Conflict, Forbidden, InvalidInput
from community.moderation import act_names
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.notifications import notices
from community.notifications.models import Notice
from tests.board.acts import category_for, fresh, fresh_post, general, reply, say, start, together


@pytest.fixture
def other(mo, ben):
    """Another thread, with two replies, the second below the first."""
    thread = start(mo, "Cucumbers", "And those?")
    first = reply(ben, thread, "In the greenhouse")
    reply(mo, thread, "Which one?", parent=first)
    return fresh(thread)


@contextmanager
def refused(kind, code):
    with pytest.raises(kind) as refusal:
        yield refusal
    assert refusal.value.code == code


def words(thread):
    return [post.body for post in thread.posts.order_by("path")]


def split(member, thread, chosen, title="On its own"):
    shape = splitting.split(member, fresh(thread), [post.pk for post in chosen], title, client_id=uuid4())
    return fresh(Thread(pk=shape.id))


def test_merged_posts_keep_author_time_id_and_their_place_below_each_other(mo, answered, other):
    before = list(other.posts.order_by("seq").values("pk", "author", "created_at", "body"))
    merging.merge(mo, other, fresh(answered))
    after = answered.posts.filter(pk__in=[row["pk"] for row in before]).order_by("seq")
    assert list(after.values("pk", "author", "created_at", "body")) == before
    assert words(answered) == ["Does it work?", "It does", "And those?", "In the greenhouse", "Which one?"]
    last = after.last()
    assert (last.seq, last.depth, last.path) == (5, 1, path_under(last.parent, 5))


def test_every_old_address_of_a_merged_thread_leads_on(mo, ben, answered, other, api):
    places = {post.seq: post.pk for post in other.posts.all()}
    merging.merge(mo, other, fresh(answered))
    assert api(ben).get(f"threads/{other.pk}/")["into"] == answered.pk
    for seq, pk in places.items():
        moved = api(ben).get(f"threads/{other.pk}/posts/?around={seq}")["moved"]
        assert moved == {"thread": answered.pk, "seq": fresh_post(pk).seq}


def test_an_address_leads_on_over_many_moves(mo, ben, thread, other, api):
    post = other.posts.get(seq=2)
    first = split(mo, other, [post])
    merging.merge(mo, first, fresh(thread))
    page = api(ben).get(f"threads/{other.pk}/posts/?around=2")
    assert page["moved"] == {"thread": thread.pk, "seq": fresh_post(post.pk).seq}


def test_splitting_undoes_a_merge(mo, answered, other):
    merging.merge(mo, other, fresh(answered))
    again = split(mo, answered, [answered.posts.get(body="And those?"), answered.posts.get(body="In the greenhouse")])
    assert words(answered) == ["Does it work?", "It does"]
    assert words(again) == ["And those?", "In the greenhouse", "Which one?"]
    assert (again.replies, fresh(answered).replies) == (2, 1)


def test_answers_go_with_what_they_answer_and_both_threads_name_each_other(mo, ben, other, api):
    fresh_one = split(mo, other, [other.posts.get(seq=2)])
    assert (words(fresh_one), words(other)) == (["In the greenhouse", "Which one?"], ["And those?"])
    (there,) = api(ben).get(f"threads/{other.pk}/acts/")["results"]
    (back,) = api(ben).get(f"threads/{fresh_one.pk}/acts/")["results"]
    assert (there["kind"], there["thread"]["id"]) == ("split_off", fresh_one.pk)
    assert (back["kind"], back["thread"]["id"]) == ("split_from", other.pk)


def test_the_first_post_is_not_split_off(mo, other):
    with refused(InvalidInput, "thread.opening"):
        split(mo, other, [other.posts.get(seq=1)])


def test_splitting_twice_with_one_client_id_splits_once(mo, other):
    client_id, chosen = uuid4(), [other.posts.get(seq=2).pk]
    one, two = (splitting.split(mo, fresh(other), chosen, "Once", client_id=client_id) for _ in range(2))
    assert one.id == two.id


def test_read_positions_and_levels_are_joined(ada, ben, mo, olga, answered, other):
    seats.read(ada, fresh(answered), 2)
    seats.read(ben, fresh(other), 2)
    ThreadSeat.objects.filter(thread=answered, member=ben).delete()
    seats.set_level(olga, other, "follow")
    merging.merge(mo, other, fresh(answered))
    rows = {seat.member_id: seat for seat in ThreadSeat.objects.filter(thread=answered)}
    assert rows[ada.pk].read_seq == 5  # who had read everything has nothing new to read
    assert rows[ben.pk].read_seq == 4  # and goes on in the other where they stopped
    assert rows[olga.pk].level == "follow"


def test_readers_of_a_category_never_become_more_without_their_authors(mo, ben, square, den, ada):
    secret = start(ada, "Secret", "Ours", category_for(ada, "room", den))
    reply(ben, secret, "Mine")
    with refused(Forbidden, "thread.audience"):
        moving.move(ada, fresh(secret), start(ada).category)
    with refused(Forbidden, "thread.audience"):
        merging.merge(ada, fresh(secret), start(ada, "Public"))


def test_an_author_may_show_their_own_words_to_more(ada, den):
    secret = start(ada, "Secret", "Mine alone", category_for(ada, "room", den))
    moving.move(ada, fresh(secret), start(ada).category)
    assert fresh(secret).category.audience == "members"


def test_who_cannot_read_the_new_category_loses_sight_and_notices(ada, ben, mo, answered, api):
    notices.tell(ben, "thread_reply", key="post:1", place=f"thread:{answered.pk}", number=2)
    moving.move(mo, answered, category_for(ada, "staff"))
    assert api(ben).refused("GET", f"threads/{answered.pk}/") == "not_found"
    assert not ben.notices.filter(place=f"thread:{answered.pk}").exists()


def test_cards_in_the_stream_point_to_the_thread_in_which_the_words_stand(mo, ben, promotion, answered):
    merging.merge(mo, fresh(promotion.thread), fresh(answered))
    assert Fold.objects.get(pk=promotion.fold_id).card["thread"] == answered.pk
    reply(ben, answered, "Here now")
    assert Fold.objects.get(pk=promotion.fold_id).card["replies"] == 2


def test_undoing_a_promotion_that_was_merged_leaves_the_other_thread_whole(ada, mo, promotion, answered):
    merging.merge(mo, fresh(promotion.thread), fresh(answered))
    promotions.undo(ada, promotion)
    answered = fresh(answered)
    assert answered.removed() is None
    assert [post.removed() for post in answered.posts.order_by("seq")] == [None, None, "undone", "undone", "undone"]


def test_late_replies_find_the_thread_into_which_theirs_was_merged(ada, mo, square, promotion, answered):
    merging.merge(mo, fresh(promotion.thread), fresh(answered))
    late = say(ada, square, "And thanks")
    promotions.absorb(ada, promotion, [late.pk])
    assert Post.objects.get(message=late).thread_id == answered.pk


def test_notices_drafts_and_capsules_lead_to_where_the_words_are(mo, ben, answered, other):
    post = other.posts.get(seq=2)
    notices.tell(ben, "thread_reply", key=f"post:{post.pk}", place=f"thread:{other.pk}", number=2)
    drafts.save(ben, f"thread:{other.pk}", SaveDraft(body="One"))
    drafts.save(ben, f"thread:{answered.pk}", SaveDraft(body="Two"))
    merging.merge(mo, other, fresh(answered))
    notice = Notice.objects.get(member=ben, key=f"post:{post.pk}")
    assert (notice.place, notice.number) == (f"thread:{answered.pk}", fresh_post(post.pk).seq)
    assert Draft.objects.get(member=ben).body == "Two\n\nOne"


def test_nobody_writes_into_a_merged_thread_and_is_told_where_it_went_on(mo, ben, answered, other):
    merging.merge(mo, other, fresh(answered))
    with refused(Conflict, "thread.merged") as refusal:
        reply(ben, other)
    assert refusal.value.data == {"into": answered.pk}


def test_merging_takes_as_many_statements_for_many_posts_as_for_few(mo, ben, django_assert_num_queries, thread):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(count):
        source = start(ben)
        for number in range(count):
            reply(mo, source, f"Number {number}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            merging.merge(mo, fresh(source), fresh(thread))
        return len(queries)

    cost(1)
    assert cost(2) == cost(40)


def test_every_act_is_in_the_audit(ada, mo, answered, other):
    room_for_it = category_for(ada, "staff")
    split(mo, other, [other.posts.get(seq=2)])
    merging.merge(mo, other, fresh(answered))
    for _ in range(2):
        threads.pin(Moderator(member=mo), fresh(answered))
    for _ in range(2):
        threads.unpin(Moderator(member=mo), fresh(answered))
    moving.move(mo, fresh(answered), room_for_it)
    asking.ask(mo, fresh(answered), general(ada.community))
    idea = start(ada, kind="idea")
    ideas.decide(mo, idea, "planned", "Next spring.", was="open")
    acts = AuditEntry.objects.filter(actor=mo).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["split", "merge", "pin", "unpin", "move", "ask to move", "decide idea"]
    assert set(acts) <= act_names.NAMES.keys()


@pytest.mark.django_db(transaction=True)
def test_threads_merged_into_each_other_at_once_do_not_both_disappear(mo, ben, answered, other):
    outcomes = together(
        [
            lambda: merging.merge(mo, fresh(other), fresh(answered)),
            lambda: merging.merge(mo, fresh(answered), fresh(other)),
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "ThreadShape"]
    assert Thread.objects.filter(into=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_writing_while_a_thread_is_merged_loses_nothing(mo, ben, answered, other):
    said = []

    def write():
        for number in range(6):
            try:
                said.append(reply(ben, other, f"Word {number}").pk)
            except Conflict:
                return

    together([write, write, lambda: merging.merge(mo, fresh(other), fresh(answered))])
    stands = set(answered.posts.values_list("pk", flat=True))
    assert set(said) <= stands
    assert not other.posts.exists()


@pytest.mark.django_db(transaction=True)
def test_a_post_edited_while_it_is_split_off_is_told_in_its_new_thread(mo, ben, other):
    post = other.posts.get(seq=2)
    together([lambda: posts.edit(ben, fresh_post(post.pk), "Changed"), lambda: split(mo, other, [post])])
    now = fresh_post(post.pk)
    assert (now.body, now.rev <= now.thread.rev, now.thread_id != other.pk) == ("Changed", True, True)
    assert Thread.objects.get(pk=now.thread_id).rev >= now.rev
