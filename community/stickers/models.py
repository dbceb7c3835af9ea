"""The stickers of a community: small pictures that stand for words."""

from django.db import models

from community.clock import now
from community.files.models import File
from community.members.models import Community


class Sticker(models.Model):
    """A picture that members may send. Its file stays when it is taken off the set: what was sent goes on showing it.

    Who put it there is the owner of the file.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="stickers")
    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="sticker")
    name = models.CharField(max_length=30, help_text="What is read to those who do not see it, and stands in excerpts.")
    keywords = models.CharField(max_length=120, blank=True, help_text="Words and emoji by which it is found as well.")
    added_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_sticker_a_name")]

    def __str__(self) -> str:
        return self.name
