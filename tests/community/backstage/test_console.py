"""Parts of the console: charts, the audit's proof, the history of a member."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.access import Role
from community.backstage import charts
from community.clock import now
from community.members.models import Member
from community.moderation import act_names, cases, deeds, notes, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case, Sanction
from community.moderation.sanctions import Penalty
from tests.community.backstage.places import place
from tests.community.backstage.test_scope import url
from tests.community.moderation.desk import LIST, signed_in, told
from tests.conftest import joined

ACT = re.compile(
    r"""audit\.record\(\s*(?:Moderator\([^)]*\)|\w+(?:\(\w+\))?),\s*"([^"]+)"  # written down where it is done
    |\bCause\("([^"]+)"|recording\.cause\([^"]+,\s*"([^"]+)"                  # why somebody holds another role
    |\bact\ =\ "([^"]+)"\ if\ .+\ else\ "([^"]+)"                             # one of two
    |_settled\(.+,\ "([^"]+)",|_require_editor\(.+,\ "([^"]+)"\)             # handed on""",
    re.VERBOSE,
)


@pytest.fixture
def front(mo):
    """The charts of Mo's front page, by title."""

    def drawn() -> dict[str, charts.Chart]:
        return {chart.title: chart for chart in signed_in(mo.user).get("/admin/").context["charts"]}

    return drawn


def test_a_chart_counts_by_the_readers_own_days(front, mo, ben):
    Member.objects.update(joined_at=now() - timedelta(days=40))
    mo.user.timezone = "Asia/Shanghai"
    mo.user.save()
    Member.objects.filter(pk=ben.pk).update(joined_at=now())

    joins = front()["people who joined"]

    assert joins.total == "1"
    assert [bar.said for bar in joins.bars] == ["0"] * 29 + ["1"]
    assert joins.bars[-1].parts == [charts.Part(0, 0.0, charts.TALL)]


def test_sanctions_are_stacked_by_grade_and_decisions_have_a_median(front, mo, ben):
    by = Moderator(member=mo)
    for penalty in (Penalty("notice"), Penalty("notice"), Penalty("ban", now() + timedelta(days=1))):
        sanctions.impose(by, ben, penalty)
    common = {"community": ben.community, "member": ben, "path": "", "words": "", "due_at": now()}
    for hours in (1, 2, 9):
        settled = now()
        took = {"settled_at": settled, "opened_at": settled - timedelta(hours=hours)}
        Case.objects.create(object=f"message:{hours}", verdict="keep", **took, **common)

    drawn = front()

    assert [part.tone for part in drawn["sanctions"].bars[-1].parts] == [0, 3]
    assert drawn["sanctions"].total == "3"
    assert drawn["from report to decision, the median of a day"].total.replace("\xa0", " ") == "2 hours"


def test_the_front_page_asks_no_more_of_the_database_for_more(mo, ben):
    client = signed_in(mo.user)

    def asked() -> int:
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        return len(queries)

    before = asked()
    for number in range(5):
        joined(ben.community, f"Guest {number}")
        sanctions.impose(Moderator(member=mo), ben, Penalty("notice"))
    assert asked() == before


def test_the_audit_is_proved_for_ones_own_community(db):
    owner, _ = place("Lagoon")
    place("Zanzibar")
    client = signed_in(joined(owner.community, "Mo", Role.MODERATOR).user)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is sealed when it is committed

    said = told(client.get(url(AuditEntry, "verify"), follow=True))

    assert len(said) == 1
    assert said[0].startswith("Lagoon: all 2 entries are whole.")


def test_an_audit_that_was_changed_is_named(mo, ben):
    sanctions.impose(Moderator(member=mo), ben, Penalty("notice"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE moderation_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE moderation_auditentry SET reason = 'Nothing'")
        cursor.execute("ALTER TABLE moderation_auditentry ENABLE TRIGGER USER")

    assert told(signed_in(mo.user).get(url(AuditEntry, "verify"), follow=True)) == [
        "Lake: the audit was changed! changed 1"
    ]


def test_a_members_page_tells_what_there_was_and_costs_the_same_for_more(mo, ben):
    by, client = Moderator(member=mo), signed_in(mo.user)
    where = url(Member, "change", ben.pk)

    def more() -> int:
        sanctions.impose(by, ben, Penalty("notice"), reason="Shouting.")
        notes.add(by, ben, "Talked to them.")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(where).content.decode()
        assert "Shouting." in page
        assert "Talked to them." in page
        return len(queries)

    more()
    assert more() == more()


@pytest.mark.parametrize("text", ["", "n" * 1001])
def test_a_note_has_some_words_and_not_too_many(mo, ben, text):
    answer = signed_in(mo.user).post(url(Member, "change", ben.pk), {"do": "note", "text": text}, follow=True)
    assert told(answer) == ["A note has between 1 and 1000 characters."]
    assert not ben.moderators_notes.exists()


def test_nobody_settles_their_own_case_by_a_role_either(mo, ada, square):
    case = Case.objects.create(
        community=mo.community, member=mo, object="member:1", path="", words="", due_at=now() + timedelta(hours=1)
    )
    signed_in(mo.user).post(f"{LIST}{case.pk}/change/", {"do": "decide", "decision": "keep"})
    case.refresh_from_db()
    assert case.is_open()
    assert cases.settle(Moderator(member=ada), case, "keep").settled_by == ada.user
    assert not Sanction.objects.exists()


def test_every_act_of_the_audit_has_a_name_in_the_readers_language():
    """The acts as the verbs write them down."""
    found = {grade for one in Sanction.Grade.values for grade in (one, f"lift {one}")} | set(deeds.ACTS.values())
    for package in ("community", "chat", "board"):
        for path in (Path(__file__).parents[3] / package).rglob("*.py"):
            found.update(act for some in ACT.findall(path.read_text()) for act in some if act)
    some = {"settle", "lock", "rest role", "stand in", "mute", "decide idea", "take role", "accept", "raid mode on"}
    assert some <= found
    assert found - act_names.NAMES.keys() == set()


def test_a_rows_page_says_its_state_in_words(mo, ben):
    page = signed_in(mo.user).get(url(Member, "change", ben.pk)).content.decode()
    assert "present" in page
    assert "(&#x27;present" not in page
    assert "Standing" not in page
