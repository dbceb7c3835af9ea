"""What the server of a host page signs: who is in front of it, for some minutes.

A JSON Web Token (RFC 7519), HS256, with `aud` (the community's slug), `sub` (what the host calls the person), `name`,
`iat`, `exp` at most ten minutes later, and `jti`, which makes it good for one session.
"""

from typing import NamedTuple

import jwt

from community.embedding.models import Embedding
from community.errors import InvalidInput

LONGEST = 600  # seconds from `iat` to `exp`
LEEWAY = 30  # seconds that clocks may differ


class Claims(NamedTuple):
    subject: str
    name: str
    nonce: str


def read(token: str, embedding: Embedding) -> Claims:
    """Raises `embed.token_invalid`, with a reason for who writes the host page."""
    try:
        said = jwt.decode(
            token, embedding.secret, algorithms=["HS256"], audience=embedding.community.slug, leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "sub", "jti"]},
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise _invalid(type(error).__name__) from None
    if said["exp"] - said["iat"] > LONGEST:
        raise _invalid("TooLong")
    subject, name, nonce = said["sub"], str(said.get("name", "")).strip()[:40], str(said["jti"])
    if not (0 < len(subject) <= 200 and 0 < len(nonce) <= 100) or "\x00" in subject + name + nonce:
        raise _invalid("WrongClaims")
    return Claims(subject, name, nonce)


def _invalid(reason: str) -> InvalidInput:
    return InvalidInput("embed.token_invalid", "This token is not good for this community.", reason=reason)
