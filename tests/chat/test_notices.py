"""What inboxes keep of a message: nothing that was taken back, and nothing that was read."""

from uuid import uuid4

import pytest

from chat import messages, seats, telling
from chat.models import Message
from community.errors import InvalidInput
from community.moderation.audit import Moderator
from community.notifications import notices
from community.notifications.models import Notice


def say(author, room, body, **options) -> Message:
    shape = messages.post(author, room, body, client_id=uuid4(), **options)
    return stored(shape.id)


def stored(pk: int) -> Message:
    return Message.objects.select_related("room", "author", "reply_to", "removal").get(pk=pk)


@pytest.fixture
def told(ada, ben, square) -> Message:
    """A message of Ada's that Ben was told of."""
    message = say(ada, square, "A secret for @Ben")
    telling.tell_of(message)
    assert ben.notices.get().excerpt == "A secret for @Ben"
    return message


@pytest.mark.parametrize("verb", [messages.recall, messages.delete])
def test_what_its_author_takes_back_leaves_the_inboxes(ada, ben, told, verb):
    verb(ada, told)
    assert not ben.notices.exists()


def test_a_hidden_message_leaves_the_inboxes(ben, mo, told):
    messages.hide(Moderator(member=mo), told)
    assert not ben.notices.exists()


def test_a_message_taken_back_while_it_is_told_stays_in_no_inbox(ada, ben, square, monkeypatch):
    message = say(ada, square, "A secret for @Ben")
    tell = notices.tell
    monkeypatch.setattr(notices, "tell", lambda *about, **told: (tell(*about, **told), messages.recall(ada, message)))
    telling.tell_of(stored(message.pk))
    assert not ben.notices.exists()


def test_an_edit_rewords_what_is_not_read_yet(ada, ben, told):
    messages.edit(ada, told, "Another word for @Ben")
    assert ben.notices.get().excerpt == "Another word for @Ben"


def test_what_was_read_while_it_is_told_is_no_news(ada, ben, square, monkeypatch):
    message = say(ada, square, "News for @Ben")
    tell = notices.tell
    monkeypatch.setattr(notices, "tell", lambda *about, **told: (seats.read(ben, square, 1), tell(*about, **told)))
    square.refresh_from_db()
    telling.tell_of(message)
    assert notices.unread(ben) == 0


def test_a_place_that_is_forgotten_leaves_one_inbox_only(ada, ben, mo, told):
    telling.tell_of(say(ada, told.room, "And @Mo too"))
    notices.forget_place(ben, f"room:{told.room_id}")
    assert list(Notice.objects.values_list("member", flat=True)) == [mo.pk]


def test_an_edit_that_comes_after_a_removal_changes_nothing(ada, mo, told):
    messages.hide(Moderator(member=mo), stored(told.pk))
    for late in (lambda: messages.edit(ada, told, "Other words"), lambda: messages.pin(ada, told)):
        with pytest.raises(InvalidInput) as refusal:
            late()
        assert refusal.value.code == "message.removed"
    assert stored(told.pk).body == "A secret for @Ben"
