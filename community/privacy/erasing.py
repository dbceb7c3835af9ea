"""Forgetting somebody, in steps that may be done twice each: who stops in the middle goes on where they stopped.

First nobody comes in any more and the names go, then layer by layer everything that hangs on them.
"""

import secrets

from django.db import transaction

from community.clock import now
from community.errors import Conflict
from community.members import communities
from community.members.models import Member, User
from community.privacy import forgetting, holdings
from community.privacy.forgetting import Gone
from community.privacy.models import Erasure
from community.text import folded

FORMER = {"en": "Former member", "zh-Hans": "已离开的成员", "zh-Hant": "已離開的成員"}


def due() -> list[int]:
    """Those that are to be carried out, and those that somebody stopped in the middle of."""
    return list(Erasure.objects.filter(done_at=None, due_at__lte=now()).values_list("pk", flat=True))


def carry_out(erasure: Erasure) -> None:
    """Forget somebody; again, once that is done, it does nothing.

    Whoever is a last owner by then stays until they hand over.
    """
    if erasure.done_at or erasure.due_at > now():
        return
    if not _close(erasure):
        return
    gone = Gone.of(erasure)
    for forget in forgetting.registered():
        forget(gone)
    _finish(erasure)


@transaction.atomic
def _close(erasure: Erasure) -> bool:
    """Nobody signs in any more, and the names are gone; False where a community would have no owner."""
    held = Erasure.objects.select_for_update().filter(pk=erasure.pk, done_at=None).first()
    if held is None:
        return False
    if held.begun_at:
        erasure.names = held.names
        return True
    members = list(Member.objects.filter(user=held.user).select_related("community"))
    try:
        for member in members:
            if member.is_present():
                communities.leave(member)
    except Conflict:
        transaction.set_rollback(True)
        return False
    erasure.names = {str(member.pk): member.name for member in members}
    Erasure.objects.filter(pk=held.pk).update(begun_at=now(), names=erasure.names)
    for member in members:
        name = FORMER[member.community.locale]
        blank = {"name": name, "folded_name": folded(name), "title": "", "bio": "", "source": "", "invited_by": None}
        Member.objects.filter(pk=member.pk).update(**blank)
    holdings.forget_sessions(held.user)
    holdings.forget_traces(held.user, erasure.names.values())
    _anonymise(held.user)
    return True


def _anonymise(user: User) -> None:
    user.username = f"gone-{secrets.token_hex(8)}"
    user.display_name = user.email = user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()


@transaction.atomic
def _finish(erasure: Erasure) -> None:
    """What joined the members to the account goes last: until here it says whose they were."""
    Member.objects.filter(user=erasure.user_id).update(user=None)
    Erasure.objects.filter(pk=erasure.pk).update(done_at=now(), names={})
