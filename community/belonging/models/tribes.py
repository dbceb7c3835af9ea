"""Where tribes come from, and who was asked to come along."""

from django.db import models

from community.clock import now
from community.members.models import Community, Member


class Origin(models.Model):
    """The place of the parent out of which a tribe was split off: what was said there stays there."""

    tribe = models.OneToOneField(Community, primary_key=True, on_delete=models.CASCADE, related_name="origin")
    place = models.CharField(max_length=40, help_text="Such as room:5.")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.tribe} from {self.place}"


class Offer(models.Model):
    """Somebody of that place is asked whether they come along; they answer once."""

    tribe = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="offers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tribe_offers")
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tribe", "member"], name="one_offer_a_member_and_tribe")]

    def __str__(self) -> str:
        return f"{self.tribe_id} to {self.member_id}"
