"""Filters find members by when they joined and came, what they hold, do and say, joined in any way."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import rooms
from community.belonging import compiling, fields, interests, segments
from community.belonging.filters import Filter
from community.belonging.models import Segment
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput
from community.joining import arrivals, entrances
from community.members.models import Member
from tests.board.acts import reply, say, together
from tests.community.belonging.acts import DAY, after, all_of, found, visit
from tests.conftest import joined


def test_an_empty_filter_finds_everybody_who_has_an_account_and_is_there(ada, ben, community):
    Member.objects.create(community=community, name="Imported", source="irc:x")
    Member.objects.filter(pk=joined(community, "Gone").pk).update(left_at=now())

    assert found(community, Filter()) == {"Ada", "Ben"}


def test_members_are_found_by_the_day_on_which_they_joined(ada, community):
    for name, days in (("Early", 0), ("Late", 10)):
        with time_machine.travel(after(days), tick=False):
            joined(community, name)
    first, last = DAY.isoformat(), (DAY + timedelta(days=9)).isoformat()

    assert found(community, all_of({"by": "joined", "first": first, "last": last})) == {"Early"}
    assert found(community, all_of({"by": "joined", "last": first})) == {"Early"}


def test_members_are_found_by_their_last_visit(ada, ben, mo, community):
    with time_machine.travel(now() + timedelta(days=20), tick=False):
        visit(ben)

        assert found(community, all_of({"by": "seen", "days": 7})) == {"Ben"}
        assert found(community, Filter.parse({"join": "none", "of": [{"by": "seen", "days": 7}]})) == {"Ada", "Mo"}


def test_members_are_found_by_how_much_they_write(ada, ben, mo, community, square, thread):
    for _ in range(3):
        say(ben, square)
    say(mo, square)
    reply(mo, thread)

    assert found(community, all_of({"by": "active", "what": "messages", "days": 7})) == {"Ben", "Mo"}
    assert found(community, all_of({"by": "active", "what": "messages", "days": 7, "least": 3})) == {"Ben"}
    assert found(community, all_of({"by": "active", "what": "posts", "days": 30})) == {"Ada", "Mo"}


@pytest.fixture
def thread(ada):
    from tests.board.acts import start

    return start(ada)


def test_conditions_are_joined_by_all_any_and_none_two_levels_deep(ada, ben, mo, olga, community):
    wanted = Filter.parse(
        {
            "join": "all",
            "of": [
                {"join": "any", "of": [{"by": "role", "roles": ["member"]}, {"by": "role", "roles": ["onlooker"]}]},
                {"join": "none", "of": [{"by": "role", "roles": ["onlooker"]}]},
            ],
        }
    )

    assert found(community, wanted) == {"Ben"}


def test_a_filter_of_three_levels_is_refused():
    inner = {"join": "any", "of": [{"join": "any", "of": [{"by": "seen", "days": 7}]}]}

    with pytest.raises(InvalidInput):
        Filter.parse({"join": "all", "of": [inner]})


def test_members_are_found_by_their_answers(ada, ben, mo, community):
    occupation = fields.create(ada, "Occupation", "choice", ["Baker", "Smith"], "hosts")
    birthday = fields.create(ada, "Birthday", "date", [], "members")
    fields.answer(ben, occupation.pk, "Baker")
    fields.answer(mo, occupation.pk, "Smith")
    fields.answer(mo, birthday.pk, "1990-05-01")

    assert found(community, all_of({"by": "field", "field": occupation.pk, "texts": ["Baker"]})) == {"Ben"}
    assert found(community, all_of({"by": "field", "field": birthday.pk, "first": "1990-01-01"})) == {"Mo"}


def test_members_are_found_by_the_interests_that_they_picked(ada, ben, mo, community):
    entrances.edit(ada, {"interests": ["Tea", "Herons", "Boats"]})
    for member, tags in ((ben, ["Tea", "Herons"]), (mo, ["Boats"])):
        arrivals.choose_interests(member, tags)

    assert found(community, all_of({"by": "interest", "names": ["Tea", "Boats"]})) == {"Ben", "Mo"}
    assert found(community, all_of({"by": "interest", "names": ["Herons"]})) == {"Ben"}
    assert interests.names(community.pk) == ["Boats", "Herons", "Tea"]


def test_a_field_of_another_community_is_none(ada, community):
    with pytest.raises(InvalidInput):
        found(community, all_of({"by": "field", "field": 4711, "texts": ["x"]}))


@pytest.mark.parametrize("words", ["Plumber", ""])
def test_a_choice_takes_nothing_but_its_choices(ada, ben, words):
    field = fields.create(ada, "Occupation", "choice", ["Baker"], "hosts")
    fields.answer(ben, field.pk, "Baker")

    if words:
        with pytest.raises(InvalidInput):
            fields.answer(ben, field.pk, words)
    else:
        fields.answer(ben, field.pk, words)
    assert [text for _, text in fields.of(ben, ben)] == (["Baker"] if words else [""])


def test_what_is_for_hosts_is_seen_by_hosts_and_by_oneself(ada, ben, mo, olga):
    fields.create(ada, "Occupation", "text", [], "hosts")

    assert len(fields.of(mo, ben)) == len(fields.of(ben, ben)) == 1
    assert fields.of(olga, ben) == []


@pytest.mark.django_db(transaction=True)
def test_a_stampede_of_new_fields_makes_ten(ada):
    outcomes = together(
        lambda number=number: fields.create(ada, f"Field {number}", "text", [], "hosts") for number in range(13)
    )

    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 3


def test_a_page_of_members_takes_as_many_queries_for_many_as_for_few(ada, ben, community):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            segments.found(ada, all_of({"by": "active", "what": "messages", "days": 90}))
        return len(asked)

    queries()  # what is looked up once and kept
    few = queries()
    for number in range(8):
        joined(community, f"Person {number}")
    assert queries() == few


def test_pages_follow_each_other_by_key_and_leave_nobody_out(ada, community):
    for number in range(5):
        joined(community, f"Person {number}")
    names, after = [], 0
    while rows := segments.found(ada, Filter(), after, size=2):
        names += [row.name for row in rows[:2]]
        after = rows[:2][-1].pk

    assert names == ["Ada", *(f"Person {number}" for number in range(5))]


def test_what_the_database_takes_too_long_for_is_given_up(ada, monkeypatch):
    monkeypatch.setattr(compiling, "SECONDS", 0.05)
    from django.db import OperationalError

    with pytest.raises(OperationalError), compiling.bounded(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")


def test_a_segment_is_saved_once_a_name_and_finds_whoever_fits_today(ada, ben, community):
    segment = segments.save(ada, "Members", all_of({"by": "role", "roles": ["member"]}))
    cleo = joined(community, "Cleo")

    assert set(segments.members(Segment.objects.get(pk=segment.pk))) == {ben, cleo}
    with pytest.raises(Conflict):
        segments.save(ada, "Members", Filter())


def test_members_look_for_nobody(ben):
    with pytest.raises(Forbidden):
        segments.found(ben, Filter())
    with pytest.raises(Forbidden):
        segments.save(ben, "All", Filter())


def test_what_two_people_say_to_each_other_is_not_counted(ada, ben, community):
    say(ben, rooms.direct(ben, ada))

    assert found(community, all_of({"by": "active", "what": "messages", "days": 7})) == set()
