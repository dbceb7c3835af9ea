"""`python -m tests.bench kindred [MEMBERS]`: comparing what members read, and what they are shown for it.

Two hundred rooms: ten that half of all read, and nineteen themes of ten rooms each. A member cares for two themes and
reads six of ten rooms of each, besides three rooms by chance. One room of theirs is taken away: how often is it among
the three that they are shown, and how many of those are of their themes? Beside it what everybody reads most.
"""

import random
import statistics
import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from tests.bench.systems import databases, report

MEMBERS, ROOMS, HALLS, THEME = 5_000, 200, 10, 10
ASKED = 500  # members
REPEATS = 3
AT_ONCE = 5_000


def main(arguments: list[str]) -> None:
    with databases():
        import django

        django.setup()
        _measure(int(arguments[0]) if arguments else MEMBERS)


@dataclass
class Reader:
    """What a member reads, by the rooms' numbers; one room is kept from them."""

    themes: set[int]
    reads: set[int]
    kept: int


def _measure(count: int) -> None:
    from community.kindred import likeness
    from community.kindred.models import Likeness

    chance = random.Random(7)
    readers = [_reader(chance) for _ in range(count)]
    members, rooms = _fill(readers)
    spent = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        likeness.reckon(members[0].community_id)
        spent.append(time.perf_counter() - began)
    report(
        "kindred", "oxbow", members=count, rooms=ROOMS, seats=sum(len(one.reads) for one in readers),
        pairs=Likeness.objects.count(), reckon_s=round(statistics.median(spent), 2), most_s=round(max(spent), 2),
    )  # fmt: skip
    _ask(readers[:ASKED], members[:ASKED], rooms)
    _ask_the_crowd(readers)


def _reader(chance: random.Random) -> Reader:
    themes = set(chance.sample(range((ROOMS - HALLS) // THEME), 2))
    own = [HALLS + theme * THEME + place for theme in themes for place in range(THEME) if chance.random() < 0.6]
    kept = chance.choice(own or [HALLS])
    halls = [hall for hall in range(HALLS) if chance.random() < 0.5]
    return Reader(themes, {*own, *halls, *chance.sample(range(ROOMS), 3)} - {kept}, kept)


def _fill(readers: list[Reader]):
    from chat.models import Message, Room, Seat
    from community.clock import now
    from community.members import communities
    from community.members.models import Member, User

    founder = communities.found(User.objects.create(username="kindred"), slug="kindred", name="Kindred")
    users = User.objects.bulk_create([User(username=f"reader{number}") for number in range(len(readers))], AT_ONCE)
    told = {"community": founder.community}
    members = Member.objects.bulk_create([Member(user=user, name=user.username, **told) for user in users], AT_ONCE)
    rooms = Room.objects.bulk_create([Room(name=f"Room {number}", seq=1, rev=1, **told) for number in range(ROOMS)])
    Message.objects.bulk_create(
        [Message(room=room, author=founder, client_id=uuid4(), seq=1, rev=1, body="Hello", **told) for room in rooms]
    )
    before = now() - timedelta(days=1)
    seats = (
        Seat(room=rooms[number], member=member, read_seq=1, taken_at=before)
        for member, reader in zip(members, readers, strict=True)
        for number in sorted(reader.reads)
    )
    Seat.objects.bulk_create(seats, AT_ONCE)
    return members, rooms


def _ask(readers: list[Reader], members, rooms) -> None:
    """Over HTTP, from the view's first line to its last."""
    from django.test import Client

    numbers = {room.pk: number for number, room in enumerate(rooms)}
    waits, shown = [], []
    for member in members:
        client = Client()
        client.force_login(member.user)
        began = time.perf_counter()
        answer = client.get("/api/v1/communities/kindred/kindred/")
        waits.append((time.perf_counter() - began) * 1000)
        shown.append([numbers[place["id"]] for place in answer.json()["results"]])
    report(
        "kindred", "oxbow", asked=len(members), p50_ms=round(statistics.median(waits), 1),
        p95_ms=round(sorted(waits)[int(len(waits) * 0.95)], 1), **_quality(readers, shown),
    )  # fmt: skip


def _ask_the_crowd(readers: list[Reader]) -> None:
    """The plain way: what most people read, of what one does not."""
    counts = [sum(number in reader.reads for reader in readers) for number in range(ROOMS)]
    order = sorted(range(ROOMS), key=lambda number: -counts[number])
    asked = readers[:ASKED]
    shown = [[number for number in order if number not in reader.reads][:3] for reader in asked]
    report("kindred", "most read", asked=len(asked), **_quality(asked, shown))


def _quality(readers: list[Reader], shown: list[list[int]]) -> dict[str, float]:
    told = [(reader, number) for reader, numbers in zip(readers, shown, strict=True) for number in numbers]
    hits = sum(reader.kept == number for reader, number in told)
    fitting = sum(number >= HALLS and (number - HALLS) // THEME in reader.themes for reader, number in told)
    return {"hits_at_3": round(hits / len(readers), 3), "of_their_themes": round(fitting / max(1, len(told)), 3)}
