"""Expiry beside everything else, at the same moment: either something is gone, or it stands whole."""

import pytest

from board.models import Post, Promotion
from chat import messages
from chat.models import Message, Removal, Room
from chat.retention import expiring
from community.errors import InvalidInput
from community.search.models import Entry
from community.search.tasks import read_into_index
from tests.board.acts import promote, say, together
from tests.chat.retention.past import keep_for, said_long_ago

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("time", range(5))
def test_what_is_promoted_as_it_expires_is_promoted_or_gone(ada, ben, square, time):
    talk = [said_long_ago(ben, square, f"Words {number}") for number in range(4)]
    keep_for(square)
    promoted, _ = sorted(
        together([lambda: promote(ada, square, talk), lambda: expiring.expire(square.pk)]), key=lambda one: one is None
    )
    expiring.expire(square.pk)
    bodies = list(
        Message.objects.filter(pk__in=[one.pk for one in talk]).order_by("seq").values_list("body", flat=True)
    )
    if isinstance(promoted, Promotion):
        assert bodies == [f"Words {number}" for number in range(4)]
        assert Post.objects.filter(thread=promoted.thread).exclude(message=None).count() == 4
        assert not Removal.objects.exists()
    else:
        assert isinstance(promoted, InvalidInput)
        assert bodies == [""] * 4
        assert not Post.objects.exclude(message=None).exists()


def test_several_workers_take_each_message_away_once(ben, square):
    for number in range(60):
        said_long_ago(ben, square, str(number))
    keep_for(square)
    outcomes = together([lambda: expiring.expire(square.pk)] * 4)
    expiring.expire(square.pk)
    assert outcomes == [None] * 4
    assert Removal.objects.filter(kind=Removal.Kind.EXPIRED).count() == 60
    assert Room.objects.get(pk=square.pk).gone_seq == 60


def test_talk_goes_on_meanwhile_and_places_stay_dense(ada, ben, square):
    for number in range(60):
        said_long_ago(ben, square, str(number))
    keep_for(square)
    together([lambda: expiring.expire(square.pk), *[lambda: [say(ada, square, "New") for _ in range(10)]] * 2])
    expiring.expire(square.pk)
    assert list(square.messages.order_by("seq").values_list("seq", flat=True)) == list(range(1, 81))
    assert square.messages.filter(rev__gt=0).count() == 20


def test_reading_into_the_index_as_it_expires_finds_nothing_afterwards(ben, square):
    said = [said_long_ago(ben, square, f"Words {number}") for number in range(20)]
    keep_for(square)
    together([lambda: read_into_index("room", square.pk), lambda: expiring.expire(square.pk)])
    expiring.expire(square.pk)
    read_into_index("room", square.pk)
    assert not Entry.objects.filter(kind="message", object_id__in=[one.pk for one in said]).exists()


def test_pinning_as_it_expires_pins_what_stands(ada, ben, square):
    one = said_long_ago(ben, square, "Words")
    keep_for(square)
    together([lambda: messages.pin(ada, one), lambda: expiring.expire(square.pk)])
    expiring.expire(square.pk)
    held = Message.objects.get(pk=one.pk)
    assert hasattr(held, "pin") == (held.body == "Words")
