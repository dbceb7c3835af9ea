"""An announcement reaches everybody whom it is for, once, and no more often than members bear."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from community.belonging import announcements, delivering, hearers, tribes
from community.belonging.export import table
from community.belonging.filters import Filter
from community.belonging.models import Announcement
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.members.models import Member
from community.moderation.models import AuditEntry
from community.notifications.models import Notice
from tests.board.acts import together
from tests.community.belonging.acts import all_of, announce, delivered
from tests.conftest import joined


def told() -> list[str]:
    return sorted(Notice.objects.filter(kind="announcement").values_list("member__name", flat=True))


def test_those_whom_it_is_for_are_told_and_its_author_is_not(ada, ben, mo, community):
    made = delivered(announce(ada, wanted=all_of({"by": "role", "roles": ["member", "owner"]})))

    assert told() == ["Ben"]
    assert (made.people, made.done_at is not None) == (1, True)


def test_batches_follow_each_other_and_nobody_hears_it_twice(ada, community, monkeypatch):
    monkeypatch.setattr(delivering, "BATCH", 2)
    for number in range(5):
        joined(community, f"Person {number}")
    made = announce(ada)

    assert delivering.deliver(made.pk)
    Announcement.objects.update(told_up_to=0)  # the worker died before it noted how far it came
    assert delivered(made).people == 5
    assert len(told()) == len(set(told())) == 5


def test_who_muted_announcements_hears_none_until_they_want_to(ada, ben, mo):
    announcements.mute(ben)
    delivered(announce(ada))
    assert told() == ["Mo"]

    announcements.unmute(ben)
    delivered(announce(ada))
    assert told() == ["Ben", "Mo", "Mo"]


def test_three_a_week_are_enough(ada, ben):
    for _ in range(announcements.A_WEEK):
        announce(ada)

    with pytest.raises(Conflict) as refusal:
        announce(ada)
    assert refusal.value.code == "announcement.too_many"
    with time_machine.travel(now() + timedelta(days=7, minutes=1), tick=False):
        assert announce(ada)


@pytest.mark.django_db(transaction=True)
def test_a_stampede_of_announcements_makes_three(ada, ben):
    outcomes = together(lambda: announce(ada) for _ in range(6))

    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 3
    assert Announcement.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_stampede_of_one_announcement_makes_one(ada, ben):
    client_id = uuid4()
    made = together(lambda: announcements.announce(ada, "Once", Filter(), client_id=client_id) for _ in range(6))

    assert len({row.pk for row in made}) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_batch_tell_everybody_once(ada, community):
    for number in range(6):
        joined(community, f"Person {number}")
    made = announce(ada)
    together(lambda: delivering.deliver(made.pk) for _ in range(3))

    assert len(told()) == 6
    assert delivered(made).people == 6


def test_an_announcement_is_written_down(ada):
    made = announce(ada)

    assert AuditEntry.objects.filter(act="announce", object=f"announcement:{made.pk}", actor=ada).exists()


def test_members_announce_nothing(ben):
    with pytest.raises(Forbidden):
        announce(ben)


# --- The preview ------------------------------------------------------------------------------------------------------


def previewed(member: Member, wanted: Filter | None = None) -> tuple[int, list[str], int, bool]:
    found = hearers.preview(member, wanted or Filter())
    return found.people, [one.name for one in found.first], found.muted, found.has_author


def test_the_preview_counts_those_who_will_be_told_and_says_who_is_left_out(ada, ben, mo, community):
    announcements.mute(joined(community, "Mia"))
    Member.objects.create(community=community, name="Ghost", source="irc")
    seen = previewed(ada)

    assert seen == (2, ["Ben", "Mo"], 1, True)
    assert delivered(announce(ada)).people == seen[0]


def test_an_author_who_muted_announcements_is_counted_once(ada, ben):
    announcements.mute(ada)
    assert previewed(ada) == (1, ["Ben"], 0, True)


def test_an_author_whom_the_filter_does_not_find_is_not_left_out(ada, ben):
    assert previewed(ada, all_of({"by": "role", "roles": ["member"]})) == (1, ["Ben"], 0, False)


def test_the_preview_shows_some_by_two_queries_and_the_rest_as_a_number(ada, community, django_assert_num_queries):
    for number in range(hearers.FIRST + 3):
        joined(community, f"Person {number}")
    host = Member.objects.of_user(ada.user).get()
    with django_assert_num_queries(2 + 2 + 2):  # the limit of time, and the savepoint around it
        people, first, _, _ = previewed(host)
    assert (people, len(first)) == (hearers.FIRST + 3, hearers.FIRST)


def test_members_preview_nothing(ben):
    with pytest.raises(Forbidden):
        previewed(ben)


# --- The table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])
def test_no_cell_of_the_table_is_a_formula(ada, community, name):
    joined(community, "Eve")
    community.members.filter(name="Eve").update(name=name)

    assert f",'{name}," in b"".join(table(ada, Filter())).decode()


def test_the_table_is_for_admins_and_written_down(ada, mo):
    with pytest.raises(Forbidden):
        table(mo, Filter())

    rows = b"".join(table(ada, Filter())).decode("utf-8-sig").splitlines()
    assert [row.split(",")[1] for row in rows] == ["name", "Ada", "Mo"]
    assert AuditEntry.objects.get(act="export people").data == {"people": 2}


# --- Leading somewhere ------------------------------------------------------------------------------------------------


def led(ada, place: str) -> dict[str, object]:
    delivered(announcements.announce(ada, "Come along.", Filter(), client_id=uuid4(), place=place))
    return Notice.objects.filter(kind="announcement").latest("pk").data


def test_an_announcement_leads_to_a_room(ada, ben, square):
    told = {"words": "Come along.", "leads_to": f"room:{square.pk}", "label": "Square", "slug": ""}
    assert led(ada, f"room:{square.pk}") == told


def test_an_announcement_leads_to_a_tribe_by_its_address(ada, ben):
    tribe = tribes.found(ada, "crew", "Crew").community

    assert led(ada, f"tribe:{tribe.pk}")["slug"] == "crew"


def test_nobody_is_led_to_what_not_everybody_may_see(ada, ben, den):
    with pytest.raises(NotFound):
        led(ada, f"room:{den.pk}")
    assert not Announcement.objects.exists()


def test_a_room_that_was_closed_meanwhile_is_not_named(ada, ben, square):
    made = announcements.announce(ada, "Come along.", Filter(), client_id=uuid4(), place=f"room:{square.pk}")
    square.archived_at = now()
    square.save(update_fields=["archived_at"])
    delivered(made)

    assert Notice.objects.get(kind="announcement").data == {"words": "Come along."}
