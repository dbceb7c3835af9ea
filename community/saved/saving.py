"""Saving things and letting go of them. Each may be done twice."""

from django.conf import settings
from django.db import transaction

from community.errors import Forbidden, NotFound
from community.members.models import Member
from community.realtime.publish import publish
from community.saved import listing
from community.saved.models import Saved
from community.saved.shapes import SavedChanged


def save(member: Member, kind: str, object_id: int) -> Saved:
    """Keep a message, a post or a thread to come back to.

    Raises:
        Forbidden: `saving.too_many`.
        NotFound: there is no such thing, or not for the member.
    """
    _require_kind(kind)
    wanted = Saved(member=member, kind=kind, object_id=object_id)
    if not listing.things(member, [wanted]):
        raise NotFound(kind)
    saved, created = _claim(wanted)
    if created:
        publish(f"member.{member.pk}", SavedChanged(key=saved.key, saved=True))
    return saved


@transaction.atomic
def _claim(wanted: Saved) -> tuple[Saved, bool]:
    """The row is there afterwards; its member is held, so that of two that are saved at once both are counted."""
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=wanted.member_id)
    mine = Saved.objects.filter(member=wanted.member_id)
    if earlier := mine.filter(kind=wanted.kind, object_id=wanted.object_id).first():
        return earlier, False
    limit = settings.OXBOW["SAVED"]
    if mine.count() >= limit:
        raise Forbidden("saving.too_many", "Nobody keeps more than this.", limit=limit)
    wanted.save(force_insert=True)
    return wanted, True


def let_go(member: Member, kind: str, object_id: int) -> None:
    """Keep a thing no more, whether or not it is still there; raises `not_found` for a kind of things that is none."""
    _require_kind(kind)
    if Saved.objects.filter(member=member, kind=kind, object_id=object_id).delete()[0]:
        publish(f"member.{member.pk}", SavedChanged(key=f"{kind}:{object_id}", saved=False))


@transaction.atomic
def lead_on(kind: str, old: int, new: int) -> None:
    """Whoever saved one thing finds the other, which has taken its place; also who saves that at this moment."""
    rows = Saved.objects.filter(kind=kind, object_id=old).order_by("pk")
    led = [Saved(member_id=row.member_id, kind=kind, object_id=new, saved_at=row.saved_at) for row in rows]
    Saved.objects.bulk_create(led, ignore_conflicts=True)
    Saved.objects.filter(kind=kind, object_id=old).delete()


def _require_kind(kind: str) -> None:
    if kind not in Saved.Kind:
        raise NotFound("thing")
