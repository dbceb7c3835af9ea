"""Rules: every version is kept, members accept them, and who has not reads on but does not write."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from chat import messages
from community.clock import now
from community.errors import Conflict, Forbidden
from community.members import communities
from community.members.models import Community, Member
from community.moderation import audit_details
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.notifications.models import Notice
from community.rules import accepting, changing, editions, telling
from community.rules.models import Acceptance, Publicity, RulesVersion
from tests.board import acts
from tests.conftest import joined, person

pytestmark = pytest.mark.django_db


def again(member: Member) -> Member:
    return Member.objects.select_related("community", "silence").get(pk=member.pk)


def run_out(member: Member) -> Member:
    """The time that the member had is over."""
    Member.objects.filter(pk=member.pk).update(rules_due=now() - timedelta(minutes=1))
    return again(member)


# --- Versions ---------------------------------------------------------------------------------------------------------


def test_the_rules_are_written_by_nobody_but_those_who_edit_the_community(ada, ben):
    with pytest.raises(Forbidden):
        changing.change(Moderator(member=ben), ada.community, "Ben is king.")
    assert not RulesVersion.objects.exists()
    assert Community.objects.get().rules == ""


def test_the_same_words_again_are_no_new_version(ruled, by_ada):
    changing.change(by_ada, ruled, "  1. Be kind.\r\n")
    assert RulesVersion.objects.count() == 1


def test_who_built_upon_an_older_version_is_told_so(ruled, by_ada):
    changing.change(by_ada, ruled, "1. Be kind.\n2. No spam.", base=1)
    with pytest.raises(Conflict) as refused:
        changing.change(by_ada, ruled, "1. Be nice.", base=1)
    assert (refused.value.code, refused.value.data) == ("rules.changed", {"number": 2})


def test_the_form_of_the_community_writes_them_by_the_same_verb(api, ada, ben):
    api(ada).patch("communities/lake/", {"slogan": "Slow", "rules": "Be kind."})
    assert (Community.objects.get().slogan, Community.objects.get().rules) == ("Slow", "Be kind.")
    assert RulesVersion.objects.get().by == ada
    assert again(ben).rules_due is not None


def test_a_change_is_in_the_audit(ruled):
    entry = AuditEntry.objects.get(act="change rules")
    assert audit_details.told(entry) == {"number": 1, "asks": True}


def test_rules_from_before_versions_get_their_first(ada):
    Community.objects.update(rules="Be kind.")
    version = editions.newest(Community.objects.get())
    assert (version.number, version.text, version.by) == (1, "Be kind.", None)


def test_a_version_shows_what_differs_from_the_one_before(api, ada, ruled, by_ada):
    changing.change(by_ada, ruled, "1. Be kind.\n2. No spam.\n\n3. Links have words.", why="Too many links")
    changing.change(by_ada, ruled, "1. Be kind.\n2. Links have words.\n3. No politics.")
    found = api(ada).get("communities/lake/rules/versions/3/")
    assert [(row["text"], row["fate"], row["number"]) for row in found["articles"]] == [
        ("Be kind.", "same", 1), ("No spam.", "removed", None), ("Links have words.", "same", 2),
        ("No politics.", "added", 3),
    ]  # fmt: skip
    listed = api(ada).get("communities/lake/rules/versions/")
    assert [row["number"] for row in listed["results"]] == [3, 2, 1]
    assert listed["results"][1]["why"] == "Too many links"


# --- Accepting --------------------------------------------------------------------------------------------------------


def test_who_was_there_writes_on_for_a_week_and_then_not_before_accepting(ada, ben, square, by_ada):
    changing.change(by_ada, ada.community, "1. Be kind.")
    messages.post(again(ben), square, "I talk on", client_id=uuid4())
    with pytest.raises(Forbidden) as refused:
        messages.post(run_out(ben), square, "And on", client_id=uuid4())
    assert refused.value.code == "rules.unaccepted"
    with pytest.raises(Forbidden):
        acts.start(again(ben), "On the board", "Nor there.")
    accepting.accept(again(ben), 1)
    messages.post(again(ben), square, "I have read them", client_id=uuid4())
    assert Acceptance.objects.filter(member=ben, version__number=1).exists()


def test_a_newcomer_reads_and_writes_only_after_accepting(ruled, square):
    nora = communities.join(person("Nora"), ruled)
    with pytest.raises(Forbidden):
        messages.post(again(nora), square, "Hello", client_id=uuid4())
    accepting.accept(again(nora), 1)
    messages.post(again(nora), square, "Hello", client_id=uuid4())


def test_nothing_is_asked_where_there_are_no_rules(ben, square):
    assert again(ben).rules_due is None
    messages.post(ben, square, "Hello", client_id=uuid4())


def test_the_author_of_a_change_has_accepted_it(ada, ruled):
    assert again(ada).rules_due is None
    assert accepting.accepted(ada).number == 1


def test_imported_people_are_asked_nothing(ruled, by_ada):
    ghost = Member.objects.create(community=ruled, name="Ghost", source="irc:ghost")
    changing.change(by_ada, ruled, "2. No spam.")
    assert again(ghost).rules_due is None


def test_a_slip_of_the_pen_asks_nobody(ben, ruled, by_ada):
    accepting.accept(again(ben), 1)
    changing.change(by_ada, ruled, "1. Be kind!", asks=False)
    assert again(ben).rules_due is None
    assert not accepting.ask(again(ben))
    assert again(ben).rules_due is None


def test_who_was_asked_before_does_not_get_longer_by_another_change(ben, ruled, by_ada):
    due = again(ben).rules_due
    changing.change(by_ada, ruled, "1. Be kind.\n2. No spam.")
    assert again(ben).rules_due == due


def test_an_older_version_is_not_accepted_any_more(ben, ruled, by_ada):
    changing.change(by_ada, ruled, "1. Be kind.\n2. No spam.")
    with pytest.raises(Conflict):
        accepting.accept(again(ben), 1)
    assert again(ben).rules_due is not None
    accepting.accept(again(ben), 2)
    accepting.accept(again(ben), 2)
    assert Acceptance.objects.filter(member=ben).count() == 1


def test_without_rules_nobody_waits_for_them(ben, ruled, by_ada):
    run_out(ben)
    changing.change(by_ada, ruled, "")
    assert again(ben).rules_due is None


def test_who_comes_back_is_asked_only_for_what_they_have_not_accepted(ben, ruled, by_ada):
    accepting.accept(again(ben), 1)
    communities.leave(again(ben))
    assert communities.join(ben.user, ruled).rules_due is None
    communities.leave(again(ben))
    changing.change(by_ada, ruled, "2. No spam.")
    assert communities.join(ben.user, ruled).rules_due is not None


def test_the_page_shows_what_changed_since_the_reader_accepted(api, ben, ruled, by_ada):
    accepting.accept(again(ben), 1)
    changing.change(by_ada, ruled, "1. Be kind.\n2. No spam.", why="Spam came.")
    found = api(ben).get("communities/lake/rules/")
    assert (found["accepted"], found["version"]["number"], found["version"]["why"]) == (1, 2, "Spam came.")
    assert [row["fate"] for row in found["articles"]] == ["same", "added"]
    assert found["due"] == api(ben).get("communities/lake/")["rules_due"]
    assert api(ben).post("communities/lake/rules/accept/", {"number": 2})["due"] is None


# --- Two at the same moment -------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_rules_at_once_one_is_told(ada):
    changes = [partial(changing.change, Moderator(member=ada), ada.community, text, base=0) for text in ("One", "Two")]
    outcomes = acts.together(changes)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "RulesVersion"]
    assert Community.objects.get().rules == RulesVersion.objects.get().text


@pytest.mark.django_db(transaction=True)
def test_nobody_slips_past_a_change_by_accepting_at_the_same_moment(ada, ben):
    by, lake = Moderator(member=ada), ada.community
    for number in range(1, 12, 2):
        changing.change(by, lake, f"Rule {number}")
        acts.together([partial(changing.change, by, lake, f"Rule {number + 1}"), partial(_accept_newest, ben)])
        has = Acceptance.objects.filter(member=ben, version__number=number + 1).exists()
        assert (again(ben).rules_due is None) == has


def _accept_newest(ben: Member) -> None:
    accepting.accept(again(ben), editions.newest(ben.community).number)


# --- Telling ----------------------------------------------------------------------------------------------------------


def test_a_change_is_told_once_to_everybody_but_its_author(ada, ben, ruled):
    version = editions.newest(ruled)
    telling.of_change(version)
    telling.of_change(version)
    assert [(row.member, row.data) for row in Notice.objects.filter(kind="rules")] == [
        (ben, {"number": 1, "again": False})
    ]


def test_members_are_reminded_every_so_often_and_newcomers_are_not(ada, ben, ruled):
    old, long = now() - timedelta(days=91), now() - timedelta(days=200)
    RulesVersion.objects.update(at=old)
    accepting.accept(again(ben), 1)
    Member.objects.filter(pk__in=[ada.pk, ben.pk]).update(joined_at=long)
    joined(ruled, "Nora")
    for _ in range(2):
        for community, key in telling.begin_rounds():
            telling.remind(Community.objects.get(pk=community), key)
    told = Notice.objects.filter(kind="rules")
    assert sorted(row.member.name for row in told) == ["Ada", "Ben"]
    assert all(row.data == {"number": 1, "again": True} for row in told)


@pytest.mark.parametrize(("every", "days", "due"), [(90, 89, False), (90, 91, True), (30, 31, True), (0, 900, False)])
def test_the_community_says_how_often(api, ada, ruled, every, days, due):
    api(ada).patch("communities/lake/publicity/", {"every": every})
    RulesVersion.objects.update(at=now() - timedelta(days=days))
    assert bool(telling.begin_rounds()) is due


def test_a_round_is_begun_by_one_of_two_workers_and_its_rest_is_told_again(ruled):
    RulesVersion.objects.update(at=now() - timedelta(days=91))
    assert telling.begin_rounds() == telling.begin_rounds() != []
    Publicity.objects.update(reminded_at=now() - timedelta(days=2))
    assert telling.begin_rounds() == []


def test_a_stranger_learns_nothing_of_the_versions(api, ruled):
    assert api(person("Cleo")).refused("GET", "communities/lake/rules/versions/1/") == "not_found"
