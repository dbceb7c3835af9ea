"""Which pages may show a community in a frame."""

import re

from django.db import transaction

from community import access
from community.activity.models import record
from community.embedding.models import Embedding, new_secret
from community.embedding.shapes import EmbeddingShape
from community.errors import InvalidInput, NotFound
from community.members.models import Member

_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*)(?P<port>:\d{1,5})?/?", re.ASCII)
_HERE = {"localhost", "127.0.0.1"}  # where pages are made; everywhere else a frame needs https


def settings_of(member: Member) -> EmbeddingShape:
    """What hosts enter into their pages; raises `forbidden`."""
    access.require_to_read(member, "community.edit")
    embedding, _ = Embedding.objects.get_or_create(community=member.community)
    return EmbeddingShape(origins=embedding.origins, secret=embedding.secret)


@transaction.atomic
def edit(member: Member, origins: list[str] | None, *, renew: bool) -> EmbeddingShape:
    """Choose the pages, or make a new secret, which ends what was signed with the old one.

    Raises:
        Forbidden: `forbidden`.
        InvalidInput: `embed.not_an_origin`.
    """
    access.require(member, "community.edit")
    embedding, _ = Embedding.objects.select_for_update().get_or_create(community=member.community)
    if origins is not None:
        embedding.origins = sorted({origin_of(text) for text in origins})
    if renew:
        embedding.secret = new_secret()
    embedding.save()
    record(member, "community.embed", member.community, origins=embedding.origins, renewed=renew)
    return EmbeddingShape(origins=embedding.origins, secret=embedding.secret)


def origin_of(text: str) -> str:
    """Scheme, host and port of an address, as browsers write them; raises `embed.not_an_origin`."""
    parts = _ORIGIN.fullmatch(text.strip().lower())
    if parts is None or (parts["scheme"] == "http" and parts["host"] not in _HERE):
        raise InvalidInput("embed.not_an_origin", "Write it as https://example.org.", value=text)
    return f"{parts['scheme']}://{parts['host']}{parts['port'] or ''}"


def of_slug(slug: str) -> Embedding:
    """Raises `not_found` where nobody may embed the community."""
    found = Embedding.objects.select_related("community").filter(community__slug=slug).first()
    if found is None:
        raise NotFound("community")
    return found


def allowed(slug: str) -> list[str]:
    """The pages that may show a community; none of one that is not there."""
    return next(iter(Embedding.objects.filter(community__slug=slug).values_list("origins", flat=True)), [])
