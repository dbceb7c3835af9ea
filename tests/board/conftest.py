"""A thread and a conversation to act upon."""

import pytest

from tests.board.acts import promote, reply, say, start


@pytest.fixture
def thread(ada):
    """A thread that Ada started."""
    return start(ada, "Tomatoes on the north side", "Does it work?")


@pytest.fixture
def answered(thread, ben):
    """The same with a reply by Ben."""
    reply(ben, thread, "It does")
    return thread


@pytest.fixture
def talk(ada, ben, mo, square):
    """Six messages of two conversations, interleaved: the even ones ask and answer."""
    first = say(ada, square, "Who has a ladder?")
    say(mo, square, "Lunch is at one")
    second = say(ben, square, "I have", reply_to=first.pk)
    say(mo, square, "Bring a plate")
    third = say(ada, square, "Can I have it today?", reply_to=second.pk)
    say(ben, square, "What is for lunch?")
    return [first, second, third]


@pytest.fixture
def promotion(ada, square, talk):
    """The conversation about the ladder, promoted by Ada."""
    return promote(ada, square, talk, title="A ladder")
