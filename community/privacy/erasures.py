"""Asking to be forgotten, and taking that back."""

from datetime import timedelta

from django.db import transaction

from community.clock import now
from community.errors import Conflict, Forbidden
from community.members import communities
from community.members.models import Member, User
from community.notifications import notices
from community.privacy import letters
from community.privacy.models import Erasure

WAIT = timedelta(days=7)


def of(user: User) -> Erasure | None:
    """The one that waits, if any."""
    return user.erasures.filter(done_at=None).first()


@transaction.atomic
def ask(user: User, password: str, words: str) -> Erasure:
    """Ask to be forgotten in seven days; asking again while that waits changes what becomes of the words.

    Raises:
        Forbidden: `account.password`.
        Conflict: `member.last_owner`, `erasure.begun`.
    """
    if _has_password(user) and not user.check_password(password):
        raise Forbidden("account.password", "This is not the password.")
    for member in Member.objects.present().filter(user=user):
        communities.require_another_owner(member)
    erasure, first = Erasure.objects.get_or_create(
        user=user, done_at=None, defaults={"words": words, "due_at": now() + WAIT}
    )
    if not first and not Erasure.objects.filter(pk=erasure.pk, begun_at=None).update(words=words):
        raise Conflict("erasure.begun", "This has begun already.")
    erasure.words = words
    if first:
        _tell(erasure)
    return erasure


@transaction.atomic
def take_back(user: User) -> None:
    """Stay after all; raises `erasure.begun` once it is too late."""
    waiting = Erasure.objects.filter(user=user, done_at=None)
    if not waiting.filter(begun_at=None).delete()[0] and waiting.exists():
        raise Conflict("erasure.begun", "This has begun already.")


def _has_password(user: User) -> bool:
    """Whoever signs in by a host's page or another service has none to be asked for."""
    return bool(user.password) and user.has_usable_password()


def _tell(erasure: Erasure) -> None:
    """Say it where they read, so that nobody is forgotten by somebody else's hand."""
    for member in Member.objects.present().filter(user=erasure.user):
        day = erasure.due_at.date().isoformat()
        notices.tell(member, "erasure_asked", key=f"erasure:{erasure.pk}", data={"day": day})
    transaction.on_commit(lambda: letters.erasure_asked(erasure), robust=True)
