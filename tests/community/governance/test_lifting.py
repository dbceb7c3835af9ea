"""What was imposed on somebody is lifted by vote: a mute, a silence, a suspension."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from chat import messages, rooms
from chat.models import Room
from community.clock import now
from community.governance import proposals
from community.governance.models import Proposal
from community.members import communities
from community.members.models import Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.moderation.sanctions import Penalty
from community.rules import publicity
from tests.community.governance.test_proposals import refused
from tests.community.governance.votes import ended, fresh, opened, proposed, voted
from tests.conftest import joined

State = Proposal.State


@pytest.fixture
def named(ada):
    """The community says of whom its record speaks."""
    publicity.choose(Moderator(member=ada), ada.community, {"names": True})


@pytest.mark.parametrize("grade", ["mute", "silence", "ban"])
def test_each_sanction_is_lifted_by_vote(charter, named, mo, ada, ben, dora, square, grade):
    place = f"room:{square.pk}" if grade == "mute" else ""
    made = sanctions.impose(Moderator(member=mo), ben, Penalty(grade, now() + timedelta(days=5), place))
    lift = opened(proposed(dora, "lift", member=ben.pk, grade=grade, place=place))
    voted(lift, "yes", ada, dora)
    assert (ended(lift).state, fresh(lift).about) == (State.CARRIED, ben)
    made.refresh_from_db()
    assert made.lifted_at
    communities.join(ben.user, charter.community)
    messages.post(Member.objects.get(pk=ben.pk), square, "Thank you.", client_id=uuid4())


def test_a_vote_about_one_room_lifts_no_mute_of_another(charter, mo, ada, ben, dora, square):
    places = [f"room:{square.pk}", f"room:{rooms.create(ada, Room.Kind.OPEN, 'Boats').id}"]
    for place in places:
        sanctions.impose(Moderator(member=mo), ben, Penalty("mute", now() + timedelta(days=5), place))
    lift = opened(proposed(dora, "lift", member=ben.pk, grade="mute", place=places[0]))
    voted(lift, "yes", ada, dora)
    assert ended(lift).state == State.CARRIED
    assert [row.place for row in sanctions.in_force(ben, "mute")] == places[1:]


def test_that_somebody_is_suspended_is_proposed_by_those_who_may_know(charter, mo, ada, ben, dora):
    sanctions.impose(Moderator(member=mo), ben, Penalty("ban", now() + timedelta(days=5)))
    assert refused(lambda: proposed(dora, "lift", member=ben.pk, grade="ban")) == "not_found"
    assert proposed(mo, "lift", member=ben.pk, grade="ban").about == ben
    publicity.choose(Moderator(member=ada), ada.community, {"names": True})
    assert proposed(dora, "lift", member=ben.pk, grade="ban").about == ben


def line_of(act: str) -> int:
    """The line of the record that tells of the latest such act."""
    return AuditEntry.objects.filter(act=act).latest("pk").pk


@pytest.mark.parametrize("grade", ["mute", "silence", "ban"])
def test_what_a_line_of_the_record_tells_of_is_lifted_by_vote(charter, mo, ada, ben, dora, square, grade):
    place = f"room:{square.pk}" if grade == "mute" else ""
    made = sanctions.impose(Moderator(member=mo), ben, Penalty(grade, now() + timedelta(days=5), place))
    lift = opened(proposed(dora, "lift", entry=line_of(grade)))
    voted(lift, "yes", ada, dora)
    assert ended(lift).state == State.CARRIED
    made.refresh_from_db()
    assert made.lifted_at


def test_a_proposal_about_a_line_says_nowhere_whose_it_is(charter, mo, ben, dora, api):
    sanctions.impose(Moderator(member=mo), ben, Penalty("ban", now() + timedelta(days=5)), rule="2. Be kind.")
    entry = line_of("ban")
    lift = proposed(dora, "lift", entry=entry)
    page = api(dora).get(f"proposals/{lift.pk}/")
    assert (page["data"]["grade"], page["data"]["rule"], page["about"]) == ("ban", "2. Be kind.", None)
    assert ben.name not in str(page)
    assert not {name for name, value in page["data"].items() if value == ben.pk}


def test_where_the_record_names_people_such_a_proposal_does(charter, named, mo, ben, dora):
    sanctions.impose(Moderator(member=mo), ben, Penalty("ban", now() + timedelta(days=5)))
    assert proposed(dora, "lift", entry=line_of("ban")).about == ben


def test_of_a_line_it_is_not_told_that_what_it_tells_of_is_over(charter, mo, ada, ben, dora):
    by = Moderator(member=mo)
    made = sanctions.impose(by, ben, Penalty("silence", now() + timedelta(days=5)))
    entry = line_of("silence")
    sanctions.lift(by, made)
    again = sanctions.impose(by, ben, Penalty("silence", now() + timedelta(days=5)))
    lift = opened(proposed(dora, "lift", entry=entry))
    voted(lift, "yes", ada, dora)
    assert ended(lift).state == State.CARRIED
    again.refresh_from_db()
    assert again.lifted_at is None, "what was imposed later is another line"


def test_a_line_whose_end_has_come_or_that_tells_of_something_else_is_not_put_to_the_vote(
    charter, mo, ada, ben, dora, cleo
):
    by = Moderator(member=mo)
    sanctions.impose(by, ben, Penalty("silence", now() + timedelta(hours=1)))
    over = line_of("silence")
    sanctions.lift(by, sanctions.in_force(ben, "silence")[0])
    olive = communities.found(cleo, slug="pond", name="Pond")
    gus = joined(olive.community, "Gus")
    sanctions.impose(Moderator(member=olive), gus, Penalty("ban", now() + timedelta(days=5)))
    for entry in (line_of("ban"), line_of("lift silence"), 0):
        assert refused(lambda entry=entry: proposed(dora, "lift", entry=entry)) == "not_found"
    with time_machine.travel(now() + timedelta(hours=2)):
        assert refused(lambda: proposed(dora, "lift", entry=over)) == "not_found"


def test_somebody_or_a_line_is_named(charter, dora):
    assert refused(lambda: proposed(dora, "lift")) == "input.invalid"


def test_an_amendment_keeps_the_line(charter, mo, ben, dora):
    sanctions.impose(Moderator(member=mo), ben, Penalty("ban", now() + timedelta(days=5)))
    entry = line_of("ban")
    lift = proposed(dora, "lift", entry=entry)
    changed = proposals.amend(dora, lift, "Another title", "Other words", {"entry": entry})
    assert (changed.title, changed.data["entry"], changed.about) == ("Another title", entry, None)
