"""Digests as letters by e-mail, and the signed link in each that stops its kind."""

from collections.abc import Mapping, Sequence
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.errors import NotFound
from community.members.models import User
from community.notifications import words
from community.notifications.content import Chapter
from community.notifications.models import Digest

_signer = Signer(salt="community.notifications.letters.stop")


class Post:
    """The mail server, reached when the first letter is posted and kept for the next ones."""

    def __enter__(self) -> Self:
        self._connection: BaseEmailBackend | None = None
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def send(self, letter: EmailMultiAlternatives) -> None:
        letter.connection = self._connection or self._called()
        try:
            letter.send()
        except Exception:
            self._hang_up()
            raise

    def _called(self) -> BaseEmailBackend:
        self._connection = get_connection()
        self._connection.open()
        return self._connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def digest(row: Digest, chapters: Sequence[Chapter]) -> EmailMultiAlternatives:
    """A digest as text and HTML; call in the reader's language."""
    user, stop, subject = row.user, stop_url(row.user, row.kind), _subject(row.kind, chapters)
    context = {
        "user": user, "day": row.day, "kind": row.kind, "chapters": [words.told(chapter) for chapter in chapters],
        "site": settings.SITE_URL, "stop": stop, "subject": subject,
    }  # fmt: skip
    letter = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("notifications/digest.txt", context),
        to=[user.email],
        headers=stop_headers(stop) | {"Message-ID": _id(row)},
    )
    letter.attach_alternative(render_to_string("notifications/digest.html", context), "text/html")
    return letter


def single(user: User, name: str, told: Mapping[str, object], stop: str = "") -> EmailMultiAlternatives:
    """A letter about one thing, as text and HTML; call in the reader's language.

    Args:
        name: of this letter: the same name gives the same Message-ID, by which a double is known.
        told: `subject`, `lead`, `link`, `come` (what the link says) and `last`; perhaps `quote` and `chapter`.
        stop: the address that ends this kind of letter.
    """
    context = {**told, "user": user, "stop": stop}
    headers = {"Message-ID": _named(name)}
    if stop:
        headers |= stop_headers(stop)
    body = render_to_string("notifications/letter.txt", context)
    letter = EmailMultiAlternatives(str(told["subject"]), body, to=[user.email], headers=headers)
    letter.attach_alternative(render_to_string("notifications/letter.html", context), "text/html")
    return letter


def stop_url(user: User, kind: str) -> str:
    """The address that ends a kind of letter without a session; it does not expire, as letters do not."""
    return f"{settings.SITE_URL}/api/v1/briefs/stop/{_signer.sign(f'{user.pk}.{kind}')}/"


def stop_headers(link: str) -> dict[str, str]:
    """What tells mail programs where letters of a kind end with one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def reader(token: str) -> tuple[User, str]:
    """Whose letter a link came from, and of which kind it was; raises `not_found` for a link that we did not write."""
    try:
        pk, _, kind = _signer.unsign(token).partition(".")
        return User.objects.get(pk=pk), kind or Digest.Kind.DAILY  # letters once named nobody but the reader
    except (BadSignature, User.DoesNotExist):
        raise NotFound("letter") from None


def _id(row: Digest) -> str:
    """The same whenever the digest is sent, so that nobody is shown it twice."""
    return _named(f"digest.{row.pk}.{row.created_at.timestamp():.0f}")


def _named(name: str) -> str:
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _subject(kind: str, chapters: Sequence[Chapter]) -> str:
    """One line, whatever a community is called, and nothing that anybody wrote in it."""
    names = [" ".join(chapter.community.name.split()) for chapter in chapters]
    known = {"place": names[0] if len(names) == 1 else _("your communities")}
    if kind == Digest.Kind.RECALL:
        return _("%(place)s: we stop writing to you") % known
    if kind == Digest.Kind.WEEKLY:
        return _("%(place)s: the essence of the week") % known
    count = sum(chapter.count for chapter in chapters)
    text = ngettext("%(place)s: %(count)d thing to read", "%(place)s: %(count)d things to read", count)
    return text % (known | {"count": count})
