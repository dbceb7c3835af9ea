"""One field for whoever knows something: the word of the community, a code, or the end of an invitation's link."""

from datetime import timedelta
from hmac import compare_digest

from django.db import transaction
from django.db.models import F

from community.clock import now
from community.errors import Conflict, Forbidden, NotFound, Refusal, TooMany
from community.joining import codes, entrances, waiting
from community.joining.models import Waiting, WrongWords
from community.members import communities
from community.members.models import Community, Invitation, Member, User
from community.text import folded

TRIES = 5  # wrong words of an account at a door
SPAN = timedelta(hours=1)


def enter(user: User, slug: str, said: str) -> Member | Waiting:
    """Come in by what one knows, or stand in line where every place is taken.

    Raises:
        Forbidden: `word.wrong`, `member.banned`.
        TooMany: the account has guessed too often.
        NotFound: for whoever guesses at a door that is hidden from them: what is wrong there looks like nothing.
    """
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise NotFound("community")
    if present := communities.present_in(user, community):
        return present
    try:
        return _guess(user, community, said)
    except (Forbidden, TooMany) as refusal:
        if not Community.objects.known_to(user).filter(pk=community.pk).exists():
            raise NotFound("community") from refusal
        raise


def as_compared(words: str) -> str:
    """Words without what a hurried hand changes: width, case and spaces."""
    return "".join(folded(words).split())


def _guess(user: User, community: Community, said: str) -> Member | Waiting:
    _spend_a_try(user, community)
    came = _by_word(user, community, said) or _by_code(user, community, said) or _by_invitation(user, community, said)
    if came is None:
        raise Forbidden("word.wrong", "Nothing opens by these words.")
    WrongWords.objects.filter(community=community, user=user).delete()
    return came


def _spend_a_try(user: User, community: Community) -> None:
    """Count a guess before it is looked at: of many at once, no more are looked at than are allowed."""
    mine = WrongWords.objects.filter(community=community, user=user)
    held, _ = WrongWords.objects.get_or_create(community=community, user=user)
    mine.filter(since__lte=now() - SPAN).update(since=now(), tries=0)
    if not mine.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        raise TooMany(max(1, int((held.since + SPAN - now()).total_seconds())))


def _by_word(user: User, community: Community, said: str) -> Member | Waiting | None:
    word = as_compared(entrances.of(community).word)
    if not word or not compare_digest(word.encode(), as_compared(said).encode()):
        return None
    try:
        return communities.admit(user, community)
    except Conflict:
        return waiting.stand(user, community)


@transaction.atomic
def _by_code(user: User, community: Community, said: str) -> Member | Waiting | None:
    code = codes.redeem(user, community, as_compared(said))
    if code is None:
        return None
    try:
        return communities.admit(user, community, role=codes.role_of(code), host=code.by)
    except Conflict:
        return waiting.stand(user, community, role=codes.role_of(code), host=code.by)


def _by_invitation(user: User, community: Community, said: str) -> Member | Waiting | None:
    code = as_compared(said.rpartition("/")[2])
    if not Invitation.objects.usable().filter(code=code, community=community).exists():
        return None
    try:
        return waiting.come_or_wait(user, community, code)
    except Refusal as refusal:
        if refusal.code.startswith("invitation."):  # somebody else took its last use this moment
            return None
        raise
