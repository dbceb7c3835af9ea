"""Letters to those who stay away. Call in the reader's language."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.defaultfilters import date as written
from django.utils.translation import gettext as _

from community import clock
from community.belonging.models import Departure, Recall
from community.members.models import Member, User
from community.notifications import letters, words
from community.notifications.content import Chapter
from community.notifications.models import Digest


def recall(row: Recall, chapter: Chapter) -> EmailMultiAlternatives:
    """What was best while they were away, and the way back."""
    place = _place(row.member)
    told = {
        "subject": _("%(place)s: you are missed") % place,
        "lead": _("You have been away from %(place)s for longer than you usually are. This was best meanwhile:")
        % place,
        "last": _("You get at most one such letter a month, and no more than three while you are away."),
        "chapter": words.told(chapter),
    }
    return _letter(row.member, f"recall.{row.pk}", told)


def departure(row: Departure) -> EmailMultiAlternatives:
    """That they leave in two weeks, and how to stay."""
    place = _place(row.member)
    user = account(row.member)
    day = {"day": written(clock.local(row.due_at, user.timezone), "DATE_FORMAT")}
    told: dict[str, object] = {
        "subject": _("%(place)s: do you want to stay?") % place,
        "lead": _("You have not been in %(place)s for long. On %(day)s you leave it, unless you come before.")
        % (place | day),
        "last": _("You can come back afterwards too, by the same link: your rooms, and how far you read, are kept."),
    }
    return _letter(row.member, f"departure.{row.pk}", told)


def _letter(member: Member, name: str, told: dict[str, object]) -> EmailMultiAlternatives:
    user = account(member)
    stop = letters.stop_url(user, Digest.Kind.RECALL) if "chapter" in told else ""
    link = f"{settings.SITE_URL}/c/{member.community.slug}"
    return letters.single(user, name, told | {"link": link, "come": _("Come back")}, stop)


def account(member: Member) -> User:
    assert member.user, f"{member} has no account"
    return member.user


def _place(member: Member) -> dict[str, object]:
    return {"place": " ".join(member.community.name.split())}
