"""What stands in the database before the measuring begins."""

import random
import statistics
import time
from uuid import uuid4

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from chat.conversations.models import Conversation, Link  # noqa: E402
from chat.models import Message, Room  # noqa: E402
from community.clock import now  # noqa: E402
from community.members import communities  # noqa: E402
from community.members.models import Community, Member, User  # noqa: E402

OPENINGS = 30
WORDS = [
    "heron",
    "river",
    "lake",
    "bend",
    "slow",
    "water",
    "reed",
    "boat",
    "morning",
    "mist",
    "quiet",
    "stream",
    "board",
    "talk",
    "again",
    "later",
    "maybe",
    "你好",
    "今天",
    "下雨",
]


def found() -> None:
    """A community; who founded it reads all that is measured."""
    communities.found(User.objects.create(username="bench"), slug="bench", name="Bench")


def _founder() -> Member:
    return Member.objects.select_related("user").get(community__slug="bench")


def open_room(size: int) -> tuple[float, float]:
    """Median milliseconds of the latest page, and of the page around the middle, of a room with so many messages."""
    member = _founder()
    room = _filled_room(member, size)
    client = Client()
    client.force_login(member.user)
    path = f"/api/v1/rooms/{room.pk}/messages/"
    return _median(client, path), _median(client, f"{path}?around={size // 2}")


def propose() -> float:
    """Median milliseconds of a proposal in a room of 100,000 messages whose conversations are known."""
    member = _founder()
    room = _filled_room(member, 100_000)
    _linked(room)
    client = Client()
    client.force_login(member.user)
    anchor = room.messages.get(seq=99_000)
    return _median(client, f"/api/v1/messages/{anchor.pk}/proposal/")


def _linked(room: Room) -> None:
    """Six conversations at a time, each of ten messages."""
    said = list(room.messages.order_by("seq").only("pk", "seq", "room"))
    openers = [
        said[first + number] for first in range(0, len(said), 60) for number in range(6) if first + number < len(said)
    ]
    talks = Conversation.objects.bulk_create(
        Conversation(
            community_id=room.community_id, room=room, first_seq=one.seq, last_seq=min(one.seq + 54, room.seq),
            first_at=now(), last_at=now(), messages=10, people=1,
        )
        for one in openers
    )  # fmt: skip
    by_opener = {talk.first_seq: talk for talk in talks}
    links = []
    for place, message in enumerate(said):
        opener = (place // 60) * 60 + place % 6 + 1
        parent = said[place - 6] if message.seq != opener else None
        links.append(
            Link(
                message=message, room=room, seq=message.seq, parent=parent, parent_seq=parent.seq if parent else None,
                conversation=by_opener[opener], probability=0.9, together=0.9,
            )
        )  # fmt: skip
    Link.objects.bulk_create(links, batch_size=5000)


def irc_log(lines: int) -> str:
    """A day's log of so many lines: talk of forty people, with some coming and going."""
    chance = random.Random(7)
    return "".join(_irc_line(chance, number * 1439 // lines) for number in range(lines))


def _irc_line(chance: random.Random, minute: int) -> str:
    nick = f"nick{chance.randrange(40)}"
    if chance.random() < 0.05:
        return f"=== {nick} [~{nick}@example.org] has joined #lake\n"
    words = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(3, 20)))
    return f"[{minute // 60:02}:{minute % 60:02}] <{nick}> {words}\n"


def _filled_room(member: Member, size: int) -> Room:
    room = Room.objects.create(community=Community.objects.get(slug="bench"), name=f"{size}", seq=size, rev=size)
    for start in range(1, size + 1, 10_000):
        Message.objects.bulk_create(
            Message(
                community_id=room.community_id, room=room, author=member, client_id=uuid4(), seq=seq, rev=seq,
                body=f"Message {seq} of a long talk by the river.", created_at=now(),
            )
            for seq in range(start, min(start + 10_000, size + 1))
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return room


def _median(client: Client, path: str) -> float:
    def once() -> float:
        started = time.perf_counter()
        assert client.get(path).status_code == 200
        return (time.perf_counter() - started) * 1000

    once()
    return statistics.median(once() for _ in range(OPENINGS))
