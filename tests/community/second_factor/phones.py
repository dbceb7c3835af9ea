"""A phone with an authenticator app."""

import time
from base64 import b32decode

from django.test import Client

from community.clock import now
from community.members.models import User
from community.second_factor import codes, door
from community.second_factor.models import Factor


def factor_of(user: User) -> Factor:
    """A factor that was set up before."""
    secret = codes.sealed(codes.new_secret())
    return Factor.objects.get_or_create(user=user, defaults={"secret": secret, "confirmed_at": now()})[0]


def prove(client: Client, user: User) -> None:
    """The session of somebody who has just shown it."""
    session = client.session
    session[door.KEY] = {"factor": factor_of(user).pk, "at": int(time.time()), "on_paper": False}
    session.save()


def code(factor: Factor, later: int = 0) -> str:
    """What the phone shows now, or some half minutes later."""
    return codes.code_at(b32decode(codes.opened(factor.secret)), int(time.time()) // codes.STEP + later)
