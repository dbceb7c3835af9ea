"""What a page costs does not grow with what there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import Capsule, Thread
from chat import reactions as in_stream
from tests.board.acts import promote, reply, say, start
from tests.board.test_tree import grow
from tests.conftest import joined


def cost(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


@pytest.fixture
def crowd(community):
    def come(count):
        return [joined(community, f"Guest {number}") for number in range(count)]

    return come


def fill(ada, ben, square, count):
    for number in range(count):
        thread = start(ada, f"Thread {number}", tags=(f"tag{number}",))
        reply(ben, thread)
        messages = [say(ada, square), say(ben, square)]
        messages.append(say(ada, square, reply_to=messages[0].pk))
        promote(ada, square, messages)
        Capsule.objects.create(community=thread.community, thread=thread, title="Kept", parts=[], by=ada)


def test_a_list_of_threads_costs_the_same_with_more_threads_and_members(ada, ben, square, crowd, api):
    viewer = api(ben)
    fill(ada, ben, square, 2)
    lists = [f"communities/lake/threads/?sort={sort}" for sort in ("active", "top", "following", "essence")]
    few = [cost(lambda path=path: viewer.get(path)) for path in lists]
    fill(ada, ben, square, 8)
    crowd(10)
    assert [cost(lambda path=path: viewer.get(path)) for path in lists] == few
    assert max(few) <= 12


def test_a_page_of_posts_costs_the_same_with_more_posts_reactions_and_members(ada, ben, mo, square, talk, crowd, api):
    viewer = api(ben)
    small = promote(ada, square, talk).thread
    reply(ben, small, parent=small.posts.get(seq=1))
    few = cost(lambda: viewer.get(f"threads/{small.pk}/posts/"))
    messages = [say(member, square) for member in (ada, ben, mo) for _ in range(8)]
    for message in messages:
        in_stream.add(mo, message, "👍")
    large = promote(ada, square, messages).thread
    grow(Thread.objects.get(pk=large.pk), ben, 200)
    crowd(10)
    assert cost(lambda: viewer.get(f"threads/{large.pk}/posts/")) <= few
    assert cost(lambda: viewer.get(f"threads/{large.pk}/posts/?around=150")) <= few + 3
    assert few <= 13


def test_a_reply_costs_the_same_in_a_long_thread_of_many(ada, ben, thread, crowd):
    reply(ben, thread)
    few = cost(lambda: reply(ben, thread))
    grow(Thread.objects.get(pk=thread.pk), ada, 500)
    crowd(10)
    assert cost(lambda: reply(ben, thread)) == few


def test_a_promotion_of_many_costs_what_one_of_few_costs(ada, ben, mo, square):
    first, pair = ([say(ada, square), say(ben, square)] for _ in range(2))
    promote(ada, square, first)  # what the community adjusts is asked once
    few = cost(lambda: promote(ada, square, pair))
    many = [say(member, square) for member in (ada, ben, mo) for _ in range(20)]
    assert cost(lambda: promote(ada, square, many)) == few


def test_categories_and_tags_cost_the_same_however_many_threads(ada, ben, square, api):
    viewer = api(ben)
    fill(ada, ben, square, 1)
    paths = ("communities/lake/categories/", "communities/lake/tags/")
    few = [cost(lambda path=path: viewer.get(path)) for path in paths]
    fill(ada, ben, square, 5)
    assert [cost(lambda path=path: viewer.get(path)) for path in paths] == few
