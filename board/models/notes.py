from django.db import models

from board.models.posts import Post
from community.clock import now
from community.members.models import Member


class Revision(models.Model):
    """What a note said once. The newest says what it says now; there are none while nobody has changed it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions", help_text="The opening.")
    number = models.PositiveIntegerField()
    body = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"{self.post_id}/{self.number}"
