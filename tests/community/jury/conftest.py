from datetime import timedelta
from uuid import uuid4

import pytest

from chat import messages
from community.clock import now
from community.governance import charters
from community.governance.models import Charter
from community.members.models import Member
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import Case
from tests.conftest import joined


@pytest.fixture
def dora(community) -> Member:
    """A member who reports."""
    return joined(community, "Dora")


@pytest.fixture
def rude(ben, square):
    """Something that Ben said."""
    return messages.post(ben, square, "You are all fools.", client_id=uuid4())


@pytest.fixture
def case(dora, rude) -> Case:
    cases.report(dora.user, f"message:{rude.id}", "rude", "Look at this.")
    return Case.objects.get()


@pytest.fixture
def by_mo(mo) -> Moderator:
    return Moderator(member=mo)


@pytest.fixture
def crowd(community, ada, ben, mo, dora) -> list[Member]:
    """Twelve members who have been there for a while, as everybody else has."""
    made = [joined(community, f"Juror {number}") for number in range(12)]
    Member.objects.filter(community=community).update(joined_at=now() - timedelta(days=60))
    return made


@pytest.fixture
def charter(community) -> Charter:
    """The community of these tests votes."""
    charters.of(community.pk)
    Charter.objects.filter(pk=community.pk).update(phase=Charter.Phase.MIXED)
    return Charter.objects.get(pk=community.pk)
