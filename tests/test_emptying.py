"""What one test commits or queues, no other finds."""

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests import emptying


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
