"""Who is on a socket: the account behind a session, for many sockets at once.

Channels' own middleware asks the database twice a socket, and stays between the application and the server for as long
as the socket lives.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.http.cookie import parse_cookie
from django.utils.crypto import constant_time_compare

from community.clock import now
from community.members.models import User

PROTOCOL = "oxbow"  # of a socket that names its session among its protocols
_BEARING = "session."


def session_key(scope: dict[str, Any]) -> str:
    """The key among the handshake's protocols, as frames without cookies send it, or in its cookie; else empty."""
    for protocol in scope.get("subprotocols", ()):
        if protocol.startswith(_BEARING):
            return str(protocol.removeprefix(_BEARING))
    for name, value in scope["headers"]:
        if name == b"cookie":
            return parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")
    return ""


def protocol(scope: dict[str, Any]) -> str | None:
    """The protocol to answer with, where the client named it: one that was not answered closes the socket."""
    return PROTOCOL if PROTOCOL in scope.get("subprotocols", ()) else None


def accounts(keys: list[str]) -> list[User | None]:
    """The account that is signed in by each of these sessions: two queries, however many they are."""
    live = Session.objects.filter(session_key__in=set(keys), expire_date__gt=now())
    said = {key: _decoded(sealed) for key, sealed in live.values_list("session_key", "session_data")}
    ids = {key: _account_id(data) for key, data in said.items()}
    users = User.objects.in_bulk({pk for pk in ids.values() if pk})
    for user in users.values():
        user.come()
    return [_signed_in(said.get(key, {}), users.get(ids.get(key) or 0)) for key in keys]


def still(keys: list[str]) -> list[bool]:
    """For each of these sessions, whether it still stands for an account that may be here."""
    return [user is not None for user in accounts(keys)]


@lru_cache(maxsize=10_000)
def _decoded(sealed: str) -> dict[str, Any]:
    """What a session says. Every heartbeat asks, and whoever comes back; only what changed has another seal."""
    return Session(session_data=sealed).get_decoded()


def _account_id(data: dict[str, Any]) -> int | None:
    held = str(data.get(SESSION_KEY, ""))
    return int(held) if held.isdigit() else None


def _signed_in(data: dict[str, Any], user: User | None) -> User | None:
    """The account, if the session stands for it still: what `django.contrib.auth.get_user` asks."""
    if user is None or not user.is_active or data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    seal = data.get(HASH_SESSION_KEY, "")
    seals = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return user if any(constant_time_compare(seal, one) for one in seals) else None
