"""Who wants no letters from communities in which they are nobody yet."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community


class Stop(models.Model):
    """That no letter is wanted at an address, of which nothing is kept but a mark, made with the secret of the site."""

    community = models.ForeignKey(
        Community, null=True, on_delete=models.CASCADE, related_name="+",
        help_text="Whose letters; empty for those of every community.",
    )  # fmt: skip
    mark = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "community"], name="stopped_once_a_community"),
            models.UniqueConstraint(fields=["mark"], condition=Q(community=None), name="stopped_everywhere_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mark[:8]} of {self.community_id or 'all'}"
