"""What a thread is, beyond a discussion: the rows that say how far it has come."""

from django.db import models

from board.models.posts import Post
from board.models.threads import Thread
from community.clock import now
from community.members.models import Member


class Acceptance(models.Model):
    """The post that answers a question.

    The row stays when the question becomes something else, and counts again once it is a question again.
    """

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="acceptance")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.thread_id} by {self.post_id}"
