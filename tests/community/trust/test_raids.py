"""Raid mode: the door closes, newcomers' words wait, and it is over by itself."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from community.access import Role
from community.clock import now
from community.members import communities
from community.members.models import Community, Member, User
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case, Hold
from community.notifications.models import Notice
from community.trust import raids, standings, tasks
from community.trust.models import Raid
from tests.api import Api
from tests.community.moderation.desk import signed_in
from tests.community.trust.conftest import grown, refused
from tests.conftest import joined, person


@pytest.fixture
def closed(by_mo, lake) -> Raid:
    raid = raids.begin(by_mo, lake, 60)
    raids.forget()
    return raid


def over(raid: Raid) -> None:
    Raid.objects.filter(pk=raid.pk).update(until=now() - timedelta(seconds=1))
    raids.forget()


def test_nobody_comes_in(closed, lake):
    refusal = refused(lambda: communities.join(person("Eve"), lake))
    assert (refusal.code, refusal.data["until"]) == ("community.raid", closed.until.isoformat())


def test_whoever_is_in_stays_in(ben, closed, lake):
    assert communities.join(ben.user, lake).pk == ben.pk


def test_what_newcomers_write_waits_and_nothing_of_it_is_lost(dan, closed, say, by_mo):
    assert refused(lambda: say(dan, "Hello, I am new here")).code == "post.held"
    case = Case.objects.get()
    assert case.reports.get().why == "raid"
    cases.settle(by_mo, case, "keep")
    assert Hold.objects.get().published_as


def test_whoever_joined_a_day_before_it_began_is_part_of_it(ben, lake, by_mo, say):
    Member.objects.filter(pk=ben.pk).update(joined_at=now() - timedelta(hours=23))
    raids.begin(by_mo, lake, 60)
    raids.forget()
    assert refused(lambda: say(ben)).code == "post.held"


def test_members_of_old_talk_on(ben, lake, by_mo, say):
    Member.objects.filter(pk=ben.pk).update(joined_at=now() - timedelta(hours=25))
    raids.begin(by_mo, lake, 60)
    raids.forget()
    say(ben)


def test_newcomers_are_slowed_to_one_message_a_minute(dan, closed, say):
    refused(lambda: say(dan, "The first one waits"))
    assert refused(lambda: say(dan, "The second is refused")).code == "newcomer.messages"


def test_it_ends_by_itself(dan, closed, lake, say):
    over(closed)
    communities.join(person("Eve"), lake)
    say(dan)


def test_it_can_be_ended_and_prolonged(closed, lake, by_mo):
    longer = raids.begin(by_mo, lake, 120)
    assert longer.pk == closed.pk
    assert longer.until > closed.until
    raids.end(by_mo, lake)
    raids.end(by_mo, lake)
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["raid mode on", "prolong raid mode", "raid mode off"]


def test_after_one_that_is_over_another_one_begins(closed, lake, by_mo):
    over(closed)
    assert raids.begin(by_mo, lake, 60).pk != closed.pk
    assert Raid.objects.get(pk=closed.pk).ended_at is not None


def test_moderators_hear_of_it_and_whoever_did_it_does_not(lake, ada, mo, ben, by_mo):
    raids.begin(by_mo, lake, 60)
    assert [notice.member for notice in Notice.objects.filter(kind="raid")] == [ada]


def test_ten_who_join_at_once_close_the_door(lake, mo, settings):
    for number in range(settings.OXBOW["RAID_JOINS"]):
        communities.join(person(f"Crowd{number}"), lake)
    tasks.look_for_raid(lake.pk, Raid.Cause.JOINS)
    raid = raids.current(lake.pk)
    assert raid is not None
    assert raid.cause == "joins"
    assert Notice.objects.filter(kind="raid", member=mo).exists()
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.staff) == ("raid mode on", None, None)


def test_nine_do_not(lake, settings):
    Member.objects.update(joined_at=now() - timedelta(days=2))
    for number in range(settings.OXBOW["RAID_JOINS"] - 1):
        communities.join(person(f"Crowd{number}"), lake)
    tasks.look_for_raid(lake.pk, Raid.Cause.JOINS)
    assert raids.current(lake.pk) is None


def test_what_a_moderator_opened_does_not_close_by_itself_again(closed, lake, by_mo):
    raids.end(by_mo, lake)
    raids.begin_by_itself(lake, Raid.Cause.POSTS)
    assert raids.current(lake.pk) is None


def test_in_a_community_that_is_just_beginning_a_crowd_is_welcome(community):
    assert standings.is_founding(community)
    assert not standings.is_founding(grown(community))


def test_the_api_says_it_and_switches_it(lake, mo, ben):
    assert Api(ben).get("communities/lake/raid/") == {"raid": None}
    assert Api(mo).put("communities/lake/raid/", {"minutes": 30})["raid"]["cause"] == "hand"
    assert Api(ben).get("communities/lake/raid/")["raid"] is not None
    assert Api(ben).refused("DELETE", "communities/lake/raid/") == "forbidden"
    assert Api(mo).delete("communities/lake/raid/") == {"raid": None}


def test_staff_close_and_open_it_in_the_admin(lake):
    client = signed_in(User.objects.create_superuser("root"))
    chosen = {"_selected_action": [lake.pk]}
    client.post("/admin/members/community/", {"action": "close"} | chosen)
    raid = raids.current(lake.pk)
    assert raid is not None
    assert raid.by is not None
    client.post("/admin/members/community/", {"action": "reopen"} | chosen)
    assert raids.current(lake.pk) is None


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_close_one_door(ada):
    grown(ada.community)
    mo, max_ = (joined(ada.community, name, Role.MODERATOR) for name in ("Mo", "Max"))
    failed: list[Exception] = []

    def close(member: Member) -> None:
        try:
            raids.begin(Moderator(member=member), Community.objects.get(pk=ada.community_id), 60)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=close, args=[member]) for member in (mo, max_)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert Raid.objects.count() == 1
