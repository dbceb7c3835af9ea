"""What the button on a host page shows before it is opened."""

from collections.abc import Callable

from community.embedding import entrance, origins
from community.embedding.models import Embedding
from community.embedding.shapes import EmbeddedState
from community.members.models import Community, Member

Tell = Callable[[Community, Member | None, int | None], EmbeddedState]
# The layer that has rooms says what goes on in a community, or in one of them, to a member or to somebody unknown.
_telling: list[Tell] = []


def register(tell: Tell) -> None:
    _telling[:] = [tell]


def of(slug: str, token: str, room: int | None) -> EmbeddedState:
    """Raises `not_found`, `embed.token_invalid`."""
    embedding = origins.of_slug(slug)
    member = _member(embedding, token) if token else None
    (tell,) = _telling
    return tell(embedding.community, member, room)


def _member(embedding: Embedding, token: str) -> Member | None:
    user = entrance.known(embedding, token)
    return Member.objects.of_user(user).filter(community=embedding.pk).first() if user else None
