"""`python -m tests.bench catchup`: the page of somebody who comes back to 2,000 unread messages.

Twice: conversations of 8 messages each, as many rooms have them, and of 100, which is the most work. Five conversations
go on at a time; every message may answer five others.
"""

import random
import statistics
import time
from uuid import uuid4

from tests.bench.systems import databases, report

UNREAD, PEOPLE, SIDE_BY_SIDE = 2_000, 40, 5
SIZES = (8, 100)  # messages a conversation
PAGES = 15


def main(arguments: list[str]) -> None:
    with databases():
        for size in SIZES:
            waits, spent = _pages(size)
            report(
                "catch-up", "oxbow", unread=UNREAD, messages_a_conversation=size,
                p50_ms=round(statistics.median(waits)), most_ms=round(max(waits)),
                cpu_ms=round(statistics.median(spent)),
            )  # fmt: skip


def _pages(size: int) -> tuple[list[float], list[float]]:
    """Milliseconds, and those of this process's own work, of each page."""
    import django

    django.setup()
    from django.test import Client

    reader, room = _room(size)
    client, path = Client(), f"/api/v1/rooms/{room}/catch-up/"
    client.force_login(reader)
    waits, spent = [], []
    for _ in range(PAGES):
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(path)
        waits.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - worked) * 1000)
        if answer.status_code != 200 or not answer.json()["cards"]:
            raise SystemExit(f"No cards: {answer.status_code} {answer.content[:300]!r}")
    return waits, spent


def _room(size: int):
    """Who reads, and the id of a room in which conversations of this size go on."""
    from chat.models import Message, Room
    from community.clock import now
    from community.members import communities
    from community.members.models import User
    from tests.bench.stage import WORDS

    chance = random.Random(size)
    users = [User.objects.create(username=f"catch{size}up{number}") for number in range(PEOPLE)]
    founder = communities.found(users[0], slug=f"catch-up-{size}", name="Catch-up")
    people = [founder, *(communities.join(user, founder.community) for user in users[1:])]
    room = Room.objects.filter(community=founder.community).earliest("pk")
    Room.objects.filter(pk=room.pk).update(seq=UNREAD, rev=UNREAD)
    Message.objects.bulk_create(
        Message(
            community_id=room.community_id, room=room, author=chance.choice(people), client_id=uuid4(), seq=seq,
            rev=seq, body=" ".join(chance.choice(WORDS) for _ in range(chance.randrange(4, 25))), created_at=now(),
        )
        for seq in range(1, UNREAD + 1)
    )  # fmt: skip
    _link(room, size, chance)
    return users[1], room.pk


def _link(room, size: int, chance: random.Random) -> None:
    from chat.conversations.models import Conversation, Link, Reading
    from community.clock import now

    talks = Conversation.objects.bulk_create(
        Conversation(
            community_id=room.community_id, room=room, first_seq=1, last_seq=UNREAD, first_at=now(), last_at=now(),
            messages=size, people=SIDE_BY_SIDE,
        )
        for _ in range(UNREAD // size)
    )  # fmt: skip
    links = []
    for message in room.messages.order_by("seq"):
        block = message.seq // (size * SIDE_BY_SIDE) * SIDE_BY_SIDE
        talk = talks[min(block + chance.randrange(SIDE_BY_SIDE), len(talks) - 1)]
        others = sorted({max(1, message.seq - chance.randrange(1, 30)) for _ in range(5)})
        links.append(
            Link(
                message=message, room=room, seq=message.seq, conversation=talk, probability=0.7, together=0.8,
                others=[[place, 0.06] for place in others],
            )
        )  # fmt: skip
    Link.objects.bulk_create(links)
    Reading.objects.update_or_create(room=room, defaults={"seq": UNREAD, "judged_seq": UNREAD})
