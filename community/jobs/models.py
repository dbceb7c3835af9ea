"""Background work that gave up, kept so that somebody can see it and run it again."""

from django.db import models

from community.clock import now


class FailedJob(models.Model):
    task = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    error = models.TextField()
    trace = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField()
    failed_at = models.DateTimeField(default=now)
    run_again_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.task} at {self.failed_at:%Y-%m-%d %H:%M}"
