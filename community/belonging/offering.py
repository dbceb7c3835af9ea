"""Telling those who are asked to come along."""

from community.belonging.models import Offer, Origin
from community.clock import now
from community.notifications import notices


def tell(tribe_id: int) -> None:
    """Tell everybody who was not told; safe to do twice."""
    origin = Origin.objects.select_related("tribe", "by").get(tribe=tribe_id)
    waiting = Offer.objects.filter(tribe=tribe_id, told_at=None, answered_at=None, member__left_at=None)
    for offer in waiting.select_related("member").order_by("pk"):
        data = {"title": origin.tribe.name, "offer": offer.pk, "slug": origin.tribe.slug}
        words, key = origin.tribe.purpose, f"tribe:{offer.pk}"
        notices.tell(offer.member, "tribe_offer", key=key, actor=origin.by, excerpt=words, data=data)
        Offer.objects.filter(pk=offer.pk).update(told_at=now())
