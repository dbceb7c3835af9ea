"""The roll call of an opening: who is forgotten stands in it as somebody who left, the others as they are called."""

from datetime import timedelta

import pytest

from chat.models import Message, RollCall
from community.clock import now
from community.joining import entrances, opening
from community.members.models import Member
from community.moderation import profiles
from community.moderation.audit import Moderator
from community.privacy import erasing
from tests.community.privacy.test_erasures import due
from tests.conftest import joined

pytestmark = pytest.mark.django_db


@pytest.fixture
def zephyrine(community, square) -> Member:
    made = joined(community, "Zephyrine")
    made.user.set_password("a long secret")
    made.user.save()
    return made


@pytest.fixture
def called(ada, ben, zephyrine) -> Message:
    entrances.edit(ada, {"opens_at": now() - timedelta(seconds=1)})
    opening.open_due()
    message = Message.objects.get()
    assert names(message) == "Ada, Ben, Zephyrine"
    return message


def names(message: Message) -> str:
    return Message.objects.get(pk=message.pk).body.rpartition(": ")[2]


def forget(member: Member) -> None:
    erasing.carry_out(due(member.user, "stay"))


def test_who_is_forgotten_is_somebody_who_left(called, zephyrine):
    before = called.rev
    forget(zephyrine)
    assert names(called) == "Ada, Ben, Former member"
    assert Message.objects.get(pk=called.pk).rev > before, "whoever reads the room hears of it"


def test_a_name_that_somebody_had_then_goes_as_well(called, zephyrine):
    Member.objects.filter(pk=zephyrine.pk).update(name="Zoe", folded_name="zoe")
    forget(zephyrine)
    assert "Zephyrine" not in Message.objects.get(pk=called.pk).body


def test_words_that_their_author_edited_lose_nothing_but_the_name(called, zephyrine):
    body = called.body.replace("is open!", "is open at last!")
    Message.objects.filter(pk=called.pk).update(body=body, edited_at=now())
    forget(zephyrine)
    assert Message.objects.get(pk=called.pk).body == body.replace("Zephyrine", "Former member")


@pytest.mark.parametrize("sign", [", ", "、"])
def test_of_a_roll_call_from_before_numbers_were_kept_the_name_goes(called, ben, zephyrine, sign):
    RollCall.objects.all().delete()
    Message.objects.filter(pk=called.pk).update(body=f"Here: {sign.join(['Zephyrine', 'Zephyrine2', 'Ben'])}")
    forget(zephyrine)
    assert names(called) == sign.join(["Former member", "Zephyrine2", "Ben"])


def test_words_that_are_gone_do_not_come_back(called, ada, zephyrine):
    Message.objects.filter(pk=called.pk).update(body="")
    forget(zephyrine)
    assert Message.objects.get(pk=called.pk).body == ""


def test_whose_name_was_taken_away_stands_in_it_by_number_until_it_is_given_back(called, mo, zephyrine):
    profiles.clear(Moderator(member=mo), zephyrine, "Names.", goes=profiles.NAME)
    assert names(called) == f"Ada, Ben, Member {zephyrine.pk}"
    profiles.restore(Moderator(member=mo), zephyrine)
    assert names(called) == "Ada, Ben, Zephyrine"
