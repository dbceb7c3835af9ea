"""Handing the letters at the door over, each once.

A letter is taken before it is handed over. What the mail server refuses is tried again; of a process that dies in
between the letter is lost, because a second one would be worse.
"""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from community.clock import now
from community.jobs.task import Job
from community.joining.models import Letter, Waiting
from community.letterbox import stops
from community.notifications import letters

TRIES = 5
PAGE = 200
LOST = timedelta(minutes=10)  # after which what nobody sends is looked for
LATEST = timedelta(days=2)  # after which it is news no more
KEPT = timedelta(days=60)
Kind = Letter.Kind


@shared_task(base=Job)
def hand_over(letter_id: int) -> None:
    send(letter_id)


def send(letter_id: int) -> None:
    """Hand a letter over, unless it was, or what it says is true no more."""
    if not Letter.objects.filter(pk=letter_id, sent_at=None, tries__lt=TRIES).update(sent_at=now()):
        return
    letter = Letter.objects.select_related("user", "community").get(pk=letter_id)
    if not _is_wanted(letter):
        return
    try:
        with override(letter.user.locale.lower()):
            letters.single(letter.user, f"door.{letter.pk}", _told(letter), _stop(letter)).send()
    except Exception:
        Letter.objects.filter(pk=letter_id).update(sent_at=None, tries=F("tries") + 1)
        raise


def left_lying() -> list[int]:
    """Letters that nobody took."""
    waiting = Letter.objects.filter(sent_at=None, tries__lt=TRIES, at__range=(now() - LATEST, now() - LOST))
    return list(waiting.values_list("pk", flat=True)[:PAGE])


def tidy() -> None:
    Letter.objects.filter(at__lt=now() - KEPT).delete()


def _is_wanted(letter: Letter) -> bool:
    if not letter.user.email or not letter.user.is_active:
        return False
    if stops.holds(letter.community_id, letter.user.email):
        return False
    in_line = Waiting.objects.filter(community=letter.community_id, user=letter.user_id)
    return letter.kind != Kind.NEARER or in_line.exists()


def _stop(letter: Letter) -> str:
    return stops.url(letter.community_id, letter.user.email)


def _told(letter: Letter) -> dict[str, object]:
    place = {"place": " ".join(letter.community.name.split())}
    subject, lead = _words(Kind(letter.kind))
    quote = "\n".join(filter(None, [letter.words, _line(letter)]))
    return {
        "subject": subject % place, "lead": lead % place, "quote": quote,
        "link": f"{settings.SITE_URL}/c/{letter.community.slug}", "come": _("To the community"),
        "last": _("You get this because you asked to be let in: a letter a step, and no other."),
    }  # fmt: skip


def _words(kind: Letter.Kind) -> tuple[str, str]:
    match kind:
        case Kind.ACCEPTED:
            return _("%(place)s: you are in"), _("You were let into %(place)s.")
        case Kind.LET_IN:
            return _("%(place)s: you are in"), _("A place in %(place)s became free, and it is yours.")
        case Kind.NEARER:
            return _("%(place)s: you moved up"), _("The line before %(place)s has moved.")
        case Kind.IN_LINE:
            return (
                _("%(place)s: you were accepted"),
                _("%(place)s has accepted you. Every place is taken: you come in by yourself once one is free."),
            )
        case _:
            return (
                _("%(place)s: your application"),
                _("%(place)s has not let you in. You can ask again after a week. Whoever decided wrote:"),
            )


def _line(letter: Letter) -> str:
    if letter.kind not in (Kind.NEARER, Kind.IN_LINE):
        return ""
    if not letter.ahead:
        return _("You are the next one.")
    people = ngettext("%(count)d person is before you.", "%(count)d people are before you.", letter.ahead)
    return people % {"count": letter.ahead}
