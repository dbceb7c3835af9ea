"""The question that a new community is asked when it opens."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from community.governance.models.proposals import Proposal
from community.members.models import Community, Member


class FirstPoll(models.Model):
    """A question with its answers. When the community opens, it becomes a proposal that everybody there votes on."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.CASCADE, related_name="first_poll")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=120)
    answers = ArrayField(models.CharField(max_length=80))
    days = models.PositiveSmallIntegerField(default=3, help_text="For which it can be answered.")
    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.question
