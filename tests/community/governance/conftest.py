import pytest

from community.governance import charters
from community.governance.models import Charter
from community.members.models import Member
from tests.conftest import joined


@pytest.fixture
def charter(community) -> Charter:
    """The community of these tests votes, and whoever is there may."""
    charter = charters.of(community.pk)
    charter.phase, charter.roll_days = Charter.Phase.MIXED, 0
    charter.save()
    return charter


@pytest.fixture
def dora(community) -> Member:
    return joined(community, "Dora")


@pytest.fixture
def emil(community) -> Member:
    return joined(community, "Emil")
