"""Of four who say the same the first three do not stay up either: all of it is one case, and comes back as it was."""

from contextlib import suppress
from uuid import uuid4

import pytest

from board import posts, threads
from board.models import Category, PostRemoval, Thread, ThreadRemoval
from chat import messages
from chat.models import Message, Removal, Room
from community.errors import Refusal
from community.members.models import Member
from community.moderation import cases, chain, targets
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case, Hold
from community.trust import floods, screening, sweeping, tasks
from community.trust.models import Flood
from community.trust.said import Said
from tests.chat.test_messages import run_all
from tests.community.moderation.desk import page_of, signed_in
from tests.community.trust.conftest import again, refused

pytestmark = pytest.mark.django_db
ADVERT = "Come to the boathouse tonight, everybody is there already"


@pytest.fixture
def category(community) -> Category:
    return Category.objects.get(community=community)


@pytest.fixture
def thread(mo, category):
    made = threads.start(mo, category, "Where to?", "Tell us.", client_id=uuid4())
    return lambda: Thread.objects.select_related("category__room", "removal").get(pk=made.id)


@pytest.fixture
def crowd(newcomer) -> list[Member]:
    return [newcomer(name) for name in ("One", "Two", "Three", "Four", "Five")]


@pytest.fixture
def swept(lake):
    """What the job does that is queued when the fourth is caught."""

    def sweep() -> Flood | None:
        mark = floods.mark(Said(Member(role="member", level="newcomer"), ADVERT))
        assert mark is not None
        return sweeping.sweep(lake.pk, mark, floods.who_said(lake.pk, mark))

    return sweep


@pytest.fixture
def everywhere(crowd, say, den, thread, category):
    """One says it in the square, two on the board, and the fourth in a room is caught."""
    one, two, three, four, _ = crowd
    say(one, ADVERT)
    posts.reply(again(two), thread(), ADVERT, client_id=uuid4())
    threads.start(again(three), category, "Tonight", ADVERT, client_id=uuid4())
    assert refused(lambda: say(four, ADVERT)).code == "post.held"


def shown() -> tuple[int, int, int]:
    """How many messages, posts and threads of the advert can be read."""
    return (
        Message.objects.filter(body=ADVERT, removal=None).count(),
        posts.Post.objects.filter(body=ADVERT, removal=None, thread__removal=None, seq__gt=1).count(),
        Thread.objects.filter(title="Tonight", removal=None).count(),
    )


def of(flood: Flood) -> Case:
    return Case.objects.get(object=flood.name())


# --- What is swept ----------------------------------------------------------------------------------------------------


def test_when_the_fourth_is_caught_the_first_three_are_out_of_sight_in_rooms_and_on_the_board(everywhere, swept):
    assert shown() == (1, 1, 1)
    flood = swept()
    assert shown() == (0, 0, 0)
    assert sorted(thing.partition(":")[0] for thing in flood.things) == ["message", "post", "thread"]
    assert of(flood).reports.get().why == "same"


def test_nothing_of_it_is_deleted(everywhere, swept):
    swept()
    assert Message.objects.filter(body=ADVERT).count() == 1
    assert set(Removal.objects.values_list("kind", flat=True)) == {"hidden"}
    assert set(PostRemoval.objects.values_list("kind", flat=True)) == {"hidden"}


def test_letting_it_stand_brings_all_of_it_back(everywhere, swept, by_mo):
    flood = swept()
    cases.settle(by_mo, of(flood), "keep")
    assert shown() == (1, 1, 1)
    assert not ThreadRemoval.objects.exists()


def test_deciding_against_it_leaves_it_out_of_sight_and_undoing_that_asks_again(everywhere, swept, by_mo):
    flood = swept()
    case = cases.settle(by_mo, of(flood), "hide")
    assert shown() == (0, 0, 0)
    case = cases.reopen(by_mo, case)
    assert shown() == (0, 0, 0)
    case = cases.settle(by_mo, case, "keep")
    assert shown() == (1, 1, 1)
    case = cases.reopen(by_mo, case)
    cases.settle(by_mo, case, "hide")
    assert shown() == (0, 0, 0)


def test_it_is_in_the_audit_by_nobodys_hand(everywhere, swept, lake):
    flood = swept()
    entry = AuditEntry.objects.get(act="sweep")
    assert (entry.actor, entry.staff, entry.data["things"]) == (None, None, flood.things)


