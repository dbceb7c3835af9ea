"""Codes of an authenticator app (RFC 6238, six digits, half a minute), codes on paper, and how both are kept."""

import hmac
import secrets
from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256
from urllib.parse import quote, urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps that a phone's clock may be off
PAPER = 10  # codes
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none looks like another


def new_secret() -> str:
    return b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: bytes, step: int) -> str:
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: bytes, code: str, now: float) -> int | None:
    """The half minute to which a code belongs, if it is one of those around now."""
    here = int(now) // STEP
    steps = range(here - DRIFT, here + DRIFT + 1)
    return next((step for step in steps if hmac.compare_digest(code_at(secret, step), code)), None)


def address(secret: str, name: str) -> str:
    """What the QR code says."""
    issuer = f"Oxbow {settings.SITE_URL.partition('://')[2]}"
    told = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{issuer}:{name}')}?{told}"


def on_paper() -> list[str]:
    """Fresh codes of 50 bits."""
    return ["-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(PAPER)]


def digest(code: str) -> str:
    plain = "".join(code.lower().split()).replace("-", "")
    return salted_hmac("second_factor.paper", plain, algorithm="sha256").hexdigest()


def sealed(secret: str) -> str:
    return _fernet().encrypt(secret.encode()).decode()


def opened(secret: str) -> str:
    """The secret; an empty one where SECRET_KEY is not the same any more, to which no code belongs."""
    try:
        return _fernet().decrypt(secret.encode()).decode()
    except InvalidToken:
        return ""


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"second_factor:" + settings.SECRET_KEY.encode()).digest()))
