"""A thread moves to where more people read it once each of its authors has agreed, and not before."""

from datetime import timedelta

import pytest

from board import moving
from board.kinds import notes
from board.models import Move
from board.moves import asking
from chat import seats
from community.access import Role
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.members import communities
from tests.board.acts import category_for, fresh, general, reply, start, together
from tests.board.test_thread_acts import refused


@pytest.fixture
def secret(ada, ben, mo, den):
    """A thread of the den by Ada, with a reply by Ben."""
    seats.take(den, mo)
    thread = start(ada, "Secret", "Ours", category_for(ada, "room", den))
    reply(ben, thread, "Mine")
    return fresh(thread)


@pytest.fixture
def asked(ada, secret):
    """Ada asks whether it may stand where everybody reads it."""
    shape = asking.ask(ada, secret, general(ada.community))
    return Move.objects.select_related("thread", "category", "by").get(pk=shape.id)


def stands(thread):
    return fresh(thread).category.audience


def test_the_last_consent_carries_it_out(ada, mo, ben, secret, den, api):
    reply(mo, secret, "Mine too")
    move = api(ada).post(f"threads/{secret.pk}/moves/", {"category": general(ada.community).pk})
    assert {one["member"]["name"] for one in move["consents"]} == {ben.name, mo.name}
    assert api(ben).post(f"moves/{move['id']}/consent/", {"agree": True})["state"] == "waiting"
    assert stands(secret) == "room"
    assert api(mo).post(f"moves/{move['id']}/consent/", {"agree": True})["state"] == "done"
    assert stands(secret) == "members"
    assert api(ada).get("communities/lake/notices/")["results"][0]["data"]["state"] == "done"


def test_a_refusal_ends_it_and_the_first_answer_stands(ada, ben, asked, secret):
    assert asking.answer(ben, asked, False).state == "refused"
    assert asking.answer(ben, asked, True).state == "refused"
    assert stands(secret) == "room"
    assert asking.ask(ada, secret, general(ada.community)).state == "waiting"


def test_who_was_not_asked_answers_nothing(mo, olga, asked, api):
    with refused(NotFound, "not_found"):
        asking.answer(mo, asked, True)
    assert api(olga).refused("GET", f"moves/{asked.pk}/") == "not_found"


def test_who_sees_it_by_the_list_sees_it_by_itself(ada, ben, mo, olga, asked):
    seen = {one.name for one in (ada, ben, mo, olga) if Move.objects.visible_to(one).exists()}
    assert seen == {one.name for one in (ada, ben, mo, olga) if asked.is_visible_to(one)} == {"Ada", "Ben", "Mo"}


def test_who_writes_in_it_meanwhile_is_asked_too(ben, mo, asked, secret):
    reply(mo, secret, "And mine")
    assert asking.answer(ben, asked, True).state == "waiting"
    assert stands(secret) == "room"
    assert asking.answer(mo, asked, True).state == "done"


def test_it_asks_once_and_only_where_it_takes_consent(ada, mo, asked, secret, den):
    with refused(Conflict, "move.waiting"):
        asking.ask(ada, secret, general(ada.community))
    with refused(Conflict, "move.needless"):
        asking.ask(mo, start(ada), category_for(ada, "staff"))


def test_who_wrote_at_a_note_is_asked_too(ada, ben, mo, den):
    note = start(ada, "How to sow", "In March.", category_for(ada, "room", den), kind="note")
    notes.write(ben, note, "In April.", revision=1)
    shape = asking.ask(ada, fresh(note), general(ada.community))
    assert [one.member.id for one in shape.consents] == [ben.pk]


def test_an_author_who_is_gone_cannot_be_asked(ada, ben, secret):
    communities.leave(ben)
    with refused(Forbidden, "thread.audience") as refusal:
        asking.ask(ada, secret, general(ada.community))
    assert refusal.value.data["absent"] == [ben.pk]


def test_what_is_not_answered_in_time_ends_and_another_can_be_asked_for(ada, ben, asked, secret):
    Move.objects.update(until=now() - timedelta(seconds=1))
    assert asking.answer(ben, asked, True).consents[0].answer is None
    assert asking.expire() == 1
    assert Move.objects.get().state == "expired"
    assert stands(secret) == "room"
    assert asking.ask(ada, secret, general(ada.community)).state == "waiting"


def test_it_is_over_once_the_thread_stands_elsewhere_or_who_asked_moves_threads_no_more(ada, mo, ben, asked, secret):
    moving.move(ada, secret, category_for(ada, "room", fresh(secret).category.room))
    assert asking.answer(ben, asked, True).state == "given_up"


def test_who_asked_and_may_move_nothing_by_then_moves_nothing(ada, mo, ben, secret, den):
    move = Move.objects.get(pk=asking.ask(mo, secret, general(ada.community)).id)
    type(mo).objects.filter(pk=mo.pk).update(role=Role.MEMBER)
    asking.answer(ben, move, True)
    assert asking.answer(ada, move, True).state == "given_up"
    assert stands(secret) == "room"


def test_the_question_is_gone_from_the_inboxes_when_it_is_given_up(ada, ben, asked):
    assert ben.notices.filter(kind="consent", read_at=None).count() == 1
    asking.give_up(ada, asked)
    assert not ben.notices.filter(read_at=None).exists()
    assert not ada.notices.filter(kind="move_decided").exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_two_consents_at_once_move_it_once(ada, mo, ben, secret, den):
    reply(mo, secret, "Mine too")
    move = Move.objects.get(pk=asking.ask(ada, secret, general(ada.community)).id)
    together([lambda: asking.answer(ben, move, True), lambda: asking.answer(mo, move, True)])
    assert Move.objects.get().state == "done"
    assert (stands(secret), fresh(secret).acts) == ("members", 1)


@pytest.mark.django_db(transaction=True)
def test_of_the_last_consent_and_giving_up_at_once_one_counts(ada, ben, asked, secret):
    together([lambda: asking.answer(ben, asked, True), lambda: asking.give_up(ada, asked)])
    assert (Move.objects.get().state, stands(secret)) in {("done", "members"), ("given_up", "room")}


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_once_asks_once(ada, mo, secret, den):
    outcomes = together(lambda: asking.ask(ada, fresh(secret), general(ada.community)) for _ in range(2))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "MoveShape"]
