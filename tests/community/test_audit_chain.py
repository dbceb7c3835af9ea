"""Whoever changes the audit past the guards of the database breaks its chain, and is found out."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from threading import Barrier

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from community.clock import now
from community.members.models import Community
from community.moderation import audit, chain
from community.moderation.audit import Moderator
from community.moderation.chain import Head
from community.moderation.models import AuditEntry, AuditSeal
from tests.migrating import taken_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def acts(mo, ben):
    return [act(mo, ben, reason) for reason in ("One.", "Two.", "Three.")]


def act(mo, about, reason: str) -> AuditEntry:
    """An act that is committed, or as good as that: what waits for the commit is done."""
    with transaction.atomic():
        audit.record(Moderator(member=mo), "hide", about, mo.community_id, about, reason, seen=[1, "二"])
    connection.check_constraints()
    return AuditEntry.objects.latest("pk")


def past_the_guards(statement: str, *values: object) -> None:
    """As somebody does who owns the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def faults(community: Community, known: Head | None = None) -> list[tuple[str, int]]:
    return chain.prove(community, known).faults


def told(*arguments: str) -> list[dict]:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_act_is_sealed_with_the_one_before_it(acts, mo):
    seals = list(AuditSeal.objects.order_by("place"))
    assert [seal.entry for seal in seals] == acts
    assert [seal.place for seal in seals] == [1, 2, 3]
    assert [seal.before for seal in seals] == ["", seals[0].seal, seals[1].seal]
    assert chain.prove(mo.community) == chain.Proof(Head(3, seals[2].seal))


@pytest.mark.django_db(transaction=True)
def test_what_did_not_happen_leaves_no_gap(acts, mo, ben):
    with transaction.atomic():
        audit.record(Moderator(member=mo), "hide", ben, mo.community_id, ben)
        transaction.set_rollback(True)
    act(mo, ben, "Four.")
    proof = chain.prove(mo.community)
    assert (proof.head.entries, proof.faults) == (4, [])


@pytest.mark.django_db(transaction=True)
def test_acts_that_are_committed_at_once_stand_one_after_the_other(acts, mo, ben):
    start = Barrier(6)

    def one(_: int) -> None:
        try:
            with transaction.atomic():
                audit.record(Moderator(member=mo), "hide", ben, mo.community_id, ben)
                start.wait()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(6)))
    proof = chain.prove(mo.community)
    assert (proof.head.entries, proof.faults) == (9, [])


def test_each_community_has_a_chain_of_its_own(acts, mo, ben):
    other = Community.objects.create(slug="sea", name="Sea")
    AuditEntry.objects.create(community=other, act="hide", object="message:1")
    connection.check_constraints()
    assert chain.prove(other).head.entries == 1
    assert faults(mo.community) == faults(other) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("reason", "Nothing."), ("act", "restore"), ("object", "post:1"), ("data", "{}"), ("at", "2026-01-01T00:00Z"),
     ("actor_id", None), ("member_id", None)],
)  # fmt: skip
def test_an_entry_that_was_changed_is_found(acts, mo, column, value):
    past_the_guards(f"UPDATE moderation_auditentry SET {column} = %s WHERE id = %s", value, acts[1].pk)
    assert faults(mo.community) == [("changed", 2)]


def test_an_entry_that_was_taken_out_is_found(acts, mo):
    past_the_guards("DELETE FROM moderation_auditentry WHERE id = %s", acts[1].pk)
    assert faults(mo.community) == [("missing", 2)]


def test_an_entry_that_was_taken_out_with_its_seal_is_found(acts, mo):
    for table, column in (("auditentry", "id"), ("auditseal", "entry_id")):
        past_the_guards(f"DELETE FROM moderation_{table} WHERE {column} = %s", acts[1].pk)
    assert faults(mo.community) == [("severed", 3)]


def test_an_entry_that_was_put_in_is_found(acts, mo):
    past_the_guards(
        "INSERT INTO moderation_auditentry (community_id, act, object, reason, data, at)"
        " VALUES (%s, 'hide', 'message:9', '', '{}', now())",
        mo.community_id,
    )
    assert faults(mo.community) == [("unsealed", AuditEntry.objects.latest("pk").pk)]


def test_an_entry_that_was_changed_and_sealed_anew_is_severed_from_the_next(acts, mo):
    past_the_guards("UPDATE moderation_auditentry SET reason = 'Nothing.' WHERE id = %s", acts[1].pk)
    seal_anew(2)
    assert faults(mo.community) == [("severed", 3)]


def test_a_chain_that_was_made_anew_as_a_whole_is_told_by_a_head_that_was_noted(acts, mo):
    noted = chain.prove(mo.community).head
    past_the_guards("UPDATE moderation_auditentry SET reason = 'Nothing.' WHERE id = %s", acts[1].pk)
    seal_anew(2)
    seal_anew(3)
    assert faults(mo.community) == []
    assert faults(mo.community, noted) == [("unknown", 3)]


