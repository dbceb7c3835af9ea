"""What people do in these tests, each in one word."""

import threading
from collections.abc import Callable, Iterable
from uuid import uuid4

from django.db import connection

from board import categories, posts, promotions, threads
from board.models import Category, Post, Promotion, Thread
from chat import messages
from chat.models import Message


def say(author, room, body="Hello", **options) -> Message:
    shape = messages.post(author, room, body, client_id=uuid4(), **options)
    return Message.objects.select_related("room", "author", "removal").get(pk=shape.id)


def general(community) -> Category:
    return Category.objects.get(community=community, audience="members", position=0)


def category_for(member, audience, room=None) -> Category:
    shape = categories.create(member, f"For {audience}", audience=audience, room=room and room.pk)
    return Category.objects.select_related("room").get(pk=shape.id)


def start(author, title="A title", body="An opening", category=None, tags=(), **options) -> Thread:
    category = category or general(author.community)
    shape = threads.start(author, category, title, body, list(tags), **{"client_id": uuid4(), **options})
    return fresh(Thread(pk=shape.id))


def reply(author, thread, body="A reply", parent=None) -> Post:
    shape = posts.reply(author, fresh(thread), body, client_id=uuid4(), parent=parent and parent.pk)
    return fresh_post(shape.id)


def promote(member, room, chosen, category=None, title="What we said", **options) -> Promotion:
    category = category or general(member.community)
    shape = promotions.propose(member, room, [message.pk for message in chosen], title, category, **options)
    return Promotion.objects.select_related("thread", "fold", "by").get(pk=shape.id)


def fresh(thread: Thread) -> Thread:
    return Thread.objects.select_related("category__room", "removal").get(pk=thread.pk)


def fresh_post(pk: int) -> Post:
    rows = Post.objects.select_related("thread__category", "author", "removal", "message__room", "message__removal")
    return rows.get(pk=pk)


def together(calls: Iterable[Callable[[], object]]) -> list[object]:
    """Make these calls at the same moment, each with a connection of its own; gives what they return or raise."""
    calls = list(calls)
    outcomes: list[object] = []
    start_line = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        start_line.wait()
        try:
            outcomes.append(call())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    runners = [threading.Thread(target=run, args=(call,)) for call in calls]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(60)
    return outcomes
