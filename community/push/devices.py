"""The browsers of an account that are told."""

from community.clock import now
from community.members.models import User
from community.push import endpoints
from community.push.models import Device
from community.push.shapes import NewDevice

MOST = 10  # an account; the oldest go first


def register(user: User, wanted: NewDevice) -> Device:
    """Tell this browser from now on; one that was somebody else's is so no more.

    Raises:
        InvalidInput: `push.endpoint`, an address to which nothing is sent.
    """
    endpoints.require(wanted.endpoint)
    known = {
        "user": user, "p256dh": wanted.keys.p256dh, "auth": wanted.keys.auth, "name": wanted.name, "created_at": now(),
    }  # fmt: skip
    device = Device.objects.update_or_create(endpoint=wanted.endpoint, defaults=known)[0]
    beyond = user.devices.order_by("-created_at", "-pk").values_list("pk", flat=True)[MOST:]
    user.devices.filter(pk__in=list(beyond)).delete()
    return device


def drop(user: User, endpoint: str) -> None:
    user.devices.filter(endpoint=endpoint).delete()
