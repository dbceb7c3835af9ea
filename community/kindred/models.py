"""Which places are read by the same people, and what members said about being shown them."""

from django.db import models

from community.clock import now
from community.members.models import Community, Member


class Reckoning(models.Model):
    """When the places of a community were last compared. Whoever compares them holds this row."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"of {self.community_id}"


class Likeness(models.Model):
    """Who reads one place often reads another one too. Nobody's name stands in it, and few people make none."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=60, help_text="Such as room:5, or interest:sailing.")
    other = models.CharField(max_length=60)
    people = models.PositiveIntegerField(help_text="Who read both, rounded down.")
    score = models.FloatField()

    class Meta:
        verbose_name_plural = "likenesses"
        constraints = [models.UniqueConstraint(fields=["community", "place", "other"], name="two_places_compared_once")]

    def __str__(self) -> str:
        return f"{self.place} and {self.other}"


class Dismissal(models.Model):
    """A member does not want to be shown a place again."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="a_place_dismissed_once")]

    def __str__(self) -> str:
        return f"{self.place} by {self.member_id}"


class Apart(models.Model):
    """A member whose reading is not compared, and who is shown nothing that follows from others'."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"of {self.member_id}"
