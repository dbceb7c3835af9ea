"""Dan joins the lake a month after it was founded: a newcomer. `say` posts in the square as the stream does."""

import json
from base64 import b64decode
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from chat import messages, seats
from chat.models import Room
from community.clock import now
from community.errors import Refusal
from community.jobs import queue
from community.members.models import Community, Member
from community.moderation.audit import Moderator
from tests.conftest import joined


def grown(community: Community) -> Community:
    """The community a month later."""
    community.created_at = now() - timedelta(days=30)
    community.save(update_fields=["created_at"])
    return community


def again(member: Member) -> Member:
    return Member.objects.select_related("silence", "community", "user").get(pk=member.pk)


def refused(act) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value


@pytest.fixture
def lake(community) -> Community:
    return grown(community)


@pytest.fixture
def newcomer(lake, square):
    """`newcomer("Dan")`: somebody who has just joined, with a seat in the square."""

    def come(name: str) -> Member:
        member = again(joined(Community.objects.get(pk=lake.pk), name))
        seats.take(square, member)
        return member

    return come


@pytest.fixture
def by_mo(mo) -> Moderator:
    return Moderator(member=mo)


@pytest.fixture
def dan(newcomer) -> Member:
    return newcomer("Dan")


@pytest.fixture
def say(square):
    def post(member: Member, body: str = "Hello", room: Room | None = None):
        return messages.post(again(member), Room.objects.get(pk=(room or square).pk), body, client_id=uuid4())

    return post


@pytest.fixture
def queued(broker):
    """What waits for a worker: each job's name and arguments."""

    def jobs() -> list[tuple[str, list]]:
        queue._sender.submit(int).result()  # whatever was handed over before is sent by now
        names = [f"{settings.REDIS_PREFIX}.{one.name}" for one in settings.CELERY_TASK_QUEUES]
        told = [json.loads(raw) for name in names for raw in broker.lrange(name, 0, -1)]
        return [(one["headers"]["task"], json.loads(b64decode(one["body"]))[0]) for one in told]

    return jobs


@pytest.fixture
def thrice(settings):
    settings.OXBOW = settings.OXBOW | {"REPEATS": 3}