def test_the_page_of_the_case_shows_all_of_it(everywhere, swept, mo):
    case = of(swept())
    page = signed_in(mo.user).get(page_of(case))
    assert [line.words for line in page.context["around"]] == [ADVERT, ADVERT, "Tonight"]


def test_the_next_one_who_says_it_adds_to_the_same_case(everywhere, crowd, swept):
    first = swept()
    late = Message.objects.create(
        community=first.community, room=Room.objects.first(), author=crowd[4], body=ADVERT, client_id=uuid4(),
        seq=900, rev=900,
    )  # fmt: skip
    screening.judged([Said(again(crowd[4]), ADVERT)])
    assert swept() == first
    assert f"message:{late.pk}" in Flood.objects.get().things
    assert Case.objects.filter(object=first.name()).count() == 1


# --- What is left alone -----------------------------------------------------------------------------------------------


def test_three_alike_stay_up(crowd, say, swept):
    for member in crowd[:3]:
        say(member, ADVERT)
    assert Hold.objects.count() == 0
    assert shown()[0] == 3


def test_what_members_said_alike_stays_up(ben, everywhere, say, swept):
    say(ben, ADVERT)
    swept()
    assert Message.objects.get(body=ADVERT, removal=None).author == ben


def test_other_words_of_the_same_people_stay_up(crowd, everywhere, say, swept):
    say(crowd[0], "Hello, I am new here and I like boats")
    swept()
    assert Message.objects.filter(author=crowd[0], removal=None).count() == 1


def test_what_two_say_to_each_other_stays_up(crowd, everywhere, ben, swept):
    from chat import rooms

    messages.post(again(crowd[0]), rooms.direct(again(crowd[0]), ben), ADVERT, client_id=uuid4())
    swept()
    assert Message.objects.get(body=ADVERT, removal=None).room.kind == Room.Kind.DIRECT


def test_what_moderators_let_stand_is_not_swept_again(everywhere, crowd, swept, by_mo):
    cases.settle(by_mo, of(swept()), "keep")
    assert swept() is None
    assert shown() == (1, 1, 1)


def test_what_a_moderator_let_through_is_not_swept(everywhere, swept, by_mo):
    cases.settle(by_mo, Case.objects.get(object__startswith="hold:"), "keep")
    swept()
    assert shown() == (1, 0, 0)


# --- The same author --------------------------------------------------------------------------------------------------


def test_what_a_newcomer_said_again_and_again_is_swept_up_wherever_it_is(thrice, dan, say, den, thread, lake):
    say(dan, ADVERT)
    posts.reply(again(dan), thread(), ADVERT, client_id=uuid4())
    assert refused(lambda: say(dan, ADVERT)).code == "post.repeated"
    tasks.sweep.run(lake.pk, floods.mark(Said(again(dan), ADVERT)), dan.pk, is_last=True)
    assert shown()[:2] == (0, 0)


def test_a_newcomers_third_time_is_told_to_a_worker_and_a_members_is_not(thrice, ben, dan, say, queued):
    for member in (dan, ben):
        say(member, ADVERT)
        say(member, ADVERT)
        refused(lambda member=member: say(member, ADVERT))
    assert [args[2] for name, args in queued() if name.endswith("tasks.sweep")] == [dan.pk]


# --- Races ------------------------------------------------------------------------------------------------------------


def test_two_who_sweep_at_once_make_one_case(transactional_db, everywhere, swept, lake):
    run_all([swept] * 4)
    flood = Flood.objects.get()
    assert len(flood.things) == 3
    assert AuditEntry.objects.filter(act="hide").count() == 2
    assert Case.objects.filter(object=flood.name()).count() == 1
    assert chain.prove(lake).faults == []


def test_somebody_who_takes_their_words_back_meanwhile_breaks_nothing(transactional_db, everywhere, swept):
    message = Message.objects.select_related("room", "author").get(body=ADVERT)

    def delete() -> None:
        with suppress(Refusal):
            messages.delete(again(message.author), message)

    run_all([swept, delete])
    assert shown() == (0, 0, 0)


def test_a_thing_that_is_gone_for_good_does_not_hide_the_others(everywhere, swept):
    flood = swept()
    flood.things = ["message:999999", *flood.things]
    flood.save(update_fields=["things"])
    assert targets.found(flood.name()) is not None
    cases.settle(Moderator(member=Member.objects.get(name="Mo")), of(flood), "keep")
    assert shown() == (1, 1, 1)
