"""Where the inbox tells the devices."""

from community.jobs.queue import queue
from community.notifications.models import Notice
from community.push.models import Device
from community.push.tasks import consider


def hear(notice: Notice) -> None:
    """Somebody was told something: their devices may ring. Accounts without a device cost one look."""
    if Device.objects.filter(user__memberships=notice.member_id).exists():
        queue(consider, notice.pk)
