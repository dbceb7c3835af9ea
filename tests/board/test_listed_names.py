"""The word list reaches tags, categories, capsules and the names with which people join."""

from uuid import uuid4

import pytest

from board import capsules, categories, threads
from board.capsule_shapes import NewCapsule
from board.models import Category, Thread
from chat import messages
from community.errors import Refusal
from community.members import communities
from community.moderation import wordlists
from community.moderation.audit import Moderator
from tests.board.acts import general
from tests.conftest import person


@pytest.fixture
def listed(ada, community):
    """Words that are held or covered: what cannot wait, and would name nothing, is refused."""
    wordlists.enter(Moderator(member=ada), community, ["casino"], kind="word", action="hold")
    wordlists.enter(Moderator(member=ada), community, ["darn"], kind="word", action="mask")
    wordlists.forget()


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def start(author, *tags: str):
    return threads.start(author, general(author.community), "A thread", "Words", list(tags), client_id=uuid4())


@pytest.mark.parametrize("tag", ["casino", "Darn"])
def test_tags(listed, ben, tag):
    assert refused(lambda: start(ben, "tea", tag)) == "words.blocked"
    thread = Thread.objects.select_related("category").get(pk=start(ben, "tea").id)
    assert refused(lambda: threads.edit(ben, thread, names=[tag])) == "words.blocked"


def test_categories(listed, ada):
    assert refused(lambda: categories.create(ada, "Casino")) == "words.blocked"
    first = Category.objects.earliest("pk")
    assert refused(lambda: categories.edit(ada, first, {"description": "All about the casino"})) == "words.blocked"


def test_capsules(listed, ada, ben, square):
    said = messages.post(ben, square, "It opens at ten", client_id=uuid4())

    def keep(title: str, text: str):
        lines = [{"text": text, "sources": [{"message": said.id}]}]
        wanted = NewCapsule.parse({"title": title, "parts": [{"kind": "answer", "lines": lines}]})
        return capsules.keep(ada, square, wanted.title, wanted.parts)

    assert refused(lambda: keep("The casino", "It opens at ten")) == "words.blocked"
    assert refused(lambda: keep("When it opens", "The casino opens at ten")) == "words.blocked"
    keep("When it opens", "It opens at ten")


def test_the_name_with_which_somebody_joins(listed, community):
    assert refused(lambda: communities.join(person("Casino"), community)) == "words.blocked"
    communities.join(person("Casimir"), community)
