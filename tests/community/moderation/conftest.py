from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from chat import messages
from community.belonging import tribes
from community.clock import now
from community.members import communities
from community.members.models import Community, Member, User
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import Case
from tests.community.moderation.desk import as_staff, signed_in
from tests.conftest import joined, person


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


@pytest.fixture
def jurors(community) -> list[Member]:
    """Four who have been there for a while."""
    made = [joined(community, f"Juror {number}") for number in range(4)]
    Member.objects.filter(community=community).update(joined_at=now() - timedelta(days=60))
    return made


@pytest.fixture
def shore(ada) -> Community:
    """A tribe."""
    return tribes.found(ada, "shore", "Shore").community


@pytest.fixture
def guard(db) -> User:
    """Staff who are no member of the community."""
    return as_staff(User.objects.create(username="guard", display_name="Greta"))


@pytest.fixture
def other(db) -> User:
    return as_staff(User.objects.create(username="other", display_name="Max"))


@pytest.fixture
def browser(guard) -> Client:
    return signed_in(guard)


@pytest.fixture
def report(ben, square, dora) -> Callable[..., Case]:
    """`report("Fools!")`: Ben said it and Dora reported it."""

    def reported(body: str, author: Member = ben, why: str = "rude") -> Case:
        said = messages.post(author, square, body, client_id=uuid4())
        return cases.report(dora.user, f"message:{said.id}", why).case

    return reported


@pytest.fixture
def elsewhere(community) -> Case:
    """A case of another community, more urgent than any."""
    owner = communities.found(person("Olive"), slug="pond", name="Pond", purpose="To swim.")
    about = joined(owner.community, "Pete")
    return Case.objects.create(
        community=owner.community, member=about, object=f"member:{about.pk}", path="/c/pond", words="Splash",
        due_at=now() - timedelta(hours=1),
    )  # fmt: skip
