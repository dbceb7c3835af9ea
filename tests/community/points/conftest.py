import pytest

from community.members.models import Member
from community.points import ledger
from tests.community.points.weeks import weekly
from tests.conftest import joined


@pytest.fixture
def dora(community) -> Member:
    return joined(community, "Dora")


@pytest.fixture
def emil(community) -> Member:
    return joined(community, "Emil")


@pytest.fixture
def purse(community):
    """It holds 100 points."""
    weekly(community, 100)
    return ledger.purse(community.pk)
