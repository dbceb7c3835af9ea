from celery import shared_task

from chat import droppers, previews, telling, welcoming
from chat.models import Message
from community.jobs.queue import queue
from community.jobs.task import Job
from community.members.models import Member


@shared_task(base=Job)
def tell_of_message(message_id: int) -> None:
    message = Message.objects.select_related("room", "author", "reply_to", "removal").get(pk=message_id)
    telling.tell_of(message)
    welcoming.greeted(message)


@shared_task(base=Job)
def preview(message_id: int) -> None:
    found = Message.objects.select_related("room", "author").filter(pk=message_id, removal=None).first()
    if found:
        previews.look(found)


@shared_task(base=Job)
def look_for_droppers(member_id: int) -> None:
    droppers.look(Member.objects.select_related("community").get(pk=member_id))


@shared_task(base=Job)
def tell_what_lags() -> None:
    for message_id in telling.lagging():
        queue(tell_of_message, message_id)
