"""Messages that the board needs, however old they are."""

from board.models import CapsuleSource, Post, Promotion
from board.models.promotions import PromotedMessage
from chat.retention import holders


def register() -> None:
    for holder in (_stand_in_threads, _wait_for_consent, _carry_capsules):
        holders.register(holder)


def _stand_in_threads(ids: list[int]) -> set[int]:
    return set(Post.objects.filter(message__in=ids).values_list("message", flat=True))


def _wait_for_consent(ids: list[int]) -> set[int]:
    chosen = PromotedMessage.objects.filter(message__in=ids, promotion__state=Promotion.State.WAITING)
    return set(chosen.values_list("message", flat=True))


def _carry_capsules(ids: list[int]) -> set[int]:
    return set(CapsuleSource.objects.filter(message__in=ids).values_list("message", flat=True))
