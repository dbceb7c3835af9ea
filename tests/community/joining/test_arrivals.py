"""The first steps of a newcomer, and how a community opens."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import messages, rooms
from chat import tasks as chat_tasks
from chat.models import Message
from community.access import Role
from community.clock import now
from community.errors import NotFound
from community.joining import arrivals, entrances, hello, opening, suggestions, welcomers
from community.joining.models import Arrival
from community.members import communities
from community.members.models import Community, Member, Silence
from community.notifications.models import Notice
from tests.board import acts
from tests.chat.test_messages import run_all
from tests.conftest import joined, person


def came(community: Community, name: str = "Nora") -> Member:
    """Somebody who comes in just now."""
    return communities.join(person(name), community)


@pytest.fixture
def ben(community) -> Member:
    return came(community, "Ben")


def names(member: Member) -> list[str]:
    return [step.name for step in arrivals.left_to_do(member)]


def test_a_newcomer_has_the_steps_that_the_community_offers(ada, community, square):
    assert names(came(community)) == ["places", "hello"]
    entrances.edit(ada, {"interests": ["Tea", "Herons"]})
    assert names(came(community, "Nick")) == ["interests", "places", "hello"]
    assert names(ada) == []


def test_whoever_comes_back_is_not_welcomed_anew(community, square):
    nora = came(community)
    for step in names(nora):
        arrivals.skip(nora, step)
    communities.leave(nora)
    assert names(communities.join(nora.user, community)) == []


def test_what_is_no_step_is_not_skipped(ben):
    with pytest.raises(NotFound):
        arrivals.skip(ben, "dance")


def test_every_step_is_skipped_by_the_same_address(ada, ben, square, api):
    entrances.edit(ada, {"interests": ["Tea"]})
    steps = api(ben).get("communities/lake/welcome/")["steps"]
    assert len(steps) == 3
    for step in steps:
        api(ben).put(f"communities/lake/welcome/steps/{step['name']}/")
    assert api(ben).get("communities/lake/welcome/")["steps"] == []


def test_interests_are_chosen_of_what_is_offered(ada, ben):
    entrances.edit(ada, {"interests": ["Tea", "Herons"]})
    ben.refresh_from_db()
    assert arrivals.choose_interests(ben, ["Tea", "Tea", "Golf"]) == ["Tea"]
    assert arrivals.interests_of(ben) == ["Tea"]
    assert arrivals.choose_interests(ben, ["Herons"]) == ["Herons"]
    assert arrivals.interests_of(ben) == ["Herons"]


def test_newcomers_are_shown_what_interests_them_and_only_what_they_may_read(ada, ben, square, den):
    teas = rooms.create(ada, "open", "Teahouse")
    messages.post(ada, square, "Hello", client_id=uuid4())
    shown = suggestions.for_newcomer(came(ada.community), ["tea"])
    found = [one.id for one in shown if one.kind == "room"]
    assert found[:2] == [teas.pk, square.pk]
    assert den.pk not in found


def test_threads_are_shown_by_interest(ada, ben, square):
    for title in ("About boats", "About tea"):
        thread = acts.start(ada, title, "Words")
        acts.reply(ben, thread, "More words")
    shown = [one.title for one in suggestions.for_newcomer(ben, ["tea"]) if one.kind == "thread"]
    assert shown == ["About tea", "About boats"]


def test_of_many_rooms_and_threads_three_each_are_shown(ada, community, square):
    for number in range(4):
        room = rooms.create(ada, "open", f"Room {number}")
        messages.post(ada, room, "Hello", client_id=uuid4())
        acts.reply(ada, acts.start(ada, f"Thread {number}", "Words"))
    shown = [one.kind for one in suggestions.for_newcomer(joined(community, "Nora"), [])]
    assert (shown.count("room"), shown.count("thread")) == (3, 3)


def test_the_first_hello_is_a_post_in_the_room_that_the_hosts_chose(ada, square):
    foyer = rooms.create(ada, "open", "Foyer")
    entrances.edit(ada, {"hello_room": foyer.pk})
    nora = came(ada.community)
    assert hello.say(nora, "Hello, I am Nora.", uuid4()) == foyer.pk
    message = Message.objects.get(author=nora)
    assert (message.room, message.body) == (foyer, "Hello, I am Nora.")
    assert Arrival.objects.get(member=nora).hello == f"message:{message.pk}"
    assert "hello" not in names(nora)


def told_of(newcomer: Member) -> list[str]:
    rows = Notice.objects.filter(kind="newcomer", actor=newcomer).order_by("member")
    return list(rows.values_list("member__name", flat=True))


def greet(member: Member, newcomer: Member) -> None:
    """Answer the first words of a newcomer."""
    said = Message.objects.get(author=newcomer)
    shape = messages.post(member, said.room, "Welcome!", client_id=uuid4(), reply_to=said.pk)
    chat_tasks.tell_of_message(shape.id)


def test_greeters_hear_of_a_newcomer_until_one_of_them_answers(gina, mo, ben, square):
    nora = came(gina.community)
    assert told_of(nora) == ["Gina"]
    hello.say(nora, "Hello!", uuid4())
    greet(ben, nora)
    assert told_of(nora) == ["Gina"]
    greet(gina, nora)
    assert told_of(nora) == []
    assert Arrival.objects.get(member=nora).greeted_by == gina


def test_where_nobody_greets_hosts_and_moderators_hear_of_a_newcomer(ada, ben, mo, square):
    holly = joined(ada.community, "Holly", Role.HOST)
    nora = came(ada.community)
    assert told_of(nora) == [mo.name, holly.name]
    hello.say(nora, "Hello!", uuid4())
    greet(holly, nora)
    assert told_of(nora) == []


def test_where_nobody_else_could_greet_admins_hear_and_at_last_the_owner(ada, ben):
    assert told_of(came(ada.community)) == ["Ada"]
    joined(ada.community, "Art", Role.ADMIN)
    assert told_of(came(ada.community, "Nick")) == ["Art"]


def test_others_stand_in_for_greeters_who_are_away_silenced_gone_or_without_an_account(ada, gina, mo):
    quiet = joined(ada.community, "Quinn", Role.GREETER)
    Silence.objects.create(member=quiet, until=now() + timedelta(hours=1))
    communities.leave(joined(ada.community, "Gone", Role.GREETER))
    Member.objects.create(community=ada.community, name="Ghost", source="irc", role=Role.GREETER)
    Member.objects.filter(pk=gina.pk).update(last_seen_on=now().date() - timedelta(days=15))
    assert told_of(came(ada.community)) == ["Mo"]


def test_where_everybody_is_away_the_greeters_are_told_still(ada, gina, mo):
    Member.objects.update(last_seen_on=now().date() - timedelta(days=15))
    assert told_of(came(ada.community)) == ["Gina"]


def test_of_very_many_greeters_some_are_told_by_one_query(community, django_assert_num_queries):
    for number in range(25):
        joined(community, f"Greeter{number}", Role.GREETER)
    newcomer = came(community)
    with django_assert_num_queries(1):
        assert len(welcomers.of(newcomer)) == welcomers.TOLD


# --- The opening ------------------------------------------------------------------------------------------------------


def test_a_community_opens_at_its_moment_and_calls_the_roll_once(ada, ben, square):
    entrances.edit(ada, {"opens_at": now() + timedelta(hours=1)})
    opening.open_due()
    assert not Message.objects.exists()
    assert opening.moment_of(ada.community)
    entrances.edit(ada, {"opens_at": now() - timedelta(seconds=1)})
    for _ in range(2):
        opening.open_due()
    assert Message.objects.get().body == "Lake is open!\n2 people are here from the start: Ada, Ben"
    assert opening.moment_of(ada.community) is None


def test_the_roll_is_called_in_the_language_of_the_community(ada, ben, square):
    ada.community.locale = "zh-Hans"
    ada.community.save()
    entrances.edit(ada, {"opens_at": now() - timedelta(seconds=1)})
    opening.open_due()
    assert "Ada、Ben" in Message.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_two_workers_open_a_community_once(ada, ben, square):
    entrances.edit(ada, {"opens_at": now() - timedelta(seconds=1)})
    run_all([opening.open_due] * 4)
    assert Message.objects.count() == 1


def test_people_without_an_account_are_not_on_the_roll(ada, ben):
    Member.objects.create(community=ada.community, name="Ghost", source="irc")
    assert [member.name for member in opening.roll(ada.community)[0]] == ["Ada", "Ben"]
