"""Coming in without a cookie: by a host page's word, or by a window in which somebody is signed in already."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from community.embedding import origins, tokens
from community.embedding.models import Embedding, Guest
from community.embedding.shapes import Entered
from community.errors import InvalidInput
from community.files import keys
from community.members import communities
from community.members.models import User
from community.memory import key, memory

HOURS = 12  # that a session in a frame lasts
CODE_SECONDS = 60  # in which a window's code is to be used


def by_token(slug: str, token: str) -> Entered:
    """A new session for whom a host page vouches; a token is good once.

    Raises:
        NotFound: nobody may embed the community.
        InvalidInput: `embed.token_invalid`, `embed.token_used`.
    """
    embedding = origins.of_slug(slug)
    claims = tokens.read(token, embedding)
    used = key("embed", "token", embedding.pk, _hashed(claims.nonce))
    if not memory.set(used, 1, nx=True, ex=tokens.LONGEST + 2 * tokens.LEEWAY):
        raise InvalidInput("embed.token_used", "This token was used: sign a new one.")
    return _session(_account(embedding, claims))


def known(embedding: Embedding, token: str) -> User | None:
    """The account behind a token that is good, if they have been here; the token is not used up."""
    claims = tokens.read(token, embedding)
    guest = Guest.objects.filter(community=embedding.pk, subject=claims.subject).select_related("user").first()
    return guest.user if guest else None


def code_for(user: User) -> str:
    """What a window in which somebody is signed in hands to the frame that opened it."""
    code = secrets.token_urlsafe(32)
    memory.set(key("embed", "code", _hashed(code)), user.pk, ex=CODE_SECONDS)
    return code


def by_code(code: str) -> Entered:
    """A new session for who was signed in there; raises `embed.code_used`."""
    held = memory.getdel(key("embed", "code", _hashed(code)))
    user = User.objects.filter(pk=int(held), is_active=True).first() if held else None
    if user is None:
        raise InvalidInput("embed.code_used", "This code was used, or a minute has passed.")
    return _session(user)


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@transaction.atomic
def _account(embedding: Embedding, claims: tokens.Claims) -> User:
    """The guest's account, a member of the community from now on."""
    Embedding.objects.select_for_update().get(pk=embedding.pk)  # two tabs that come at once make one account
    guest = Guest.objects.filter(community=embedding.pk, subject=claims.subject).select_related("user").first()
    user = guest.user if guest else _new_account(embedding, claims)
    communities.join(user, embedding.community, is_vouched=True)
    return user


def _new_account(embedding: Embedding, claims: tokens.Claims) -> User:
    username = f"guest-{secrets.token_hex(6)}"
    user = User(username=username, display_name=claims.name or username, locale=embedding.community.locale)
    user.set_unusable_password()
    user.save()
    Guest.objects.create(community=embedding.community, subject=claims.subject, user=user)
    return user


def _session(user: User) -> Entered:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(HOURS * 3600)
    session.create()
    return Entered(session=str(session.session_key), files=keys.key_of(user))
