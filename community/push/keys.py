"""The site's key for push services (VAPID, RFC 8292): the operator's own, or one that is drawn once and kept."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings

from community.push.models import Key

CURVE = ec.SECP256R1()
SIZE = 32  # bytes of the private number


@dataclass(frozen=True)
class Keys:
    """The pair as PEM, and the public half as browsers want it."""

    private: bytes
    public: bytes
    shown: str


def own() -> Keys:
    return _pair(settings.OXBOW["PUSH_KEY"] or _kept())


def draw() -> str:
    """A new private number, base64url."""
    return _text(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(SIZE, "big"))


def _kept() -> str:
    """The one row decides between processes that draw at once."""
    return Key.objects.get_or_create(pk=Key.ONLY, defaults={"private": draw()})[0].private


@cache
def _pair(private: str) -> Keys:
    number = int.from_bytes(urlsafe_b64decode(private + "=" * (-len(private) % 4)), "big")
    key = ec.derive_private_key(number, CURVE)
    public = key.public_key()
    return Keys(
        private=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        public=public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        shown=_text(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
    )


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")
