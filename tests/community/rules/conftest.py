import pytest

from community.members.models import Community
from community.moderation.audit import Moderator


@pytest.fixture
def by_ada(ada) -> Moderator:
    return Moderator(member=ada)


@pytest.fixture
def ruled(ada, by_ada) -> Community:
    """The lake with a first rule, that Ada wrote."""
    from community.rules import changing

    changing.change(by_ada, ada.community, "1. Be kind.")
    return ada.community
