"""Tribes govern themselves inside their parent: nobody is in a tribe who is not in the parent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import seats
from chat.models import Seat
from community.access import Role
from community.belonging import offering, oversight, splitting, tribes
from community.belonging.models import Kept, Offer
from community.belonging.splitting import Plan
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.members import communities
from community.members.models import Community, Member
from community.moderation import appeals, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Case, Sanction
from community.moderation.sanctions import Penalty
from community.notifications.models import Notice
from tests.board.acts import together
from tests.conftest import joined, person


@pytest.fixture
def shore(ada) -> Community:
    """A tribe of the lake, which Ada founded."""
    return tribes.found(ada, "shore", "Shore", "To sit.").community


def in_tribe(user, tribe: Community) -> Member | None:
    return Member.objects.of_user(user).filter(community=tribe).first()


def fresh(community: Community) -> Community:
    return Community.objects.get(pk=community.pk)


def test_a_tribe_has_a_room_and_an_owner_of_its_own(ada, shore):
    assert (in_tribe(ada.user, shore).role, shore.parent) == (Role.OWNER, ada.community)
    assert shore.rooms.count() == 1


def test_a_tribe_has_no_tribes(ada, shore):
    with pytest.raises(Conflict) as refusal:
        tribes.found(in_tribe(ada.user, shore), "sand", "Sand")
    assert refusal.value.code == "tribe.too_deep"


@pytest.mark.django_db(transaction=True)
def test_a_stampede_of_one_tribe_founds_it_once(ada):
    outcomes = together(lambda: tribes.found(ada, "shore", "Shore") for _ in range(5))

    assert sum(isinstance(outcome, Member) for outcome in outcomes) == 1
    assert Community.objects.filter(slug="shore").count() == 1


def test_members_found_no_tribes(ben):
    with pytest.raises(Forbidden):
        tribes.found(ben, "shore", "Shore")


# --- Belonging to both ------------------------------------------------------------------------------------------------


def test_whoever_joins_a_tribe_joins_its_parent(shore, community, cleo):
    communities.join(cleo, fresh(shore))

    assert in_tribe(cleo, community)


def test_a_parent_that_is_not_open_refuses_for_its_tribes_too(shore, community, cleo):
    Community.objects.filter(pk=community.pk).update(door="invitation")

    with pytest.raises(Forbidden) as refusal:
        communities.join(cleo, fresh(shore))
    assert refusal.value.code == "community.closed_door"
    assert in_tribe(cleo, shore) is None


def test_leaving_the_parent_leaves_its_tribes_and_coming_back_restores_them(ben, shore, community):
    mine = communities.join(ben.user, fresh(shore))
    Member.objects.filter(pk=mine.pk).update(role=Role.HOST)
    Seat.objects.filter(member=mine).update(level="mentions")
    Community.objects.filter(pk=shore.pk).update(door="invitation")

    communities.leave(ben)
    assert in_tribe(ben.user, shore) is None
    communities.join(ben.user, fresh(community))

    back = in_tribe(ben.user, shore)
    assert (back.pk, back.role) == (mine.pk, Role.HOST)
    assert Seat.objects.get(member=back).level == "mentions"
    assert not Kept.objects.exists()


def suspend(by: Member, member: Member, days: int | None = 3) -> Sanction:
    until = now() + timedelta(days=days) if days else None
    return sanctions.impose(Moderator(member=by), member, Penalty("ban", until))


def test_a_suspension_from_the_parent_takes_the_tribes_along_and_its_end_restores_them(ada, ben, shore, community):
    communities.join(ben.user, fresh(shore))
    made = suspend(ada, ben)

    assert in_tribe(ben.user, shore) is None
    with pytest.raises(Forbidden) as refusal:
        communities.join(ben.user, fresh(shore))
    assert refusal.value.code == "member.banned"

    sanctions.lift(Moderator(member=ada), made)
    communities.join(ben.user, fresh(community))
    assert in_tribe(ben.user, shore)


def test_a_tribe_that_suspended_somebody_is_not_joined_with_the_parent(ada, ben, shore, community):
    mine = communities.join(ben.user, fresh(shore))
    communities.leave(ben)
    suspend(in_tribe(ada.user, shore), mine)

    communities.join(ben.user, fresh(community))
    assert in_tribe(ben.user, shore) is None


def test_leaving_a_tribe_leaves_nobody_else_out_of_anything(ben, shore, community):
    mine = communities.join(ben.user, fresh(shore))
    communities.leave(mine)
    communities.leave(ben)
    communities.join(ben.user, fresh(community))

    assert in_tribe(ben.user, shore) is None


def test_an_owner_who_goes_with_the_parent_leaves_the_tribe_to_the_next_in_rank(ada, ben, mo, shore):
    heir = communities.join(mo.user, fresh(shore))
    communities.join(ben.user, fresh(shore))
    Member.objects.filter(pk=heir.pk).update(role=Role.ADMIN)
    Member.objects.filter(pk=ben.pk).update(role=Role.OWNER)
    communities.leave(ada)

    heir.refresh_from_db()
    assert heir.role == Role.OWNER
    assert in_tribe(ada.user, shore) is None


def test_a_tribe_shows_its_parents_rules_beside_its_own(api, ada, ben, shore, community):
    Community.objects.filter(pk=community.pk).update(rules="1. Be kind.")
    Community.objects.filter(pk=shore.pk).update(rules="1. No engines.")

    told = api(ben).get("communities/shore/tribes/")
    assert told["parent"] == {"slug": "lake", "name": "Lake", "rules": "1. Be kind."}
    assert [tribe["slug"] for tribe in api(ben).get("communities/lake/tribes/")["tribes"]] == ["shore"]


def test_a_tribe_behind_a_closed_door_is_seen_by_its_own_members(api, ada, ben, shore):
    Community.objects.filter(pk=shore.pk).update(door="invitation")

    assert api(ben).get("communities/lake/tribes/")["tribes"] == []
    assert [tribe["mine"] for tribe in api(ada).get("communities/lake/tribes/")["tribes"]] == [True]
    assert api(ben).refused("GET", "communities/shore/tribes/") == "not_found"


# --- Oversight --------------------------------------------------------------------------------------------------------


def test_the_parent_sees_how_a_tribe_is_kept_and_not_what_was_said(api, ada, ben, shore):
    mine = communities.join(ben.user, fresh(shore))
    at = now()
    Case.objects.create(community=shore, object="message:1", member=mine, path="/", words="secret", due_at=at)
    Case.objects.create(
        community=shore, object="message:2", member=mine, path="/", words="secret", due_at=at,
        opened_at=at - timedelta(hours=6), settled_at=at,
    )  # fmt: skip
    made = suspend(in_tribe(ada.user, shore), mine)
    appeal = appeals.appeal(ben.user, made.pk, "I did not.")
    appeals.answer(Moderator(staff=person("Staff")), appeal, "lifted", "Sorry.")

    (told,) = api(ada).get("communities/lake/tribes/oversight/")["results"]
    assert told == {
        "slug": "shore", "name": "Shore", "people": 1, "open": 1, "late": 1, "settled": 1, "median_hours": 6.0,
        "sanctions": 1, "appeals": 1, "overturned": 1, "waiting": 0,
    }  # fmt: skip


def test_overseeing_many_tribes_takes_as_many_queries_as_one(ada, shore):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            oversight.of(ada)
        return len(asked)

    few = queries()
    for number in range(3):
        tribes.found(ada, f"tribe-{number}", f"Tribe {number}")
    assert queries() == few


def test_an_appeal_against_a_tribes_suspension_for_good_goes_to_the_parent(ada, ben, mo, community, shore):
    mine = communities.join(ben.user, fresh(shore))
    host = joined(fresh(shore), "Hugo", Role.ADMIN)
    made = suspend(host, mine, days=None)
    appeal = appeals.appeal(ben.user, made.pk, "I did not.")

    assert appeal.community == community
    with pytest.raises(Forbidden) as refusal:
        appeals.answer(Moderator(member=joined(fresh(shore), "Ida", Role.MODERATOR)), appeal, "upheld", "No.")
    assert refusal.value.code == "appeal.parent"
    assert appeals.answer(Moderator(member=mo), appeal, "lifted", "Come back.").outcome == "lifted"


def test_an_appeal_against_a_suspension_for_a_time_stays_in_the_tribe(ben, shore, ada):
    joined(fresh(shore), "Hugo", Role.MODERATOR)
    mine = communities.join(ben.user, fresh(shore))
    made = suspend(in_tribe(ada.user, shore), mine)

    assert appeals.appeal(ben.user, made.pk, "I did not.").community == shore


# --- Splitting off ----------------------------------------------------------------------------------------------------


@pytest.fixture
def split(ada, ben, mo, square) -> Community:
    """A tribe that Ada splits off from the square, in which Ben and Mo sit."""
    for member in (ben, mo):
        seats.take(square, member)
    owner = splitting.split_off(ada, f"room:{square.pk}", Plan("shore", "Shore", "To sit."))
    offering.tell(owner.community_id)
    return owner.community


def offer(member: Member) -> Offer:
    return Offer.objects.get(member=member)


def test_everybody_in_the_room_is_asked_once_and_nobody_is_moved(ada, ben, mo, split, square):
    offering.tell(split.pk)

    assert set(Notice.objects.filter(kind="tribe_offer").values_list("member", flat=True)) == {ben.pk, mo.pk}
    assert Notice.objects.filter(kind="tribe_offer").count() == 2
    assert split.members.count() == 1
    assert Seat.objects.filter(room=square).count() == 3


def test_who_agrees_comes_along_whatever_the_door_and_keeps_their_seat(ben, mo, split, square):
    Community.objects.filter(pk=split.pk).update(door="invitation")
    splitting.answer(ben.user, offer(ben).pk, True)
    splitting.answer(mo.user, offer(mo).pk, False)

    assert in_tribe(ben.user, split)
    assert in_tribe(mo.user, split) is None
    assert Seat.objects.filter(room=square, member=ben).exists()


def test_the_first_answer_counts_and_an_offer_is_ones_own(ben, mo, split):
    splitting.answer(ben.user, offer(ben).pk, False)
    splitting.answer(ben.user, offer(ben).pk, True)

    assert in_tribe(ben.user, split) is None
    with pytest.raises(NotFound):
        splitting.answer(mo.user, offer(ben).pk, True)


def test_what_was_said_stays_where_it_was_with_a_link(api, ben, split, square):
    assert api(ben).get("communities/shore/tribes/")["origin"] == f"room:{square.pk}"


def test_a_room_that_one_cannot_read_is_no_place_to_split_off(ada, ben, den, mo):
    Member.objects.filter(pk=mo.pk).update(role=Role.ADMIN)
    mo.refresh_from_db()

    with pytest.raises(NotFound):
        splitting.split_off(mo, f"room:{den.pk}", Plan("shore", "Shore"))
    assert not Community.objects.filter(slug="shore").exists()
