"""What the board adds to digests: good and unread, and never to whom it is not for."""

from datetime import timedelta

import pytest

from board import briefs, posts, seats, threads
from board.capsule_shapes import KeptPart
from board.capsules import keep
from board.models import Category, Post, Thread
from chat import messages
from chat import seats as room_seats
from community.access import Role
from community.clock import now
from community.members.models import Member
from community.moderation.audit import Moderator
from community.notifications import digests
from community.notifications.content import Batch, Item, Reader
from tests.board.acts import category_for, fresh, general, promote, reply, say, start
from tests.conftest import joined


@pytest.fixture
def eva(community) -> Member:
    return joined(community, "Eva")


def told(member: Member, kind: str = "daily") -> dict[str, list[Item]]:
    """What each section of a digest has for a member."""
    chapter = digests.chapters(kind, [Reader(member, now() - timedelta(days=1))]).get(member.pk)
    return {section.name: section.items for section in chapter.sections} if chapter else {}


def titles(member: Member, section: str, kind: str = "daily") -> list[str]:
    return [item.title for item in told(member, kind).get(section, [])]


def capsule(by: Member, place, source, title: str = "How to paint a boat") -> None:
    cited = {"post": source.pk} if isinstance(source, Post) else {"message": source.pk}
    line = {"text": "Blue paint, two coats", "sources": [cited]}
    keep(by, place, title, [KeptPart.parse({"kind": "answer", "lines": [line]})])


def make(section: str, ada: Member, category: Category, den) -> None:
    """Something that only the readers of a category should hear of, in each section's own way."""
    if section == "promoted":
        promote(ada, den, [say(ada, den, "What colour?"), say(ada, den, "Blue")], category=category, title="Secret")
        return
    thread = start(ada, "Secret", "Secret words", category=category)
    if section == "best":
        guest = joined(ada.community, "Max", Role.MODERATOR)
        reply(guest, thread, "Splendid")
    if section == "capsules":
        capsule(ada, fresh(thread), Post.objects.get(thread=thread), "Secret")


SECTIONS = [("fresh", "daily"), ("best", "weekly"), ("best", "recall"), ("capsules", "daily"), ("capsules", "weekly")]


@pytest.mark.parametrize("audience", ["members", "room", "staff"])
@pytest.mark.parametrize(("section", "kind"), SECTIONS)
def test_every_section_tells_only_readers(ada, ben, mo, eva, den, section, kind, audience):
    if audience == "members":
        category = general(ada.community)
    else:
        category = category_for(ada, audience, den if audience == "room" else None)
    make(section, ada, category, den)

    for member in (ben, eva, mo):
        expected = category.is_visible_to(member)
        assert titles(member, section, kind) == (["Secret"] if expected else []), member
        assert expected or "Secret" not in str(told(member, kind))


def test_what_was_carried_over_out_of_a_closed_room_is_told_to_its_readers(ada, ben, mo, den):
    make("promoted", ada, category_for(ada, "room", den), den)

    assert titles(ben, "promoted", "weekly") == ["Secret"]
    assert "Secret" not in str(told(mo, "weekly"))


def test_a_thread_that_moved_behind_doors_is_not_told_to_those_who_followed_it(ada, ben, den, square):
    closed = category_for(ada, "room", den)
    thread = start(ada, "Open", category=general(ada.community))
    seats.set_level(ben, thread, "follow")
    reply(ada, thread, "News")
    assert titles(ben, "followed") == ["Open"]

    Thread.objects.filter(pk=thread.pk).update(category=closed)
    room_seats.give_up(den, ben)

    assert titles(ben, "followed") == []


def test_a_capsule_of_a_closed_room_is_for_its_readers_and_not_for_its_maker(ada, ben, mo, den):
    capsule(ada, den, say(ada, den, "Blue paint, two coats"))

    (item,) = told(ben)["capsules"]
    assert (item.title, item.by, item.place, item.reason) == ("How to paint a boat", "Ada", "Den", "capsule")
    assert [line.text for line in item.lines] == ["Blue paint, two coats"]
    assert titles(mo, "capsules") == []
    assert titles(ada, "capsules") == []


def test_a_capsule_says_nothing_that_was_taken_back(ada, ben, mo, square):
    message = say(ada, square, "Blue paint, two coats")
    capsule(ada, square, message)
    messages.hide(Moderator(member=mo), message)

    assert "Blue paint" not in str(told(ben))


def test_the_twin_agrees_for_everybody(ada, ben, mo, eva, olga, square, den):
    rows = [
        general(ada.community),
        category_for(ada, "room", den),
        category_for(ada, "room", square),
        category_for(ada, "staff"),
    ]
    found = [start(ada, f"Thread {n}", category=row) for n, row in enumerate(rows)]
    batch = Batch(ada.community, [Reader(member, now()) for member in (ada, ben, mo, eva, olga)])
    for reader in batch.readers:
        mine = {thread.pk for thread in found if briefs._can_read(batch, reader, thread)}
        assert mine == set(Thread.objects.visible_to(reader.member).values_list("pk", flat=True))


def test_what_was_read_muted_removed_or_is_ones_own_is_not_the_best(ada, ben, mo, eva):
    read, muted, removed, own, good = (start(by, title) for by, title in [
        (ada, "Read"), (ada, "Muted"), (ada, "Removed"), (ben, "Own"), (ada, "Good"),
    ])  # fmt: skip
    for thread in (read, muted, removed, own, good):
        reply(mo, thread, "Splendid")
    seats.read(ben, fresh(read), 2)
    seats.set_level(ben, fresh(muted), "mute")
    threads.remove(Moderator(member=mo), fresh(removed))

    assert titles(ben, "best", "weekly") == ["Good"]


def test_a_thread_that_nobody_liked_is_not_the_best(ada, ben):
    start(ada, "Only there")

    assert titles(ben, "best", "weekly") == []


def test_a_thread_stands_once_in_a_digest(ada, ben, mo, square):
    said = [say(ada, square, "What colour shall the boat have?"), say(mo, square, "Blue")]
    promotion = promote(ada, square, said, title="The colour")
    seats.set_level(ben, promotion.thread, "follow")
    reply(mo, promotion.thread, "And white")

    found = told(ben, "weekly")

    assert [item.title for item in found["promoted"]] == ["The colour"]
    assert found["promoted"][0].place == "Square"
    assert "best" not in found
    assert "followed" not in found


def test_the_room_of_a_conversation_is_named_only_to_those_who_may_know_it(ada, mo, ben, eva, den, community):
    both = category_for(ada, "members")
    promotion = promote(ada, den, [say(ada, den, "What colour?")], category=both, title="The colour")

    assert [item.place for item in told(ben, "weekly")["promoted"]] == ["Den"]
    assert [item.place for item in told(eva, "weekly")["promoted"]] == [""]
    assert promotion.thread


def test_a_post_that_was_hidden_shows_no_word_of_it(ada, ben, mo):
    thread = start(ada, "Tea", "Secret words")
    posts.hide(Moderator(member=mo), Post.objects.select_related("thread__category", "author").get(thread=thread))

    assert titles(ben, "fresh") == ["Tea"]
    assert "Secret" not in str(told(ben))
