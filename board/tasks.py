from celery import shared_task

from board import relief, telling
from board.models import Post, Promotion
from board.moves import asking
from chat.models import Room
from community.jobs.task import Job


@shared_task(base=Job)
def tell_of_post(post_id: int) -> None:
    posts = Post.objects.select_related("thread__category__room", "thread__removal", "author", "parent", "removal")
    telling.tell_of(posts.get(pk=post_id))


@shared_task(base=Job)
def tell_of_promotion(promotion_id: int) -> None:
    promotions = Promotion.objects.select_related("category__room", "thread", "by")
    telling.tell_of_promotion(promotions.get(pk=promotion_id))


@shared_task(base=Job)
def relieve_rooms() -> None:
    """Look for what could leave the rooms that are overloaded now."""
    for room in Room.objects.filter(load=Room.Load.OVERLOADED, archived_at=None).order_by("pk"):
        relief.relieve(room)


@shared_task(base=Job)
def end_moves() -> None:
    """End the moves of threads to which not everybody agreed in time."""
    asking.expire()
