"""The audit is a public record: written once, never touched again."""

import pytest
from django.db import IntegrityError, connection, transaction

from community.clock import now
from community.moderation import silences
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from tests.migrating import taken_back


@pytest.fixture
def entry(mo, ben):
    silences.silence(Moderator(member=mo), ben, now().replace(year=now().year + 1), "Enough.")
    return AuditEntry.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE moderation_auditentry SET reason = 'nothing happened'",
        "DELETE FROM moderation_auditentry",
        "TRUNCATE moderation_auditentry CASCADE",
        "TRUNCATE moderation_auditseal",
        "TRUNCATE members_community CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_audit(entry, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as if it were committed
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(statement)

    entry.refresh_from_db()
    assert dict(entry.said()) == {"reason": "Enough."}


def test_the_orm_cannot_change_the_audit_either(entry):
    entry.reason = "Nothing happened."
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()


def test_the_guard_can_be_taken_off_and_put_on_again(transactional_db):
    with taken_back("moderation", "0016_audit_is_not_emptied", "0004_audit_chain", "0002_append_only"):
        assert guarded() == []

    assert guarded() == ["moderation_auditentry", "moderation_auditseal"]


def guarded() -> list[str]:
    """The tables that the guard stands at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'moderation_audit_is_append_only'"
        )
        return sorted(name for (name,) in cursor.fetchall())
