"""The base of every Celery task: retried with growing, jittered waits; written down when it gives up."""

from datetime import timedelta
from typing import Any

from celery import Task, current_app
from django.db import transaction

from community.clock import now
from community.jobs.models import FailedJob

KEPT = timedelta(days=30)


class Job(Task):
    """A task that may run twice without harm and is tried six times over about five minutes."""

    abstract = True
    autoretry_for = (Exception,)
    max_retries = 5
    retry_backoff = 5  # seconds: 5, 10, 20, 40, 80, each drawn between 0 and that
    retry_backoff_max = 600
    retry_jitter = True

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        FailedJob.objects.create(
            task=self.name,
            args=list(args),
            kwargs=dict(kwargs),
            error=f"{type(exc).__name__}: {exc}",
            trace=str(einfo),
            tries=self.request.retries + 1,
        )


def tidy() -> None:
    """Forget what gave up long ago: what broke can quote what members wrote, and who they are."""
    FailedJob.objects.filter(failed_at__lt=now() - KEPT).delete()


def run_again(job: FailedJob) -> None:
    """Queue a job that gave up once more; pressing twice queues it once. A broker that is away changes nothing."""
    with transaction.atomic():
        if FailedJob.objects.filter(pk=job.pk, run_again_at=None).update(run_again_at=now()):
            current_app.send_task(job.task, args=job.args, kwargs=job.kwargs)
