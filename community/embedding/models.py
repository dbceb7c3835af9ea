"""Which pages may show a community, and who they vouched for."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models

from community.members.models import Community, User


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class Embedding(models.Model):
    """The pages that may show a community in a frame. Without a row none may."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.CASCADE, related_name="embedding")
    origins = ArrayField(models.CharField(max_length=200), default=list, help_text="https://example.org, one each.")
    secret = models.CharField(max_length=64, default=new_secret, help_text="Their servers vouch for people with it.")

    def __str__(self) -> str:
        return f"of {self.community_id}"


class Guest(models.Model):
    """An account whose person is known by what a host page calls them."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "subject"], name="a_guest_is_one_account")]

    def __str__(self) -> str:
        return self.subject
