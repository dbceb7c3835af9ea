"""What hosts and moderators do with rooms, doors and cases stands in the audit, with who did it to whom."""

from collections.abc import Callable

import pytest

from board import categories
from chat import rooms
from chat.overload import limits
from community.access import Role
from community.belonging import fields, tribes
from community.embedding import origins
from community.joining import cards, entrances, waiting
from community.members import communities, invitations
from community.members.models import Member
from community.moderation import act_names, audit_details, cases, notes
from community.moderation.models import AuditEntry
from tests.board.acts import promote, say
from tests.conftest import joined, person


def entry(act: str) -> AuditEntry:
    return AuditEntry.objects.get(act=act)


ACTS: dict[str, tuple[Callable[..., object], str, dict[str, object]]] = {
    "a room": (lambda ada, square: rooms.edit(ada, square, {"topic": "Tea"}), "edit room", {"fields": ["topic"]}),
    "how fast a room is": (
        lambda ada, square: limits.edit(ada, square, {"slow": 30}), "edit room", {"fields": ["slow_seconds"]},
    ),
    "the community": (
        lambda ada, square: communities.edit(ada, {"purpose": "To swim.", "slogan": "Cold!"}), "edit community",
        {"fields": ["purpose", "slogan"]},
    ),
    "the door": (
        lambda ada, square: entrances.edit(ada, {"capacity": 10, "audience": "Swimmers"}), "edit entrance",
        {"fields": ["audience", "capacity"]},
    ),
    "a field": (lambda ada, square: fields.create(ada, "Boat", "text", [], "members"), "make field", {"title": "Boat"}),
    "pages": (
        lambda ada, square: origins.edit(ada, ["https://example.org"], renew=False), "choose pages",
        {"origins": ["https://example.org"], "renewed": False},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ACTS)
def test_what_hosts_change_is_written_down(ada, square, what):
    do, act, told = ACTS[what]
    do(ada, square)
    found = entry(act)
    assert (found.actor, found.community, audit_details.told(found)) == (ada, ada.community, told)
    assert act in act_names.NAMES


def test_who_is_taken_out_of_a_room_is_named(ada, ben, den):
    rooms.remove(ada, den, ben)
    assert entry("remove from room").member == ben


def test_a_field_that_is_removed_is_written_down_and_one_that_is_not_there_is_not(ada):
    made = fields.create(ada, "Boat", "text", [], "members")
    for _ in range(2):
        fields.remove(ada, made.pk)
    assert audit_details.told(entry("remove field")) == {"title": "Boat"}


def test_looking_after_a_case_is_written_down_once(by_mo, case):
    for _ in range(2):
        cases.take(by_mo, case)
    for _ in range(2):
        cases.let_go(by_mo, case)
    cases.add_note(by_mo, case, "I know them both.")
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["take case", "let case go", "note case"]
    assert entry("note case").data == {}


def test_a_note_on_a_member_is_written_down_without_its_words(by_mo, ben):
    notes.add(by_mo, ben, "Drops links.")
    found = entry("note member")
    assert (found.member, found.actor, found.data, list(found.said())) == (ben, by_mo.member, {}, [])


def test_what_a_member_does_as_everybody_may_is_not_the_audits(ben, square):
    rooms.leave(ben, square)
    rooms.join(ben, square)
    assert not AuditEntry.objects.filter(actor=ben).exists()


def test_categories_are_written_down(ada, community):
    made = categories.create(ada, "Swimming")
    assert entry("make category").object == f"category:{made.id}"


def test_invitations_are_written_down_when_they_are_made_used_and_taken_back(ada):
    made = invitations.create(ada, days=1, uses=1)
    guest = communities.join(person("Greta"), ada.community, made.code)
    for _ in range(2):
        invitations.revoke(ada, made.code)
    rows = AuditEntry.objects.order_by("pk").select_related("actor")
    assert [(row.act, row.actor, row.object) for row in rows] == [
        (act, who, f"invitation:{made.pk}")
        for act, who in (("make invitation", ada), ("use invitation", guest), ("take invitation back", ada))
    ]
    assert (rows[0].data["uses"], rows[1].data) == (1, {"used_up": True})
    assert {row.act for row in rows} <= act_names.NAMES.keys()


def test_who_only_waits_is_not_named_by_the_invitation(ada):
    entrances.edit(ada, {"capacity": 1})
    waiting.come_or_wait(person("Greta"), ada.community, invitations.create(ada, days=1, uses=2).code)
    used = entry("use invitation")
    assert (used.actor, used.member, used.data) == (None, None, {"used_up": False})


def test_a_card_that_is_renewed_takes_the_old_one_back(ada):
    for _ in range(2):
        cards.renew(ada)
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["make invitation", "make invitation", "take invitation back"]


def test_members_read_that_an_invitation_of_somebody_was_withdrawn_and_no_other(ada, ben, community, api):
    Member.objects.filter(pk=ben.pk).update(role=Role.GREETER)
    ben.refresh_from_db()
    own, closed = (invitations.create(ben, days=1, uses=1) for _ in range(2))
    invitations.revoke(ben, own.code)
    invitations.revoke(ada, closed.code)
    assert (entry("close invitation").actor, entry("close invitation").member) == (ada, ben)
    told = api(joined(community, "Dora")).get("communities/lake/record/")["results"]
    assert [(row["act"], row["by"]["name"], row["about"]) for row in told] == [("close_invitation", "Ada", None)]


def test_a_tribe_that_is_founded_is_told_to_who_can_know_of_it(ada, ben, api):
    for slug, door in (("canoes", "open"), ("cabal", "invitation")):
        communities.edit(tribes.found(ada, slug, slug.title()), {"door": door})
    assert AuditEntry.objects.filter(act="found tribe", actor=ada, community=ada.community).count() == 2
    told = api(ben).get("communities/lake/record/")["results"]
    assert [(row["act"], row["place"]) for row in told] == [
        ("found_tribe", {"name": "Canoes", "path": "/c/canoes"}),
    ]  # fmt: skip


def test_a_conversation_that_is_carried_over_in_the_app_is_written_down(ada, ben, square):
    made = promote(ada, square, [say(ben, square, "Where do we swim?")], title="Where to swim")
    found = entry("promote")
    assert (found.actor, found.staff, found.object) == (ada, None, f"promotion:{made.pk}")
    assert found.data == {"thread": made.thread_id, "messages": 1}
