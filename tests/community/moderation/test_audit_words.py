"""What people say in the audit stands beside it: the words can go, nobody can change them, and the chain holds."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from community.moderation import audit, audit_details, chain
from community.moderation.audit import Moderator, Words
from community.moderation.models import AuditEntry, AuditWords
from tests.community.test_audit_chain import past_the_guards

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(by_mo, ben, ada) -> AuditEntry:
    return written(by_mo, ben, "Too loud.", title=Words("The lake", ada), days=3)


def written(by: Moderator, about, reason: str, **data) -> AuditEntry:
    with transaction.atomic():
        audit.record(by, "edit", about, about.community_id, about, reason, **data)
    connection.check_constraints()
    return AuditEntry.objects.latest("pk")


def proof(entry: AuditEntry) -> chain.Proof:
    return chain.prove(entry.community)


def test_the_entry_holds_no_word_and_says_them_all(entry, by_mo, ada):
    kept = str(AuditEntry.objects.values().get())
    assert "Too loud" not in kept
    assert "The lake" not in kept
    assert (audit_details.reason(entry), audit_details.told(entry)) == ("Too loud.", {"days": 3, "title": "The lake"})
    assert {words.field: words.by for words in entry.words.all()} == {"reason": by_mo.member, "title": ada}


def test_words_that_went_leave_the_chain_whole(entry):
    before = proof(entry)
    AuditWords.objects.filter(field="title").delete()
    after = proof(entry)
    assert (before.removed, after.removed) == (0, 1)
    assert (after.head, after.faults) == (before.head, [])
    assert dict(entry.said()) == {"title": None, "reason": "Too loud."}


@pytest.mark.parametrize(
    "change", ["text = 'Too quiet.'", "salt = repeat('0', 32)", "field = 'because'", "field = 'days'"]
)
def test_words_that_were_changed_are_found(entry, change):
    past_the_guards(f"UPDATE moderation_auditwords SET {change} WHERE field = 'reason'")
    assert proof(entry).faults == [("reworded", 1)]


def test_words_that_were_put_in_are_found(entry, by_mo, ben):
    silent = written(by_mo, ben, "")
    AuditWords.objects.create(entry=silent, field="reason", salt="0" * 32, text="He asked for it.")
    assert proof(entry).faults == [("reworded", 2)]


def test_a_seal_that_was_changed_with_its_words_breaks_the_chain(entry):
    forged = json.dumps({"days": 3, "title": "", "sealed": {}})
    past_the_guards("UPDATE moderation_auditentry SET data = %s", forged)
    assert ("changed", 1) in proof(entry).faults


def test_the_database_refuses_to_change_words(entry):
    with pytest.raises(IntegrityError, match="can only go"), transaction.atomic():
        AuditWords.objects.update(text="Nothing.")


def test_equal_words_have_different_seals(by_mo, ben):
    seals = {written(by_mo, ben, "Spam.").data["sealed"]["reason"] for _ in range(2)}
    assert len(seals) == 2


def test_entries_from_before_words_were_kept_apart_are_proven_and_read_as_they_are(ben):
    old = AuditEntry.objects.create(community=ben.community, act="hide", object="message:1", reason="Old words.")
    connection.check_constraints()
    assert (proof(old).faults, audit_details.reason(old)) == ([], "Old words.")


def test_the_command_counts_what_was_removed(entry):
    AuditWords.objects.all().delete()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert json.loads(out.getvalue())["removed"] == 1


def test_the_admin_says_that_words_were_removed_and_finds_those_that_stand(entry, browser):
    place = reverse("admin:moderation_auditentry_changelist")
    assert "Too loud." in browser.get(place, {"q": "loud"}).content.decode()
    AuditWords.objects.all().delete()
    assert "Removed at the author" in browser.get(place).content.decode()
    page = browser.get(reverse("admin:moderation_auditentry_change", args=[entry.pk])).content.decode()
    assert page.count("Removed at the author") == 2


def test_a_list_of_many_asks_for_their_words_once(browser, by_mo, ben, django_assert_max_num_queries):
    for _ in range(20):
        written(by_mo, ben, "Again.")
    with django_assert_max_num_queries(16):
        browser.get(reverse("admin:moderation_auditentry_changelist"))
