"""What whom a case is about does before a jury: they read what they are accused of, and answer it once."""

from django.db import transaction
from django.db.models import QuerySet

from community.clock import now
from community.errors import Conflict, NotFound
from community.jury import hearings, trials
from community.jury.models import Trial
from community.members.models import User
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator


@transaction.atomic
def answer(user: User, trial_id: int, words: str) -> Trial:
    """Say something to what one is accused of, once; the silenced and the suspended can too. Again gives the first.

    Raises:
        NotFound: it is not about them.
        Forbidden: `words.blocked`.
        Conflict: `jury.over`; `jury.heard` where the time to answer is over.
    """
    found = _of_account(user).filter(pk=trial_id).first()
    if found is None:
        raise NotFound("trial")
    wordlists.require_clean(found.community_id, words)
    held = trials.in_session(found)
    if held.answered_at:
        return held
    if hearings.is_open(held):
        raise Conflict("jury.heard", "The time to answer is over.")
    held.answer, held.answered_at = words, now()
    hearings.open_vote(held, held.answered_at)
    audit.record(Moderator(member=held.member), "answer jury", held, held.community_id, held.member)
    return held


def one(user: User, trial_id: int) -> Trial:
    """A trial about an account, with what it takes to show it; raises `not_found`."""
    found = _shown(user).filter(pk=trial_id).first()
    if found is None:
        raise NotFound("trial")
    return found


def mine(user: User, slug: str, after: int | None, most: int) -> list[Trial]:
    """Those of a community that are about an account, the newest first; the suspended may read them too."""
    rows = _shown(user).filter(community__slug=slug)
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[:most])


def _shown(user: User) -> QuerySet[Trial]:
    return _of_account(user).select_related("case").prefetch_related("case__reports").defer("pool")


def _of_account(user: User) -> QuerySet[Trial]:
    """Those in which an account was asked to answer."""
    return Trial.objects.filter(member__user=user.pk, answer_by__isnull=False)
