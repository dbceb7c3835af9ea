"""What one test commits or queues, no other finds."""

from threading import Event, Thread

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from chat.models import Room
from community.members.models import User
from tests import emptying, live


def test_nothing_stays_but_what_the_migrations_made(transactional_db, ada, square):
    made = ContentType.objects.count(), Permission.objects.count()
    emptying.empty(["default"])
    with connection.cursor() as cursor:
        for table in set(connection.introspection.django_table_names(only_existing=True)) - emptying.KEPT:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert cursor.fetchone() == (0,), table
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
    assert made == (ContentType.objects.count(), Permission.objects.count())
    assert all(made)


@pytest.mark.parametrize("turn", [1, 2])
def test_the_next_test_starts_anew(transactional_db, turn, ada):
    assert ada.community.members.count() == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_what_an_earlier_test_queued_waits_no_more(turn, broker):
    current_app.send_task("tests.nobody.takes.it")
    assert broker.llen(f"{settings.REDIS_PREFIX}.celery") == 1


def test_a_server_that_still_writes_in_another_order_comes_first(transactional_db, square):
    """It has written to a table that is emptied late, and then writes to one that is emptied early."""
    me = connection.connection.info.backend_pid
    has_written, rooms, done = Event(), Room.objects.count(), []

    def write():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '1min'")
            User.objects.update(hue=1)
            has_written.set()
            live.wait_until(lambda: waits(cursor, me))
            done.append(Room.objects.update(name="Late"))
        connection.close()

    server = Thread(target=write)
    server.start()
    assert has_written.wait(10)

    emptying.empty(["default"])

    server.join()
    assert done == [rooms]
    assert not User.objects.exists()


def waits(cursor, pid: int) -> bool:
    cursor.execute("SELECT pg_stat_clear_snapshot()")
    cursor.execute("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", [pid])
    return cursor.fetchone()[0]
