"""Making archives, and taking them away again."""

from datetime import timedelta

from community.clock import now
from community.files import storage
from community.members.models import Member
from community.notifications import notices
from community.privacy import archive
from community.privacy.models import Export

LASTS = timedelta(days=7)


def make(export: Export) -> None:
    """Write the archive and say that it is there; again, once it is, it does nothing."""
    if export.done_at:
        return
    key = storage.new_name()
    with archive.write(export.user) as whole:
        size = whole.seek(0, 2)
        whole.seek(0)
        storage.put(place(key), whole)
    there = {"key": key, "size": size, "done_at": now(), "expires_at": now() + LASTS}
    if not Export.objects.filter(pk=export.pk, done_at=None).update(**there):
        storage.delete([place(key)])  # somebody made it at the same time
        return
    first = Member.objects.present().filter(user=export.user).order_by("pk").first()
    if first:
        notices.tell(first, "export_ready", key=f"export:{export.pk}")


def place(key: str) -> str:
    """Where an archive stands in the storage."""
    return f"exports/{key}"


def drop(export: Export) -> None:
    """Take an archive away; the row stays, so that a day has one."""
    storage.delete([place(export.key)] if export.key else [])
    Export.objects.filter(pk=export.pk).update(key="")


def tidy() -> None:
    for export in Export.objects.filter(expires_at__lt=now()).exclude(key=""):
        drop(export)
