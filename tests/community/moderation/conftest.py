from uuid import uuid4

import pytest

from chat import messages
from community.members.models import Member
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import Case
from tests.conftest import joined


@pytest.fixture
def rude(ben, square):
    """Something that Ben said."""
    return messages.post(ben, square, "You are all fools.", client_id=uuid4())


@pytest.fixture
def by_mo(mo) -> Moderator:
    return Moderator(member=mo)


@pytest.fixture
def dora(community) -> Member:
    """A member who reports."""
    return joined(community, "Dora")


@pytest.fixture
def case(dora, rude) -> Case:
    cases.report(dora.user, f"message:{rude.id}", "rude", "Look at this.")
    return Case.objects.get()
