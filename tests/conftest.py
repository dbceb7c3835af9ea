"""The cast. Ada founded the community, Ben is a member, Mo moderates, Olga looks on, Cleo is a stranger."""

import gc
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from redis import Redis

from board import pages
from chat import crowds, dominating, history, listing, rooms, seats
from chat.models import Room
from community import env
from community.access import Role
from community.belonging import visits
from community.members import communities
from community.members.models import Community, Member, User
from community.moderation import wordlists
from community.roles import adjusting
from community.rules import accepting, editions
from community.trust import raids, screening, standings
from tests import emptying, handler, live, migrated
from tests.api import Api

JOBS = 2  # the database that settings.py gives to the broker

emptying.instead()
handler.instead()


def pytest_collection_finish():
    """What was imported and collected stays to the end: it is garbage at no time, and need not be looked at for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # by itself it looks every 700 objects, which one query makes


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """The database of these tests begins as a copy."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.database()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Forget the keys of this worker's tests; `cache.clear()` would empty the whole Redis under those of the others."""
    redis = cache._cache.get_client(None, write=True)
    if keys := list(redis.scan_iter(f"{settings.REDIS_PREFIX}:*", count=1_000)):
        redis.delete(*keys)


@pytest.fixture(autouse=True)
def _nobody_empties_redis(monkeypatch):
    monkeypatch.setattr(RedisCache, "clear", _refuse)


def _refuse(cache: RedisCache) -> None:
    raise AssertionError("This would take away what the tests beside this one have in the same Redis.")


@pytest.fixture(scope="session")
def broker() -> Redis:
    return Redis.from_url(env.redis(settings.REDIS_URL, JOBS))


@pytest.fixture(autouse=True)
def _no_jobs(broker):
    """What earlier tests queued, no worker took; the next one that is started would first work it all off."""
    broker.delete(*(f"{settings.REDIS_PREFIX}.{queue.name}" for queue in settings.CELERY_TASK_QUEUES))


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    """A test that chooses ids of its own may choose those of another one; and none asks again while it counts."""
    monkeypatch.setattr(wordlists, "LASTS", 600.0)
    monkeypatch.setattr(raids, "LASTS", 600.0)
    monkeypatch.setattr(adjusting, "LASTS", 600.0)
    for shelf in (history.KEPT, listing.KEPT, pages.KEPT, wordlists, screening, dominating, adjusting):
        shelf.forget()
    crowds.forget_all()


def person(name: str) -> User:
    return User.objects.create(username=name.lower(), display_name=name, hue=10)


@pytest.fixture
def ada(db) -> Member:
    return communities.found(person("Ada"), slug="lake", name="Lake", purpose="To talk.", hue=190)


@pytest.fixture
def community(ada) -> Community:
    return ada.community


def joined(community: Community, name: str, role: Role = Role.MEMBER) -> Member:
    """Somebody who came in a while ago: they were greeted, and accepted the rules, if there are any.

    Written as it stood afterwards; whoever comes in through the door, with all that follows, calls `communities.join`.
    """
    user = person(name)
    member = Member.objects.create(community=community, user=user, name=user.shown_name(), hue=user.hue)
    for follows in (accepting.ask, standings.begin, visits.note, rooms.welcome):
        follows(member)
    if member.rules_due:
        accepting.accept(member, editions.newest(community).number)
    if role != Role.MEMBER:
        member.role = role
        member.save(update_fields=["role"])
    return member


@pytest.fixture
def ben(community) -> Member:
    return joined(community, "Ben")


@pytest.fixture
def mo(community) -> Member:
    return joined(community, "Mo", Role.MODERATOR)


@pytest.fixture
def olga(community) -> Member:
    return joined(community, "Olga", Role.ONLOOKER)


@pytest.fixture
def cleo(db) -> User:
    return person("Cleo")


def standing(by: Member, kind: str, name: str) -> Room:
    """A room that was there before the test began: opening it is no act of it."""
    room = Room.objects.create(community=by.community, kind=kind, name=name, created_by=by, client_id=uuid4())
    seats.take(room, by)
    return room


@pytest.fixture
def square(ada):
    """An open room in which everybody sits, whether they joined before or join later."""
    room = standing(ada, "open", "Square")
    for member in ada.community.members.present():
        seats.take(room, member)
    return room


@pytest.fixture
def den(ada, ben):
    """A closed room of Ada and Ben."""
    room = standing(ada, "closed", "Den")
    seats.take(room, ben)
    return room


@pytest.fixture
def api():
    """`api(member)` or `api(user)`: that person's browser."""
    return Api


@pytest.fixture(scope="session")
def _daphne(django_db_setup, django_db_blocker):
    with live.site("daphne") as site:
        yield site


@pytest.fixture(scope="session")
def _uvicorn(django_db_setup, django_db_blocker):
    with live.site("uvicorn") as site:
        yield site


@pytest.fixture(params=["daphne", "uvicorn"])
def any_site(request, transactional_db):
    """The same on each of the servers that Oxbow runs on."""
    yield request.getfixturevalue(f"_{request.param}")
    live.wait_until_idle()


@pytest.fixture
def site(transactional_db, _daphne):
    """The site on daphne. What a test commits, it sees; it is emptied after each test."""
    yield _daphne
    live.wait_until_idle()