def test_a_chain_that_lost_its_end_is_told_by_a_head_that_was_noted(acts, mo, ben):
    noted = chain.prove(mo.community).head
    for table, column in (("auditentry", "id"), ("auditseal", "entry_id")):
        past_the_guards(f"DELETE FROM moderation_{table} WHERE {column} = %s", acts[2].pk)
    assert faults(mo.community) == []
    assert faults(mo.community, noted) == [("unknown", 3)]
    act(mo, ben, "Another end.")
    assert faults(mo.community, noted) == [("unknown", 3)]


def test_a_chain_that_only_grew_holds_a_head_that_was_noted(acts, mo, ben):
    noted = chain.prove(mo.community).head
    act(mo, ben, "Four.")
    assert faults(mo.community, noted) == []


@pytest.mark.parametrize("statement", ["UPDATE moderation_auditseal SET seal = ''", "DELETE FROM moderation_auditseal"])
def test_the_database_refuses_to_change_a_seal(acts, statement):
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_was_written_before_there_were_seals_is_sealed_in_its_order(transactional_db, mo, ben):
    with taken_back("moderation", "0016_audit_is_not_emptied", "0004_audit_chain"):
        before = [act(mo, ben, reason) for reason in ("One.", "Two.")]
    assert list(AuditSeal.objects.order_by("place").values_list("entry", flat=True)) == [entry.pk for entry in before]
    act(mo, ben, "Three.")
    assert chain.prove(mo.community).head.entries == 3
    assert faults(mo.community) == []


def test_the_command_tells_the_head_of_each_chain_and_takes_it_back(acts, mo, tmp_path):
    line = {"community": mo.community.slug, "entries": 3, "head": AuditSeal.objects.get(place=3).seal}
    assert told() == told("--community", mo.community.slug) == [line]
    noted = tmp_path / "heads"
    noted.write_text(json.dumps(line) + "\n")
    assert told("--known", str(noted)) == [line]


def test_the_command_fails_where_a_chain_is_broken_and_says_where(acts, mo):
    past_the_guards("UPDATE moderation_auditentry SET reason = 'Else.' WHERE id = %s", acts[0].pk)
    out = StringIO()
    with pytest.raises(CommandError, match=f"broken: {mo.community.slug}$"):
        call_command("verify_audit", stdout=out)
    line = json.loads(out.getvalue())
    assert (line["broken"], line["faults"]) == (1, ["changed 1"])


def test_a_community_that_was_noted_and_is_gone_breaks_the_proof(acts, tmp_path):
    noted = tmp_path / "heads"
    noted.write_text('{"community": "gone", "entries": 1, "head": "00"}\n')
    with pytest.raises(CommandError, match="gone"):
        call_command("verify_audit", "--known", str(noted), stdout=StringIO())


@pytest.mark.parametrize("text", ["no line", "[]", '{"community": "lake"}'])
def test_what_the_command_never_printed_is_refused(acts, tmp_path, text):
    noted = tmp_path / "heads"
    noted.write_text(text)
    with pytest.raises(CommandError, match="not lines"):
        call_command("verify_audit", "--known", str(noted), stdout=StringIO())


def seal_anew(place: int) -> None:
    """As somebody does who owns the database and knows how it is reckoned."""
    past_the_guards(
        "UPDATE moderation_auditseal seal SET before = earlier.seal, seal = encode(sha256(convert_to("
        "earlier.seal || moderation_audit_words(entry), 'UTF8')), 'hex')"
        " FROM moderation_auditentry entry, moderation_auditseal earlier"
        " WHERE seal.place = %s AND entry.id = seal.entry_id AND earlier.place = seal.place - 1",
        place,
    )


def test_members_note_where_the_chain_ended_when_the_day_began(acts, mo, ben, api, tmp_path):
    """The line is one that `verify_audit --known` takes, and what is written anew later does not go through it."""
    address = "communities/lake/record/seal/"
    assert api(ben).get(address) == {"community": "lake", "entries": 0, "head": ""}, "today's acts come tomorrow"
    with time_machine.travel(now() + timedelta(days=1)):
        act(mo, ben, "Four.")
        line = api(ben).get(address)
        assert line["entries"] == 3
        noted = tmp_path / "noted"
        noted.write_text(json.dumps(line))
        assert told("--known", str(noted))[0]["entries"] == 4

        past_the_guards("DELETE FROM moderation_auditseal")
        past_the_guards("UPDATE moderation_auditentry SET reason = 'Nothing.' WHERE id = %s", acts[1].pk)
        _seal_anew(mo.community)
        assert chain.prove(mo.community).faults == [], "by itself the new past looks whole"
        with pytest.raises(CommandError, match="lake"):
            told("--known", str(noted))


def _seal_anew(community: Community) -> None:
    """What somebody does who wants the past to be another, and knows how seals are made."""
    before = ""
    for place, entry in enumerate(AuditEntry.objects.filter(community=community).order_by("pk"), 1):
        with connection.cursor() as cursor:
            cursor.execute("SELECT moderation_audit_words(e) FROM moderation_auditentry e WHERE id = %s", [entry.pk])
            (words,) = cursor.fetchone()
        seal = sha256((before + words).encode()).hexdigest()
        past_the_guards(
            "INSERT INTO moderation_auditseal (entry_id, community_id, place, before, seal) "
            "VALUES (%s, %s, %s, %s, %s)",
            entry.pk, community.pk, place, before, seal,
        )  # fmt: skip
        before = seal
