"""Passwords that somebody who is signed in is asked for again: wrong ones count as those at the door do."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from community.errors import Forbidden, TooMany
from community.members.models import User

WRONG = "account.password"  # the refusal that counts
PAUSE = 1800  # seconds: those within which an account's wrong passwords are counted


@contextmanager
def counted(request: HttpRequest, user: User) -> Iterator[None]:
    """Within it a password is asked for. Wrong ones count for account and address, with those of signing in.

    Raises:
        TooMany: there were too many wrong ones, so that not even the right one is looked at.
    """
    door = get_adapter()
    try:
        door.pre_authenticate(request, username=user.username)
    except ValidationError:
        raise TooMany(PAUSE) from None
    was_wrong = False
    try:
        yield
    except Forbidden as refusal:
        was_wrong = refusal.code == WRONG
        raise
    finally:
        if not was_wrong:
            door.forgive()
