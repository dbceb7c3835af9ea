from celery import shared_task

from community.belonging import cleanup, delivering, offering, recalls, visits
from community.jobs.task import Job


@shared_task(base=Job)
def deliver(announcement_id: int) -> None:
    if delivering.deliver(announcement_id):
        deliver.delay(announcement_id)


@shared_task(base=Job)
def deliver_what_lies() -> None:
    for pk in delivering.left_lying():
        deliver.delay(pk)


@shared_task(base=Job)
def call_back() -> None:
    for pk in [*recalls.waiting(), *recalls.claim()]:
        send_recall.delay(pk)


@shared_task(base=Job)
def send_recall(recall_id: int) -> None:
    recalls.send(recall_id)


@shared_task(base=Job)
def write_departure(departure_id: int) -> None:
    recalls.send_departure(departure_id)


@shared_task(base=Job)
def look_after_visits() -> None:
    visits.tidy()
    if visits.reckon_missing() == visits.PAGE:
        look_after_visits.delay()


@shared_task(base=Job)
def carry_out_departures() -> None:
    cleanup.carry_out()


@shared_task(base=Job)
def tell_offers(tribe_id: int) -> None:
    offering.tell(tribe_id)
