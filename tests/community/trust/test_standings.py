"""Levels grow with conduct, fall with sanctions, and come back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board import threads
from board.models import Category
from chat import messages, reactions, seats
from chat.models import Message, Room
from community.clock import now
from community.members import communities
from community.members.models import Member, User
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Sanction
from community.moderation.sanctions import Penalty
from community.trust import levels, standings
from community.trust.models import Standing
from tests.api import Api
from tests.community.trust.conftest import again
from tests.conftest import joined, person

DAY = timedelta(days=1)


def level(member: Member) -> str:
    return Member.objects.get(pk=member.pk).level


def visit(member: Member, days: int) -> None:
    """Come on so many days in a row, the last of them today, with a night after each."""
    for ago in range(days - 1, -1, -1):
        User.objects.filter(pk=member.user_id).update(last_seen_on=(now() - ago * DAY).date())
        standings.reckon(member.community_id)


@pytest.fixture
def settled(dan, say, square) -> Member:
    """Dan after his first days: enough for a member."""
    Member.objects.filter(pk=dan.pk).update(joined_at=now() - 3 * DAY)
    for number in range(3):
        say(dan, f"Message number {number}")
    seats.read(dan, Room.objects.get(pk=square.pk), 1)
    visit(dan, 2)
    return again(dan)


def test_whoever_joins_a_grown_community_is_a_newcomer(dan):
    assert level(dan) == levels.NEWCOMER


def test_in_a_community_that_is_just_beginning_nobody_is_newer_than_the_others(ben):
    assert level(ben) == levels.MEMBER


def test_coming_back_does_not_make_anybody_new(settled):
    communities.leave(settled)
    assert level(communities.join(settled.user, settled.community)) == levels.MEMBER


def test_joining_twice_at_once_is_one_standing(lake):
    eve = person("Eve")
    for _ in range(2):
        communities.join(eve, lake)
    assert Standing.objects.filter(member__user=eve).count() == 1


def test_days_visits_words_and_reading_make_a_member(settled):
    assert level(settled) == levels.MEMBER


def test_words_alone_do_not(dan, say):
    for number in range(8):
        say(dan, f"Message number {number}")
    visit(dan, 1)
    assert level(dan) == levels.NEWCOMER


def test_two_nights_on_one_day_count_one_visit(dan):
    visit(dan, 1)
    visit(dan, 1)
    assert Standing.objects.get(member=dan).visits == 1


def test_what_a_moderator_hid_and_what_two_say_alone_counts_for_nothing(dan, mo, say, square):
    said = say(dan, "Out of sight")
    messages.hide(Moderator(member=mo), Message.objects.select_related("room", "author").get(pk=said.id))
    standings.reckon(dan.community_id)
    assert Standing.objects.get(member=dan).figures["said"] == 0


def test_posts_and_peoples_reactions_count(dan, ben, ada, community):
    category = Category.objects.get(community=community)
    threads.start(again(dan), category, "A thread", "Words", client_id=uuid4())
    said = messages.post(again(dan), Room.objects.filter(community=community).first(), "Hello", client_id=uuid4())
    for person_ in (ben, ada, dan):
        reactions.add(person_, Message.objects.select_related("room").get(pk=said.id), "👍")
    standings.reckon(community.pk)
    figures = Standing.objects.get(member=dan).figures
    assert (figures["said"], figures["liked"]) == (2, 2)


def test_all_levels_can_be_reached():
    figures = {"days": 60, "visits": 50, "said": 150, "read": 20, "liked": 15, "clean": 100}
    assert levels.earned(figures) == levels.TRUSTED
    for name in figures:
        assert levels.earned(figures | {name: figures[name] - 1}) == levels.REGULAR


def test_a_mute_lowers_for_its_length_and_a_month(settled, by_mo, square):
    until = now() + 7 * DAY
    sanctions.impose(by_mo, settled, Penalty("mute", until, f"room:{square.pk}"))
    assert level(settled) == levels.NEWCOMER
    assert Standing.objects.get(member=settled).lowered_until == until + standings.AFTERWARDS
    standings.reckon(settled.community_id)
    assert level(settled) == levels.NEWCOMER


def test_afterwards_they_stand_where_they_stood(settled, by_mo):
    sanctions.impose(by_mo, settled, Penalty("silence", now() + DAY))
    Standing.objects.filter(member=settled).update(lowered_until=now() - DAY)
    standings.reckon(settled.community_id)
    assert level(settled) == levels.MEMBER


def test_lifting_a_sanction_gives_the_level_back_at_once(settled, by_mo):
    made = sanctions.impose(by_mo, settled, Penalty("silence", now() + DAY))
    sanctions.lift(by_mo, made)
    assert level(settled) == levels.MEMBER


def test_of_two_sanctions_the_other_one_still_holds(settled, by_mo, square):
    muted = sanctions.impose(by_mo, settled, Penalty("mute", now() + DAY, f"room:{square.pk}"))
    sanctions.impose(by_mo, settled, Penalty("silence", now() + DAY))
    sanctions.lift(by_mo, muted)
    assert level(settled) == levels.NEWCOMER


def test_a_notice_lowers_nobody(settled, by_mo):
    sanctions.impose(by_mo, settled, Penalty("notice"))
    assert level(settled) == levels.MEMBER


def test_imported_people_have_no_standing(community):
    Member.objects.create(community=community, name="From the log", source="irc:1")
    standings.reckon(community.pk)
    assert not Standing.objects.filter(member__user=None).exists()


def test_reckoning_asks_the_same_of_a_small_and_of_a_grown_community(community):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            standings.reckon(community.pk)
        return len(captured)

    joined(community, "One")
    asked()
    small = asked()
    for number in range(12):
        joined(community, f"Member{number}")
    asked()
    assert asked() == small


def test_the_page_says_where_i_stand_and_what_comes_next(dan):
    answer = Api(dan).get("communities/lake/standing/")
    assert (answer["level"], answer["next"]) == ("newcomer", "member")
    assert {need["name"]: need["need"] for need in answer["needs"]} == levels.NEEDS[levels.MEMBER]
    assert answer["limits"]["links"] == 3


def test_whoever_holds_a_role_has_no_limits(mo):
    assert Api(mo).get("communities/lake/standing/")["limits"] is None


def test_the_page_says_until_when_a_sanction_counts(settled, by_mo):
    sanctions.impose(by_mo, settled, Penalty("silence", now() + DAY))
    answer = Api(settled).get("communities/lake/standing/")
    assert answer["level"] == "newcomer"
    assert answer["lowered_until"] is not None
    assert Sanction.objects.filter(member=settled).exists()
