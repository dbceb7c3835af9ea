"""One encrypted note to one device."""

import logging
from email.utils import parseaddr

from django.conf import settings
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys

from community.push import endpoints, keys, wishes, words
from community.push.models import Device, Turn
from community.push.shapes import PushNote

log = logging.getLogger(__name__)

TTL = 24 * 60 * 60  # seconds for which a push service keeps a note for a device that sleeps
PROOF = 12 * 60 * 60  # seconds for which our signature counts
GONE = (404, 410)
BUSY = (408, 425, 429)


class NotTaken(Exception):
    """A push service cannot take a note now; it is tried again."""


def deliver(device_id: int, turn_id: int) -> None:
    """Send a device the note of a turn, as things are now.

    Raises:
        NotTaken: the push service is busy or away.
    """
    device = Device.objects.filter(pk=device_id).select_related("user").first()
    turn = Turn.objects.filter(pk=turn_id).select_related("member__community").first()
    if device is None or turn is None or turn.member.user_id != device.user_id or turn.member.left_at:
        return
    if note := words.note(turn, device.user, wishes.of(device.user).hide):
        _settle(device, _send(device, note))


def _send(device: Device, note: PushNote) -> int:
    pair = keys.own()
    pusher = WebPush(pair.private, pair.public, subscriber=_subscriber(), ttl=TTL, expiration=PROOF)
    subscription = WebPushSubscription.model_validate(
        {"endpoint": device.endpoint, "keys": WebPushKeys(auth=device.auth, p256dh=device.p256dh)}
    )
    message = pusher.get(note.encoded(), subscription)
    headers = {**message.headers, "urgency": "normal", "content-type": "application/octet-stream"}
    try:
        return endpoints.send(device.endpoint, message.encrypted, headers)
    except endpoints.Unreachable as error:
        raise NotTaken(str(error)) from error


def _settle(device: Device, status: int) -> None:
    """A subscription that is gone is forgotten; what the service refuses for good is only written down."""
    if status in GONE:
        device.delete()
    elif status in BUSY or status >= 500:
        raise NotTaken(f"The push service answered {status}.")
    elif status >= 300:
        log.warning("A push service refused a note with %d.", status)


def _subscriber() -> str:
    """Whom a push service writes to when something is wrong with what we send."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or "oxbow@localhost"
