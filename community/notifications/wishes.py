"""What an account wants of its digests."""

from community.members.models import User
from community.notifications.models import Digest, Wishes


def of(user: User) -> Wishes:
    return Wishes.objects.get_or_create(user=user)[0]


def change(user: User, changes: dict[str, object]) -> Wishes:
    wishes = of(user)
    for name, value in changes.items():
        setattr(wishes, name, value)
    if changes:
        wishes.save(update_fields=list(changes))
    return wishes


def stop(user: User, kind: str) -> None:
    """No more letters of a kind, until the account asks for them again; no more at all for whoever stops a recall."""
    change(user, dict.fromkeys(_stopped_with(kind), False))


def stopped(user: User, kind: str) -> bool:
    """Whether the letters of a kind come no more."""
    wishes = of(user)
    return not any(getattr(wishes, name) for name in _stopped_with(kind))


def wants(user: User, wishes: Wishes, kind: str) -> bool:
    """Whether a digest of a kind would reach somebody who asked for it."""
    reachable = wishes.by_mail() and bool(user.email)
    if kind == Digest.Kind.RECALL:
        return user.is_active and reachable and (wishes.daily or wishes.weekly)
    return user.is_active and (reachable or wishes.by_notice()) and bool(getattr(wishes, kind))


def _stopped_with(kind: str) -> tuple[str, ...]:
    return ("daily", "weekly") if kind == Digest.Kind.RECALL else (kind,)
