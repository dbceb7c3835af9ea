"""The cast. Ada founded the community, Ben is a member, Mo moderates, Olga looks on, Cleo is a stranger."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from redis import Redis

from board import pages
from chat import history, listing, rooms, seats
from community import env
from community.access import Role
from community.members import communities
from community.members.models import Community, Member, User
from community.moderation import wordlists
from tests import emptying, handler, live, migrated
from tests.api import Api

JOBS = 2  # the database that settings.py gives to the broker

emptying.instead()
handler.instead()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """The database of these tests begins as a copy."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.database()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Forget the keys of this worker's tests; `cache.clear()` would empty the whole Redis under those of the others."""
    redis = cache._cache.get_client(None, write=True)
    if keys := list(redis.scan_iter(f"{settings.REDIS_PREFIX}:*")):
        redis.delete(*keys)


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
    for shelf in (history.KEPT, listing.KEPT, pages.KEPT, wordlists):
        shelf.forget()


def person(name: str) -> User:
    return User.objects.create(username=name.lower(), display_name=name, hue=10)


@pytest.fixture
def ada(db) -> Member:
    return communities.found(person("Ada"), slug="lake", name="Lake", purpose="To talk.", hue=190)


@pytest.fixture
def community(ada) -> Community:
    return ada.community


def joined(community: Community, name: str, role: Role = Role.MEMBER) -> Member:
    member = communities.join(person(name), community)
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


@pytest.fixture
def square(ada):
    """An open room in which everybody sits, whether they joined before or join later."""
    room = rooms.create(ada, "open", "Square")
    for member in ada.community.members.present():
        seats.take(room, member)
    return room


@pytest.fixture
def den(ada, ben):
    """A closed room of Ada and Ben."""
    room = rooms.create(ada, "closed", "Den")
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
