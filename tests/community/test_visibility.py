"""Who sees what of a member: the field, its audience, and the reader."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import seats
from community.access import Role
from community.clock import now
from community.members import visibility
from community.moderation import silences
from community.moderation.audit import Moderator
from tests.board.acts import say
from tests.conftest import joined

pytestmark = pytest.mark.django_db
HIDDEN = {"bio": "", "joined_at": None, "username": None}
COLUMNS = {"bio": "bio_to", "joined_at": "joined_to", "username": "username_to"}
# For each audience, who among these sees what is shown to it.
SEEN = {
    "members": {"me", "member", "host", "moderator"},
    "hosts": {"me", "host", "moderator"},
    "me": {"me"},
}


@pytest.fixture
def people(community, ben):
    ben.bio = "Rows on Sundays"
    ben.save()
    return {
        "me": ben,
        "member": joined(community, "Mia"),
        "host": joined(community, "Hugo", Role.HOST),
        "moderator": joined(community, "Mona", Role.MODERATOR),
    }


def places(api, reader, room):
    """Every answer that has the member's whole shape."""
    yield from (one for one in api(reader).get("communities/lake/members/")["results"] if one["name"] == "Ben")
    yield from (one for one in api(reader).get(f"rooms/{room.pk}/members/")["results"] if one["name"] == "Ben")


@pytest.mark.parametrize("audience", SEEN)
@pytest.mark.parametrize("field", COLUMNS)
def test_each_field_is_seen_by_its_audience_alone(api, people, square, field, audience):
    visibility.show(people["me"], {COLUMNS[field]: audience})
    for who, reader in people.items():
        told = [api(reader).get(f"members/{people['me'].pk}/"), *places(api, reader, square)]
        assert len(told) == 3
        assert all((one[field] != HIDDEN[field]) == (who in SEEN[audience]) for one in told), who


def test_whoever_says_nothing_shows_little(api, people):
    assert api(people["me"]).get("communities/lake/visibility/") == {
        "presence": "nobody", "reading": "nobody", "door": "nobody",
        "bio": "members", "joined_at": "hosts", "username": "me",
    }  # fmt: skip
    seen = api(people["member"]).get(f"members/{people['me'].pk}/")
    assert (seen["bio"], seen["joined_at"], seen["username"]) == ("Rows on Sundays", None, None)


def test_each_says_so_for_themselves_in_one_community(api, people):
    changed = api(people["me"]).patch("communities/lake/visibility/", {"presence": "rooms", "bio": "me"})
    assert (changed["presence"], changed["bio"], changed["username"]) == ("rooms", "me", "me")
    assert api(people["host"]).get("communities/lake/visibility/")["presence"] == "nobody"
    assert api(people["me"]).refused("PATCH", "communities/lake/visibility/", {"bio": "friends"}) == "input.invalid"


def test_a_silence_is_seen_by_who_is_silenced_and_by_those_who_could_end_it(api, people):
    silences.silence(Moderator(member=people["moderator"]), people["me"], now() + timedelta(hours=1), "Rude")
    seen = {who for who, reader in people.items() if api(reader).get(f"members/{people['me'].pk}/")["silenced_until"]}
    assert seen == {"me", "moderator"}


def test_nobody_is_told_how_far_somebody_else_has_read(api, ada, people, square):
    say(ada, square, "Hello")
    seats.read(people["me"], square, 1)
    answers = [api(ada).get(f"rooms/{square.pk}/members/"), api(ada).get(f"rooms/{square.pk}/messages/")]
    assert "read_seq" not in str(answers)
    assert api(ada).get(f"rooms/{square.pk}/")["mine"]["read_seq"] == seats.of(ada, square).read_seq


def test_lists_cost_the_same_whatever_their_members_show(api, people, square, django_assert_num_queries):
    asked = api(people["member"])
    asked.get("communities/lake/members/")
    with CaptureQueriesContext(connection) as before:
        asked.get("communities/lake/members/")
    for one in people.values():
        visibility.show(one, dict.fromkeys(COLUMNS.values(), "hosts"))
    with django_assert_num_queries(len(before)):
        asked.get("communities/lake/members/")
