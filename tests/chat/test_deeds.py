"""Pins, rooms and seats stand in the audit; who cannot see a room hears nothing of what is done in it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import messages, rooms
from chat.models import Message
from community.belonging import keeping
from community.belonging.models import Kept
from community.members import communities
from community.moderation import act_names, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.moderation.sanctions import Penalty
from tests.conftest import joined

pytestmark = pytest.mark.django_db
RECORD = "communities/lake/record/"


@pytest.fixture
def dora(community):
    """Somebody who sits in no closed room."""
    return joined(community, "Dora")


def said(author, room) -> Message:
    made = messages.post(author, room, "Bring a towel.", client_id=uuid4())
    return messages.seen_by(author.user, made.id)[0]


def acts() -> list[tuple]:
    rows = AuditEntry.objects.order_by("pk").select_related("actor", "member")
    return [(row.act, row.object, row.actor, row.member) for row in rows]


def told(api, reader) -> list[tuple]:
    rows = api(reader).get(RECORD)["results"]
    return [(row["act"], row["about"] and row["about"]["name"], row["place"] and row["place"]["name"]) for row in rows]


def suspended(member) -> None:
    sanctions.impose(Moderator(member=member.community.members.get(role="moderator")), member, Penalty("ban"))


def test_pins_are_written_down_once(ada, ben, square):
    message = said(ben, square)
    for do in (messages.pin, messages.pin, messages.unpin, messages.unpin):
        do(ada, message)
    assert acts() == [(act, f"message:{message.pk}", ada, ben) for act in ("pin", "unpin")]


def test_a_pin_costs_one_statement_for_the_audit_and_a_post_none(ada, ben, square):
    with CaptureQueriesContext(connection) as posting:
        message = said(ben, square)
    with CaptureQueriesContext(connection) as pinning:
        messages.pin(ada, message)
    assert [written(queries) for queries in (posting, pinning)] == [0, 1]


def written(queries: CaptureQueriesContext) -> int:
    return sum("moderation_audit" in query["sql"] for query in queries.captured_queries)


def test_a_pin_between_two_is_nobodys_business(ada, ben):
    messages.pin(ada, said(ben, rooms.direct(ada, ben)))
    assert acts() == []


def test_who_sees_a_room_reads_of_its_pins_and_nobody_else_does(ada, ben, dora, den, square, api):
    for room in (square, den):
        messages.pin(ada, said(ben, room))
    assert told(api, ben) == [("pin_message", "Ben", "Den"), ("pin_message", "Ben", "Square")]
    assert told(api, dora) == [("pin_message", None, "Square")]


def test_rooms_that_hosts_open_are_told_to_who_sees_them(ada, ben, dora, api):
    made = [rooms.create(ada, kind, name) for kind, name in (("open", "Sauna"), ("closed", "Cellar"))]
    assert acts() == [("open room", f"room:{room.pk}", ada, None) for room in made]
    assert told(api, dora) == [("open_room", None, "Sauna")]
    assert told(api, ada) == [("open_room", None, "Cellar"), ("open_room", None, "Sauna")]


def test_a_seat_in_a_closed_room_is_written_down_when_it_is_given_and_when_it_is_lost(ada, ben, dora, den, api):
    for _ in range(2):
        rooms.invite(ada, den, dora)
    rooms.remove(ada, den, dora)
    rooms.leave(ben, den)
    place = f"room:{den.pk}"
    assert acts() == [
        ("seat", place, ada, dora), ("remove from room", place, ada, dora), ("leave room", place, ben, None),
    ]  # fmt: skip
    assert told(api, ada) == [
        ("leave_room", None, "Den"), ("remove_from_room", "Dora", "Den"), ("seat", "Dora", "Den"),
    ]  # fmt: skip


def test_who_lost_a_seat_reads_what_was_about_them_and_others_outside_read_nothing(ada, ben, dora, den, api):
    rooms.invite(ada, den, dora)
    rooms.remove(ada, den, dora)
    rooms.remove(ada, den, dora)
    outside = joined(ada.community, "Emil")
    assert told(api, dora) == [("remove_from_room", "Dora", None), ("seat", "Dora", None)]
    assert told(api, outside) == []


@pytest.mark.parametrize("away", [communities.leave, suspended], ids=["left", "suspended"])
def test_who_leaves_the_community_loses_the_seats_in_closed_rooms_by_nobodys_act(ada, mo, ben, den, square, api, away):
    rooms.direct(ada, ben)
    away(ben)
    assert [one for one in acts() if one[1].startswith("room:")] == [("lose seat", f"room:{den.pk}", None, ben)]
    assert ("lose_seat", "Ben", "Den") in told(api, ada)
    assert "lose_seat" not in [act for act, *_ in told(api, mo)], "Mo does not see the room"


def test_who_was_let_go_has_the_seats_again_and_that_is_written_down(ada, ben, den, square, api):
    keeping.let_go(ben, Kept.Why.CLEANED)
    communities.join(ben.user, ben.community)
    rows = [(act, actor, about) for act, thing, actor, about in acts() if thing == f"room:{den.pk}"]
    assert rows == [("lose seat", None, ben), ("seat again", None, ben)]
    assert told(api, ada)[0] == ("seat_again", "Ben", "Den")


def test_a_seat_that_everybody_may_take_is_no_act(ada, ben, dora, square):
    rooms.leave(ben, square)
    rooms.join(ben, square)
    rooms.bring(ada, square, [dora])
    assert acts() == []


def test_every_act_has_a_name_in_the_admin():
    of_rooms = {"open room", "close room", "seat", "leave room", "lose seat", "seat again"}
    assert {"pin", "unpin"} | of_rooms <= act_names.NAMES.keys()
