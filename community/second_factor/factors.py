"""Setting a second factor up, and proving it. Each code counts once, also where two send it at once."""

import time
from base64 import b32decode

from django.db import transaction

from community.clock import now
from community.members.models import User
from community.second_factor import codes
from community.second_factor.models import Factor, RecoveryCode


class WrongCode(Exception):
    """It is not the code of now, or it was used already."""


def of(user: User) -> Factor:
    """An account's factor; one that waits to be confirmed, if it had none."""
    return Factor.objects.get_or_create(user=user, defaults={"secret": codes.sealed(codes.new_secret())})[0]


@transaction.atomic
def confirm(factor: Factor, code: str) -> list[str]:
    """Let it count, since the phone knows the secret; gives the codes to be kept on paper, this once.

    Raises:
        WrongCode: also where it counts already.
    """
    if not _is_of_the_phone(factor, code) or not _confirmed(factor):
        raise WrongCode
    paper = codes.on_paper()
    RecoveryCode.objects.bulk_create([RecoveryCode(factor=factor, digest=codes.digest(code)) for code in paper])
    return paper


def prove(factor: Factor, code: str) -> bool:
    """Take a code; whether it was one on paper.

    Raises:
        WrongCode
    """
    if _is_of_the_phone(factor, code):
        return False
    if _is_on_paper(factor, code):
        return True
    raise WrongCode


def left(factor: Factor) -> int:
    """How many codes on paper have not been used."""
    return factor.recovery_codes.filter(used_at=None).count()


def forget(user: User) -> bool:
    """Take an account's factor away: it sets up another one when it comes next. Whether there was one."""
    return bool(Factor.objects.filter(user=user).delete()[0])


def _confirmed(factor: Factor) -> bool:
    return bool(Factor.objects.filter(pk=factor.pk, confirmed_at=None).update(confirmed_at=now()))


def _is_of_the_phone(factor: Factor, code: str) -> bool:
    secret = b32decode(codes.opened(factor.secret))
    plain = "".join(code.split())
    step = codes.step_of(secret, plain, time.time()) if secret and plain.isascii() else None
    if step is None:
        return False
    return bool(Factor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step))


def _is_on_paper(factor: Factor, code: str) -> bool:
    unused = factor.recovery_codes.filter(digest=codes.digest(code), used_at=None)
    return bool(unused.update(used_at=now()))
