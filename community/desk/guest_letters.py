"""Writing to those who are invited: so many a minute, each once."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.clock import now
from community.desk import guests
from community.desk.models import Guest
from community.letterbox import stops
from community.notifications.letters import Post, stop_headers

log = logging.getLogger(__name__)

A_MINUTE = 20  # letters; beat asks once a minute
TRIES = 3


def waiting() -> QuerySet[Guest]:
    """To whom nobody has written yet, and who could still come."""
    usable = {"invitation__revoked_at": None, "invitation__uses": 0, "invitation__by__left_at": None}
    return Guest.objects.filter(sent_at=None, tries__lt=TRIES, invitation__expires_at__gt=now(), **usable).order_by(
        "pk"
    )


def send_some() -> None:
    """Write to the next ones."""
    with Post() as post:
        for guest in waiting().select_related("community", "invitation__by")[:A_MINUTE]:
            _send(guest, post)


def _send(guest: Guest, post: Post) -> None:
    """Write to one, unless somebody else has begun to."""
    if not Guest.objects.filter(pk=guest.pk, sent_at=None).update(sent_at=now(), tries=F("tries") + 1):
        return
    if stops.holds(guest.community_id, guest.email):
        guest.delete()
        return
    try:
        with override(guest.community.locale.lower()):
            post.send(_letter(guest))
    except Exception:
        log.exception("The letter to %s was not handed over.", guest)
        Guest.objects.filter(pk=guest.pk).update(sent_at=None)


def _letter(guest: Guest) -> EmailMultiAlternatives:
    place = " ".join(guest.community.name.split())
    host = " ".join(guest.invitation.by.name.split())
    stop = stops.url(guest.community_id, guest.email)
    context = {
        "guest": guest, "place": place, "host": host, "purpose": guest.community.purpose, "days": guests.DAYS,
        "link": f"{settings.SITE_URL}/join/{guest.invitation.code}", "stop": stop,
    }  # fmt: skip
    return EmailMultiAlternatives(
        _("%(host)s invites you to %(place)s") % {"host": host, "place": place},
        render_to_string("desk/invitation.txt", context),
        to=[guest.email],
        headers={"Message-ID": f"<guest.{guest.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"}
        | stop_headers(stop),
    )
