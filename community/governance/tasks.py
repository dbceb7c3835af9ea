from celery import shared_task

from community.governance import absence, closing, terms
from community.jobs.queue import queue_now
from community.jobs.task import Job


@shared_task(base=Job)
def close_due() -> None:
    """A job each, so that one that cannot be closed holds back no other."""
    for pk in closing.due():
        queue_now(close_vote, pk)


@shared_task(base=Job)
def close_vote(proposal_id: int) -> None:
    closing.close(proposal_id)


@shared_task(base=Job)
def look_after() -> None:
    """Terms that end, owners who are away, and owners who are back."""
    terms.end_due()
    absence.look()
