"""The audit is a public record: written once, never touched again."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from community.clock import now
from community.moderation import silences
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry


@pytest.fixture
def entry(mo, ben):
    silences.silence(Moderator(member=mo), ben, now().replace(year=now().year + 1), "Enough.")
    return AuditEntry.objects.get()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE moderation_auditentry SET reason = 'nothing happened'", "DELETE FROM moderation_auditentry"],
)
def test_the_database_refuses_to_change_the_audit(entry, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    entry.refresh_from_db()
    assert entry.reason == "Enough."


def test_the_orm_cannot_change_the_audit_either(entry):
    entry.reason = "Nothing happened."
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()


def test_the_guard_can_be_taken_off_and_put_on_again(transactional_db):
    call_command("migrate", "moderation", "0001", verbosity=0)
    call_command("migrate", "moderation", verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'moderation_audit_is_append_only'"
        )
        assert sorted(cursor.fetchall()) == [("moderation_auditentry",), ("moderation_auditseal",)]
