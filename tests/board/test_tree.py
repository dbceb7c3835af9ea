"""The order of a thread, and reading it page by page."""

import random

import pytest

from board import pages
from board.models import Post
from board.models.posts import DEEPEST, WIDTH, path_under
from tests.board.acts import fresh, fresh_post, reply


def walk(thread, **options) -> list:
    """All pages of a thread, forwards."""
    found, after = [], ""
    while True:
        page = pages.page(fresh(thread), after=after, **options)
        found += page.posts
        if page.next is None:
            return found
        after = page.next


def tree_order(thread) -> list[int]:
    """The same by walking the tree: each post, then what answers it, oldest first."""
    answers: dict[int | None, list[Post]] = {}
    for post in thread.posts.order_by("seq"):
        answers.setdefault(post.parent_id, []).append(post)

    def below(parent):
        return [pk for post in answers.get(parent, []) for pk in (post.pk, *below(post.pk))]

    return below(None)


def grow(thread, author, count, seed=7) -> None:
    """A thread of this size with the shape of real ones: many short branches and a few long ones."""
    chance = random.Random(seed)
    rows = list(thread.posts.order_by("seq"))
    first = thread.seq + 1
    fresh_rows = []
    for seq in range(first, first + count):
        parent = chance.choice(rows[-30:]) if chance.random() < 0.7 else None
        path = path_under(parent, seq)
        post = Post(
            pk=10_000_000 + seq, community_id=thread.community_id, thread=thread, parent=parent, author=author,
            body=str(seq), seq=seq, rev=seq, path=path, depth=len(path) // WIDTH - 1,
        )  # fmt: skip
        rows.append(post)
        fresh_rows.append(post)
    Post.objects.bulk_create(fresh_rows)
    thread.__class__.objects.filter(pk=thread.pk).update(seq=first + count - 1, rev=first + count - 1)


def test_replies_stand_below_what_they_answer_and_after_earlier_ones(ada, ben, thread):
    first = reply(ben, thread, "first")
    second = reply(ada, thread, "second")
    under_first = reply(ada, thread, "under first", parent=first)
    reply(ben, thread, "under second", parent=second)
    reply(ben, thread, "deeper", parent=under_first)
    reply(ada, thread, "under first too", parent=first)
    shown = pages.page(fresh(thread)).posts
    assert [(post.depth, post.body) for post in shown[1:]] == [
        (0, "first"), (1, "under first"), (2, "deeper"), (1, "under first too"), (0, "second"), (1, "under second"),
    ]  # fmt: skip


def test_pages_of_a_large_thread_together_are_the_whole_in_tree_order(ben, thread):
    grow(thread, ben, 1_200)
    walked = walk(thread, limit=87)
    assert len(walked) == 1_201
    assert [post.id for post in walked] == tree_order(thread)


def test_paging_backwards_gives_the_same_rows(ben, thread):
    grow(thread, ben, 300)
    page = pages.page(fresh(thread), around=250, limit=40)
    assert page.before
    assert any(post.seq == 250 for post in page.posts)
    before, rows = page.before, page.posts
    while before:
        above = pages.page(fresh(thread), before=rows[0].path, limit=40)
        rows, before = [*above.posts, *rows], above.before
    everything = [post.id for post in walk(thread)]
    assert [post.id for post in rows] == everything[: len(rows)]


def test_a_post_below_the_deepest_stands_beside_what_it_answers(ben, thread):
    parent = None
    for _ in range(DEEPEST + 3):
        parent = reply(ben, thread, parent=parent)
    deepest = list(thread.posts.order_by("path"))
    assert max(post.depth for post in deepest) == DEEPEST
    assert [post.seq for post in deepest] == list(range(1, DEEPEST + 5))
    assert deepest[-1].parent_id == deepest[-2].pk


def test_a_post_around_a_place_beyond_the_end_is_the_last(answered):
    assert pages.page(fresh(answered), around=99).posts[-1].seq == 2


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_changes_fetched_in_steps_end_in_the_same_state(ada, ben, thread, limit):
    for number in range(7):
        reply(ben, thread, str(number))
    mirror, since, more = {}, 0, True
    while more:
        answer = pages.changes(fresh(thread), since, limit)
        assert answer.rev > since
        mirror |= {post.id: post for post in answer.posts}
        since, more = answer.rev, answer.more
    assert sorted(mirror.values(), key=lambda post: post.path) == walk(thread)
    assert since == fresh(thread).rev


def test_one_change_of_many_posts_is_never_cut_in_two(ada, promotion):
    answer = pages.changes(fresh(promotion.thread), 0, limit=1)
    assert (len(answer.posts), answer.rev, answer.more) == (3, 1, False)


def test_a_thread_read_from_nowhere_is_empty_and_ends(thread):
    page = pages.page(fresh(thread), after="zzzzz")
    assert (page.posts, page.next) == ([], None)


def test_paths_order_like_numbers_whatever_the_database_speaks(thread, ben):
    paths = [path_under(None, seq) for seq in (1, 9, 10, 35, 36, 37, 1295, 1296, 60_466_175)]
    assert paths == sorted(paths)
    assert {len(path) for path in paths} == {WIDTH}
    post = fresh_post(reply(ben, thread).pk)
    assert post.path == "00002"
