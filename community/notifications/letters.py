"""Letters by e-mail, and the signed link in each that stops them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.errors import NotFound
from community.members.models import Community, User

_signer = Signer(salt="community.notifications.letters.stop")


@dataclass(frozen=True)
class BriefItem:
    """One line of a brief, each text on a single line whatever members wrote.

    Attributes:
        url: a path on this site.
        count: how many things the line stands for.
    """

    title: str
    excerpt: str
    url: str
    count: int = 1

    def __post_init__(self) -> None:
        for name in ("title", "excerpt"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))


@dataclass(frozen=True)
class Section:
    heading: str
    items: list[BriefItem]


@dataclass(frozen=True)
class Chapter:
    """What is new in one community."""

    community: Community
    sections: list[Section]


def brief(user: User, day: date, chapters: Sequence[Chapter], count: int) -> EmailMultiAlternatives:
    """The daily brief as text and HTML; call in the reader's language.

    Args:
        chapters: what `briefs.chapters` found.
        count: how many items that is.
    """
    stop, subject = stop_url(user), _subject(chapters, count)
    context = {
        "user": user, "day": day, "chapters": chapters, "count": count, "site": settings.SITE_URL, "stop": stop,
        "subject": subject,
    }  # fmt: skip
    letter = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("notifications/brief.txt", context),
        to=[user.email],
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},  # RFC 8058
    )
    letter.attach_alternative(render_to_string("notifications/brief.html", context), "text/html")
    return letter


def stop_url(user: User) -> str:
    """The address that ends an account's briefs without a session; it does not expire, as letters do not."""
    return f"{settings.SITE_URL}/api/v1/briefs/stop/{_signer.sign(str(user.pk))}/"


def reader(token: str) -> User:
    """Whose letter a link came from; raises `not_found` for a link that we did not write."""
    try:
        return User.objects.get(pk=_signer.unsign(token))
    except (BadSignature, User.DoesNotExist):
        raise NotFound("letter") from None


def _subject(chapters: Sequence[Chapter], count: int) -> str:
    """One line, whatever a community is called: a line break would end the header."""
    names = [" ".join(chapter.community.name.split()) for chapter in chapters]
    place = names[0] if len(names) == 1 else _("your communities")
    text = ngettext("%(place)s: %(count)d thing to read", "%(place)s: %(count)d things to read", count)
    return text % {"place": place, "count": count}
