"""Who and what there is before the browser comes: a community of forty, and rooms of every kind."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import cycle
from uuid import uuid4

import django

django.setup()

from PIL import Image  # noqa: E402

from chat import messages, rooms, seats  # noqa: E402
from chat.models import Message, Room, Seat  # noqa: E402
from community.clock import now  # noqa: E402
from community.members import communities  # noqa: E402
from community.members.models import Member, User  # noqa: E402
from tests.api import Api  # noqa: E402
from tests.board import acts  # noqa: E402
from tests.chat.overload import crowds  # noqa: E402
from tests.e2e import flood  # noqa: E402
from tests.uploads import upload  # noqa: E402

PEOPLE = 40
PICTURES = 12
Said = tuple[str, dict | None]  # words, and the card below them
Kind = Callable[[int, str], Said]
LONG = "The bread oven holds its heat when the door is closed, and *nobody* believes it until the second loaf. " * 9


@dataclass(frozen=True)
class Stage:
    """The owner of the phone, and the rooms by name; `newest` is the message in which each ends."""

    reader: Member
    rooms: dict[str, Room]
    newest: dict[str, int]

    def path(self, room: str) -> str:
        return f"/c/lake/r/{self.rooms[room].pk}"


def filled(said: int = 5000) -> Stage:
    """Rooms with so many messages, or as many as their kind needs; all of it has been read."""
    reader = communities.found(User.objects.create(username="ada"), slug="lake", name="Lake", purpose="To talk.")
    people = crowds.people(reader.community, PEOPLE)
    places = {name: _room(reader, people, name) for name in ("long", "quiet", "mixed", "busy", "replay")}
    for name, count in {"long": said, "quiet": 300, "busy": 600, "replay": 50}.items():
        _keep(places[name], list(_said(places[name], people, min(count, said), (_plain,))))
    _mixed(places["mixed"], reader, people, min(400, said))
    for room in places.values():
        room.refresh_from_db()
        Seat.objects.filter(room=room).update(read_seq=room.seq)
    newest = {name: room.messages.latest("seq").pk for name, room in places.items()}
    return Stage(reader, places, newest)


def talk() -> Iterator[tuple[str, str]]:
    """Who says what, for as long as anybody listens."""
    for line in cycle(flood.own_log().splitlines()):
        nick, _, words = line.partition("<")[2].partition("> ")
        yield nick, words


def _room(reader: Member, people: list[Member], name: str) -> Room:
    room = rooms.create(reader, "open", name)
    for member in people:
        seats.take(room, member)
    return room


def _said(room: Room, people: list[Member], count: int, kinds: tuple[Kind, ...]) -> Iterator[Message]:
    """Talk of people in turns, three lines each, over the last days."""
    began, voices = now() - timedelta(seconds=40 * count), talk()
    for seq in range(1, count + 1):
        body, preview = kinds[seq % len(kinds)](seq, next(voices)[1])
        yield Message(
            community_id=room.community_id, room=room, author=people[(seq // 3) % len(people)], client_id=uuid4(),
            seq=seq, rev=seq, body=body, preview=preview, created_at=began + timedelta(seconds=40 * seq),
        )  # fmt: skip


def _keep(room: Room, rows: list[Message]) -> None:
    Message.objects.bulk_create(rows, batch_size=1000)
    Room.objects.filter(pk=room.pk).update(seq=len(rows), rev=len(rows))
    room.refresh_from_db()


def _mixed(room: Room, reader: Member, people: list[Member], count: int) -> None:
    """Every kind of post in turn, then pictures among talk, and two conversations that are folded into cards."""
    _keep(room, list(_said(room, people, count, (_plain, _linked, _long, _code, _plain, _plain))))
    voices = talk()
    for number in range(PICTURES):
        file = upload(Api(reader), _photo(number), kind="image", name=f"photo {number}.jpg")
        messages.post(reader, room, f"Photo {number}", client_id=uuid4(), files=[file["id"]])
        for voice in range(4):
            messages.post(people[voice], room, next(voices)[1], client_id=uuid4())
    last = list(room.messages.order_by("-seq")[:30])
    for chosen in (last[5:10], last[20:25]):
        acts.promote(reader, room, chosen)


def _plain(seq: int, words: str) -> Said:
    return words, None


def _long(seq: int, words: str) -> Said:
    return f"{words}\n\n{LONG}\n\n- one\n- two\n- **three**", None


def _code(seq: int, words: str) -> Said:
    return f"{words}\n\n```python\nfor boat in boats:\n    boat.row(to={seq})\n```\n> {words}", None


def _linked(seq: int, words: str) -> Said:
    link = f"https://example.org/ferry/{seq}"
    told = {"site": "example.org", "title": f"Ferry {seq}", "description": words, "image": None}
    return f"{words} {link}", {"link": link, "url": link} | told


def _photo(number: int) -> bytes:
    """A picture that does not compress to nothing."""
    content = BytesIO()
    noise = Image.frombytes("RGB", (150, 100), random.Random(number).randbytes(150 * 100 * 3))
    noise.resize((1200, 800)).save(content, "JPEG", quality=80)
    return content.getvalue()
