"""A whole site on two Redis: two processes for sockets and a worker, none of which knows which Redis carries what."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
import pytest
import redis

from chat import rooms, seats
from chat.models import Room
from community.members import visibility
from tests import live, wire
from tests.faults.client import CSRF
from tests.wire import Wire

ROOMS = 24  # so many that none of the two has all of them
pytestmark = pytest.mark.django_db(transaction=True)


class Sites(NamedTuple):
    """Two doors to one site, and the ports of its Redis."""

    here: live.Site
    there: live.Site
    redises: list[int]

    def shares(self, kind: str, lake: list[Room]) -> list[list[Room]]:
        """Of these rooms' topics of a kind, those that each Redis carries."""
        carried = [redis.Redis(port=port).pubsub_channels() for port in self.redises]
        return [[room for room in lake if _is_among(f"__group__{kind}.{room.pk}", some)] for some in carried]


def _is_among(ending: str, channels: list[bytes]) -> bool:
    return any(channel.decode().endswith(ending) for channel in channels)


@pytest.fixture(scope="module")
def running(django_db_setup, django_db_blocker, two: list[int]) -> Iterator[Sites]:
    topics = ",".join(f"redis://127.0.0.1:{port}/1" for port in two)
    variables = {"REDIS_URL": f"redis://127.0.0.1:{two[0]}/0", "CHANNEL_REDIS_URLS": topics}
    with ExitStack() as stack:
        here, there = (stack.enter_context(live.site(**variables)) for _ in range(2))
        stack.enter_context(live.worker(**variables))
        yield Sites(here, there, two)


@pytest.fixture
def sites(transactional_db, running: Sites) -> Iterator[Sites]:
    """The running site. What a test commits, it sees; it is emptied after each test."""
    yield running
    live.wait_until_idle()


@pytest.fixture
def lake(ada, ben) -> list[Room]:
    """Closed rooms of Ada and Ben, who may be seen there."""
    for member in (ada, ben):
        visibility.show(member, {"shows_presence": True})
    made = [rooms.create(ada, "closed", f"Bay {number}") for number in range(ROOMS)]
    for room in made:
        seats.take(room, ben)
    return made


def topics_of(kind: str, some: list[Room]) -> list[str]:
    return [f"{kind}.{room.pk}" for room in some]


def post(socket: Wire, room: Room, body: str) -> None:
    socket.do("post", room=room.pk, client_id=str(uuid4()), body=body)


def hears(socket: Wire, on: str, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The first event of a kind that fits; those before it are passed over."""
    while not fits(event := socket.event(on)):
        pass
    return event


def of_each(shares: list[list[Room]], many: int = 1) -> list[Room]:
    """Rooms that lie on the one Redis, and rooms that lie on the other."""
    assert min(len(share) for share in shares) >= many, shares
    return [room for share in shares for room in share[:many]]


def test_what_is_said_at_one_process_is_heard_at_the_other_whatever_redis_carries_the_room(sites, lake, ada, ben):
    with Wire(sites.here, ada) as adas, Wire(sites.there, ben) as bens:
        for socket in (adas, bens):
            socket.do("follow", topics=topics_of("room", lake))
        shares = sites.shares("room", lake)
        assert sorted(room.pk for share in shares for room in share) == [room.pk for room in lake]
        for room in of_each(shares, 3):
            for speaks, hearing in ((adas, bens), (bens, adas)):
                body = f"Said in {room.pk} by {speaks.hello['user']}"
                post(speaks, room, body)
                heard = hears(hearing, "room.changed", lambda event, body=body: event["messages"][0]["body"] == body)
                assert heard["room"] == room.pk


def test_presence_and_typing_go_over_either(sites, lake, ada, ben):
    with Wire(sites.here, ada) as adas, Wire(sites.there, ben) as bens:
        bens.do("follow", topics=topics_of("here", lake))
        for room in of_each(sites.shares("here", lake)):

            def is_here(event: dict[str, Any], room: Room = room) -> bool:
                return event["room"] == room.pk and ada.pk in [one["id"] for one in event["here"]]

            def is_there_alone(event: dict[str, Any], room: Room = room) -> bool:
                return event["room"] == room.pk and ada.pk not in [one["id"] for one in event["here"]]

            adas.do("follow", topics=[f"here.{room.pk}"])
            assert hears(bens, "presence", is_here)["count"] == 2
            adas.do("typing", room=room.pk)
            typing = hears(bens, "typing", lambda event, room=room: event["room"] == room.pk)
            assert typing["members"][0]["id"] == ada.pk
            adas.do("unfollow", topics=[f"here.{room.pk}"])
            assert hears(bens, "presence", is_there_alone)["count"] == 1


def test_who_is_removed_at_one_process_hears_nothing_more_at_the_other(sites, lake, ada, ben):
    with Wire(sites.here, ada) as adas, Wire(sites.there, ben) as bens:
        bens.do("follow", topics=[f"member.{ben.pk}", *topics_of("room", lake)])
        for share in sites.shares("room", lake):
            gone, stays = of_each([share], 2)
            remove(sites.here, ada, gone, ben)
            assert hears(bens, "room.gone", lambda event, gone=gone: event["room"] == gone.pk)
            post(adas, gone, "Among ourselves")
            post(adas, stays, "To all")  # over the same Redis: what came before it would have been heard before it
            assert bens.event("room.changed")["room"] == stays.pk
            assert bens.do("follow", topics=[f"room.{gone.pk}"])["refused"] == [f"room.{gone.pk}"]


def remove(site: live.Site, host, room: Room, member) -> None:
    headers = {"Cookie": f"{wire.cookies(host)}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    address = f"{site.http}/api/v1/rooms/{room.pk}/members/{member.pk}/"
    assert httpx.delete(address, headers=headers, timeout=30, trust_env=False).status_code == 200


def test_what_the_worker_has_to_tell_reaches_either_process(sites, lake, ada, ben):
    with Wire(sites.here, ada) as adas, Wire(sites.there, ben) as bens, Wire(sites.here, ben) as phone:
        for socket in (bens, phone):
            socket.do("follow", topics=[f"member.{ben.pk}"])
        post(adas, lake[0], f"Are you there, @{ben.name}?")
        for socket in (bens, phone):
            assert socket.event("notice.added", patience=60)["notice"]["kind"] == "mention"
