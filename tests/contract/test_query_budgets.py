"""What hot paths may ask of the database: a fixed number of queries, however much history, however many members."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board import pages
from board.models import Thread
from chat import doors, history, messages, reactions, rooms, seats
from chat.conversations import reading
from chat.models import Message
from chat.shapes import SocketPost
from community.members.models import Member
from community.search import index
from tests.api import Api
from tests.conftest import joined

# path -> queries at the most, the session's two look-ups included
BUDGETS = {
    "open a room": 7,
    "older history": 7,
    "history of a day": 8,
    "list rooms": 7,
    "changes since": 10,
    "nothing changed": 4,
    "read a thread": 6,
    "list threads": 12,
    "list notices": 6,
    "list conversations": 7,
    "what answers what": 5,
    "propose a conversation": 22,
    "search": 10,
}


def grow(community, owner: Member, room, by: int) -> None:
    """More members, rooms, messages with replies, mentions and reactions, and threads."""
    api = Api(owner)
    category = api.get("communities/lake/categories/")["results"][0]["id"]
    for _ in range(by):
        member = joined(community, f"Member{uuid4().hex[:8]}")
        other = rooms.create(owner, "open", "More")
        seats.take(other, member)
        said = messages.post(member, room, "Hello @Ada", client_id=uuid4())
        messages.post(owner, room, "And hello", client_id=uuid4(), reply_to=said.id)
        reactions.add(owner, Message.objects.select_related("room").get(pk=said.id), "👍")
        started = {
            "client_id": str(uuid4()),
            "category": category,
            "title": "A thread",
            "body": "Words",
            "tags": ["tea"],
        }
        api.post("communities/lake/threads/", started)
    reading.read_all(room.pk)
    for source, pk in index.lagging():
        index.read_all(source, pk)


def paths(room) -> dict[str, str]:
    return {
        "open a room": f"rooms/{room.pk}/messages/",
        "older history": f"rooms/{room.pk}/messages/?before=3",
        "history of a day": f"rooms/{room.pk}/messages/?date=2026-01-01T00:00:00Z",
        "list rooms": "communities/lake/rooms/",
        "changes since": f"rooms/{room.pk}/changes/?since=1",
        "nothing changed": f"rooms/{room.pk}/changes/?since={10**9}",
        "read a thread": f"threads/{Thread.objects.earliest('pk').pk}/posts/?limit=20",
        "list threads": "communities/lake/threads/",
        "list notices": "communities/lake/notices/",
        "list conversations": f"rooms/{room.pk}/conversations/",
        "what answers what": f"rooms/{room.pk}/links/?from=1&to=200",
        "search": "communities/lake/search/?q=words",
        "propose a conversation": f"messages/{room.messages.earliest('seq').pk}/proposal/",
    }


def queries(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def costs(reader: Member, room) -> dict[str, int]:
    """What each path asks of the database when nothing is kept of earlier answers."""
    api, found = Api(reader), {}
    for name, path in paths(room).items():
        history.KEPT.forget()
        pages.KEPT.forget()
        found[name] = queries(lambda path=path: api.get(path))
    return found


def test_what_was_read_before_costs_no_more_than_asking_what_changed(ada, community, square):
    grow(community, ada, square, 2)
    api, first = Api(ada), costs(ada, square)
    for _ in range(2):
        again = {name: queries(lambda path=path: api.get(path)) for name, path in paths(square).items()}
    assert [again[name] for name in ("open a room", "read a thread", "list rooms")] == [4, 4, 4]
    assert all(again[name] <= first[name] for name in again)


def test_reading_costs_the_same_in_a_small_and_in_a_grown_community(ada, community, square):
    grow(community, ada, square, 2)
    small = costs(ada, square)
    grow(community, ada, square, 12)
    large = costs(ada, square)
    assert large == small
    assert not {name: (count, BUDGETS[name]) for name, count in large.items() if count > BUDGETS[name]}


@pytest.mark.parametrize(("body", "most"), [("Hello", 1), ("Hello @Ada", 2)])
def test_posting_costs_the_same_in_a_small_and_in_a_grown_room(ada, ben, community, square, body, most):
    def post():
        doors.post_together([(ben.user, SocketPost(room=square.pk, client_id=uuid4(), body=body))])

    post()  # who speaks where is known from now on
    counts = [queries(post)]
    grow(community, ada, square, 12)
    counts.append(queries(post))
    assert counts[0] == counts[1] <= most
