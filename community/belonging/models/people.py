"""What a community asks its members about themselves, and the groups of them that hosts look for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from community.clock import now
from community.members.models import Community, Member


class Field(models.Model):
    """A question that members answer in their profile, such as their occupation."""

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        CHOICE = "choice", "One of several"
        DATE = "date", "Day"

    class Audience(models.TextChoices):
        HOSTS = "hosts", "Hosts"
        MEMBERS = "members", "Every member"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TEXT)
    choices = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    audience = models.CharField(max_length=7, choices=Audience, default=Audience.HOSTS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_field_a_name")]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What a member says in a field; days as in ISO 8601, so that they sort."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="answers")
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "field"], name="one_answer_a_field")]
        indexes = [models.Index(fields=["field", "text"])]

    def __str__(self) -> str:
        return self.text


class Segment(models.Model):
    """A saved filter over the members of a community: whoever fits it today is in it today."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="segments")
    name = models.CharField(max_length=60)
    filter = models.JSONField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_segment_a_name")]

    def __str__(self) -> str:
        return self.name
