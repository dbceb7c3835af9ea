"""What levels open: tested level by level, enforced by the server, and gone while a sanction holds a level down."""

from datetime import timedelta
from uuid import uuid4

import pytest

from board import moving, threads
from board.models import Category, Thread
from chat import messages, seats
from chat.models import Message
from community import access
from community.access import CAPABILITIES, Role
from community.clock import now
from community.errors import Forbidden, Refusal
from community.members.models import Member
from community.moderation import cases, sanctions
from community.moderation.models import Case
from community.moderation.sanctions import Penalty
from community.trust import levels, openings
from community.trust.models import Standing
from tests.api import Api
from tests.community.trust.conftest import again
from tests.conftest import joined

pytestmark = pytest.mark.django_db
LEVELS = levels.Level
FROM_REGULAR = {level: level in (levels.REGULAR, levels.TRUSTED) for level in LEVELS}
FROM_TRUSTED = {level: level == levels.TRUSTED for level in LEVELS}


@pytest.fixture
def at(lake, mo):
    """`at("regular")`: Eve, who stands there."""

    def standing(level: str, name: str = "Eve", role: Role = Role.MEMBER) -> Member:
        member = joined(lake, name, role)
        Standing.objects.filter(member=member).update(level=level)
        Member.objects.filter(pk=member.pk).update(level=level)
        return again(member)

    return standing


def goes(act) -> bool:
    """Whether the server lets it be done."""
    try:
        act()
    except Forbidden:
        return False
    return True


def started(author: Member, title: str = "A thread") -> Thread:
    category = Category.objects.filter(community=author.community).order_by("pk").first()
    assert category is not None
    made = threads.start(author, category, title, "Words of it.", client_id=uuid4())
    return Thread.objects.select_related("category__room").get(pk=made.id)


@pytest.fixture
def elsewhere(community) -> Category:
    return Category.objects.create(community=community, name="Elsewhere", slug="elsewhere")


# --- The table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_opens_what_its_table_says_and_nothing_else(level):
    earned = {name for below in LEVELS[: LEVELS.index(level) + 1] for name in openings.OPENS[below]}
    member = Member(community_id=-1, role=Role.MEMBER, level=level)
    assert {
        name for name in CAPABILITIES if access.can(member, name) and Role.MEMBER not in CAPABILITIES[name]
    } == earned


def test_what_levels_open_moderators_hold_anyway():
    assert all(Role.MODERATOR in CAPABILITIES[name] for opens in openings.OPENS.values() for name in opens)


def test_onlookers_gain_nothing():
    onlooker = Member(community_id=-1, role=Role.ONLOOKER, level=levels.TRUSTED)
    assert openings.opened(onlooker) == []
    assert not any(access.can(onlooker, name) for opens in openings.OPENS.values() for name in opens)


# --- Level by level ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "may"), FROM_REGULAR.items())
def test_authors_move_their_own_threads(at, elsewhere, level, may):
    eve = at(level)
    thread = started(eve)
    assert goes(lambda: moving.move(eve, thread, elsewhere)) is may
    assert (Thread.objects.get(pk=thread.pk).category_id == elsewhere.pk) is may


def test_nobody_moves_the_threads_of_others_by_a_level(at, ben, elsewhere):
    assert not goes(lambda: moving.move(at(levels.TRUSTED), started(ben), elsewhere))


def test_nobody_loses_sight_of_a_thread_by_its_author(at, den):
    eve = at(levels.TRUSTED)
    seats.take(den, eve)
    inside = Category.objects.create(community=den.community, name="Den", slug="den", audience="room", room=den)
    assert not goes(lambda: moving.move(again(eve), started(eve), inside))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.MODERATOR])
def test_no_level_and_no_role_takes_a_message_back_later_than_others(at, say, level, role):
    eve = at(level, role=role)
    said = say(eve)
    Message.objects.filter(pk=said.id).update(created_at=now() - timedelta(minutes=2, seconds=1))
    message = Message.objects.select_related("room", "author").get(pk=said.id)
    assert not goes(lambda: messages.recall(eve, message))


@pytest.mark.parametrize(("level", "may"), FROM_TRUSTED.items())
def test_the_tags_of_others_are_tidied(at, ben, level, may):
    thread, eve = started(ben), at(level)
    assert goes(lambda: threads.edit(eve, thread, names=["boats"])) is may
    assert list(Thread.objects.get(pk=thread.pk).tags.values_list("name", flat=True)) == (["boats"] if may else [])


def test_the_titles_of_others_are_not(at, ben):
    thread, eve = started(ben), at(levels.TRUSTED)
    assert not goes(lambda: threads.edit(eve, thread, title="Another title", names=["boats"]))
    assert Thread.objects.get(pk=thread.pk).title == "A thread"


@pytest.mark.parametrize(("level", "may"), FROM_TRUSTED.items())
def test_two_reports_hurry_a_case_where_they_weigh_double(at, ben, say, level, may):
    said = say(ben, "You are all fools.")
    for name in ("Eve", "Finn"):
        cases.report(at(level, name).user, f"message:{said.id}", "rude")
    assert (Case.objects.get().due_at < now() + timedelta(hours=5)) is may


def test_four_members_reports_hurry_it_too(at, ben, say):
    said = say(ben, "You are all fools.")
    for name in ("Eve", "Finn", "Gus"):
        cases.report(at(levels.MEMBER, name).user, f"message:{said.id}", "rude")
    assert Case.objects.get().due_at > now() + timedelta(hours=40)
    cases.report(at(levels.MEMBER, "Hal").user, f"message:{said.id}", "rude")
    assert Case.objects.get().due_at < now() + timedelta(hours=5)


@pytest.mark.parametrize(("level", "may"), FROM_TRUSTED.items())
def test_the_count_of_the_queue_is_told(at, ben, say, level, may):
    said = say(ben, "You are all fools.")
    cases.report(at(levels.MEMBER, "Finn").user, f"message:{said.id}", "rude")
    assert Api(at(level)).get("communities/lake/standing/")["waiting"] == (1 if may else None)


# --- Sanctions --------------------------------------------------------------------------------------------------------


def test_a_sanction_takes_all_of_it_and_lifting_it_gives_it_back(at, by_mo, elsewhere):
    eve = at(levels.TRUSTED)
    thread = started(eve)
    made = sanctions.impose(by_mo, eve, Penalty("silence", now() + timedelta(days=1)))
    assert openings.opened(again(eve)) == []
    with pytest.raises(Refusal):
        moving.move(again(eve), thread, elsewhere)
    sanctions.lift(by_mo, made)
    moving.move(again(eve), thread, elsewhere)
    assert Thread.objects.get(pk=thread.pk).category_id == elsewhere.pk


def test_the_page_says_what_is_open_and_what_the_next_level_opens(at):
    page = Api(at(levels.REGULAR)).get("communities/lake/standing/")
    assert page["opened"] == ["limits", "move_own"]
    assert page["opens"] == ["tag", "weigh", "count"]
    assert "thread.move_own" in Api(at(levels.REGULAR, "Finn")).get("communities/lake/")["can"]
