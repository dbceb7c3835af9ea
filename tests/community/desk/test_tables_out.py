"""Lists of the admin as tables: what is shown, in one's own communities, and the audit knows."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.access import Role
from community.desk import tables_out
from community.members.models import Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case
from community.moderation.sanctions import Penalty
from tests.community.backstage.places import MARK, among, place
from tests.community.backstage.test_scope import url
from tests.community.moderation.desk import signed_in, told
from tests.conftest import joined

MODELS = (Member, Case, AuditEntry)


def taken(browser: Client, model, query: str = "") -> list[list[str]]:
    answer = browser.post(f"{url(model, 'table')}?{query}")
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_what_is_shown_goes_out_and_the_audit_knows_how_much(ada, ben, mo):
    rows = taken(signed_in(ada.user), Member, "role__exact=moderator")

    assert [row[1] for row in rows] == ["name", "Mo"]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.data) == ("save table", ada, {"list": "members.member", "rows": 1})


def test_a_formula_is_text(ada, ben):
    Member.objects.filter(pk=ben.pk).update(name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in [row[1] for row in taken(signed_in(ada.user), Member)]


@pytest.mark.parametrize("model", MODELS)
def test_nothing_of_another_community_goes_out(db, model):
    owner, _ = place("Lagoon")
    other, _ = place(MARK)
    browser = signed_in(among(owner, "Amy", Role.ADMIN).user)

    rows = taken(browser, model)

    assert len(rows) > 1
    assert MARK not in str(rows)
    assert not AuditEntry.objects.filter(community=other.community, act="save table").exists()
    assert told(browser.post(f"{url(model, 'table')}?community__id__exact={other.community_id}", follow=True)) == [
        "There is nothing in it."
    ]


def test_moderators_take_cases_along_and_not_the_people(mo, ben):
    sanctions.impose(Moderator(member=mo), ben, Penalty("notice"))
    browser = signed_in(mo.user)

    assert taken(browser, AuditEntry)[1][3] == "impose notice" or len(taken(browser, AuditEntry)) > 1
    assert told(browser.post(url(Member, "table"), follow=True)) == ["There is nothing in it."]
    assert b"Save what is shown as a table" not in browser.get(url(Member, "changelist")).content


def test_the_state_of_cases_is_heeded(mo, ben):
    from community.clock import now

    common = {"community": ben.community, "member": ben, "path": "", "words": "", "due_at": now()}
    Case.objects.create(object="message:1", **common)
    Case.objects.create(object="message:2", verdict="keep", settled_at=now(), **common)
    browser = signed_in(mo.user)

    assert [row[3] for row in taken(browser, Case)[1:]] == ["message:1"]
    assert [row[3] for row in taken(browser, Case, "state=settled")[1:]] == ["message:2"]


def test_too_much_is_refused_and_not_in_the_audit(ada, ben, monkeypatch):
    monkeypatch.setattr(tables_out, "MOST", 1)
    assert "too much" in told(signed_in(ada.user).post(url(Member, "table"), follow=True))[0]
    assert not AuditEntry.objects.exists()


def test_pages_follow_each_other_at_the_same_price(ada, ben, monkeypatch):
    monkeypatch.setattr(tables_out, "PAGE", 2)
    for number in range(5):
        joined(ada.community, f"Guest {number}")
    browser = signed_in(ada.user)

    with CaptureQueriesContext(connection) as few:
        rows = taken(browser, Member)

    ids = [int(row[0]) for row in rows[1:]]
    assert ids == sorted(ids)
    assert len(set(ids)) == 7
    monkeypatch.setattr(tables_out, "PAGE", 500)
    with CaptureQueriesContext(connection) as fewer:
        taken(browser, Member)
    assert len(few) - len(fewer) == 3


def test_looking_saves_nothing(ada):
    assert signed_in(ada.user).get(url(Member, "table")).status_code == 302
    assert not AuditEntry.objects.exists()
