import pytest

from community.access import Role
from community.joining import applications, entrances
from community.joining.applications import Answer
from community.members.models import Community, Member
from tests.conftest import joined

QUESTIONS = [{"words": "Why?", "choices": []}, {"words": "How did you find us?", "choices": ["A friend", "A poster"]}]
ANSWERS = [Answer("Why?", "I like herons."), Answer("How did you find us?", "A friend")]


@pytest.fixture
def gina(community) -> Member:
    """Greets newcomers."""
    return joined(community, "Gina", Role.GREETER)


@pytest.fixture
def asking(ada, ben, gina) -> Community:
    """The community lets people in by application."""
    entrances.edit(ada, {"questions": QUESTIONS})
    ada.community.door = Community.Door.APPLICATION
    ada.community.save()
    return ada.community


@pytest.fixture
def application(asking, gina, cleo):
    return applications.apply(cleo, asking, ANSWERS)
