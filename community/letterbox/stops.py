"""Ending letters for good, by whoever got one: without an account, and without keeping where they live.

Invitations and news from the door go to people who have no settings here. Each letter carries a signed link with the
mark of its address, so that nobody can stop the letters of others, and whoever reads the table learns no address.
"""

from collections.abc import Callable, Collection

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from community.errors import NotFound
from community.letterbox.models import Stop
from community.members.models import Community

SALT = "community.letterbox"
_signer = Signer(salt=SALT)

Forget = Callable[[int | None, str], None]
_forgetful: list[Forget] = []


def when_stopped(forget: Forget) -> None:
    """Have a function called with the community (None: all) and the mark, to forget the addresses that it fits."""
    _forgetful.append(forget)


def mark(address: str, secret: str | bytes | None = None) -> str:
    """What is kept instead of an address: the same for any way to write it, of no use without the site's secret."""
    return salted_hmac(SALT, address.strip().lower(), secret=secret, algorithm="sha256").hexdigest()


def url(community_id: int, address: str) -> str:
    """The link that ends a community's letters to an address; it does not expire, as letters do not."""
    return f"{settings.SITE_URL}/api/v1/letters/stop/{_signer.sign(f'{community_id}.{mark(address)}')}/"


def asked(token: str) -> tuple[Community, str]:
    """Whose letters a link ends, and the mark of where they went; raises `not_found` for one that we did not write."""
    try:
        pk, _, marked = _signer.unsign(token).partition(".")
        return Community.objects.get(pk=pk), marked
    except (BadSignature, Community.DoesNotExist):
        raise NotFound("letter") from None


@transaction.atomic
def stop(community: Community, marked: str, *, everywhere: bool = False) -> None:
    """Write no more to an address: of this community, or of any. The same again changes nothing."""
    place = None if everywhere else community
    Stop.objects.get_or_create(community=place, mark=marked)
    for forget in _forgetful:
        forget(place.pk if place else None, marked)


def is_stopped(community: Community, marked: str) -> bool:
    return _of(community.pk).filter(mark=marked).exists()


def holds(community_id: int, address: str) -> bool:
    """Whether a community may not write to an address."""
    return bool(unwanted(community_id, [address]))


def unwanted(community_id: int, addresses: Collection[str]) -> set[str]:
    """Those of these addresses to which a community may not write."""
    marks = {marked: address for address in addresses for marked in _marks(address)}
    return {marks[found] for found in _of(community_id).filter(mark__in=marks).values_list("mark", flat=True)}


def _of(community_id: int) -> QuerySet[Stop]:
    return Stop.objects.filter(Q(community=community_id) | Q(community=None))


def _marks(address: str) -> list[str]:
    """Its marks under this secret and those before: whoever said never meant it."""
    return [mark(address, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
