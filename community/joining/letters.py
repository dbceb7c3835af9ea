"""Writing to those before the door, who read no inbox there: each letter is noted with what it tells of."""

from community.jobs.queue import queue
from community.joining import mailing
from community.joining.models import Letter
from community.members.models import Community, User

Kind = Letter.Kind


def write(user: User, community: Community, kind: str, key: str, *, words: str = "", ahead: int = 0) -> None:
    """Have somebody written to, if they have an address. The same key again is once.

    Args:
        words: of whoever decided.
        ahead: how many stand before them.
    """
    if not user.email:
        return
    told = {"community": community, "kind": kind, "words": words, "ahead": ahead}
    letter, is_new = Letter.objects.get_or_create(user=user, key=key, defaults=told)
    if is_new:
        queue(mailing.hand_over, letter.pk)
