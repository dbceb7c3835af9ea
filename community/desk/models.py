"""What moderators keep on their desk in the admin."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Invitation, Member, User


class SavedList(models.Model):
    """A list as somebody wants to find it again: how it is filtered, searched and sorted."""

    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="saved_lists")
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text="Whose moderators see it; empty for one's own.",
    )  # fmt: skip
    page = models.CharField(max_length=60, help_text="Which list, such as moderation.case.")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text="What its address ends in.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"], condition=Q(community=None), name="own_list_named_once"
            ),
            models.UniqueConstraint(
                fields=["community", "page", "name"],
                condition=Q(community__isnull=False),
                name="shared_list_named_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FirstList(models.Model):
    """Which of the saved lists somebody sees when they open a page."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="first_lists")
    page = models.CharField(max_length=60)
    saved = models.ForeignKey(SavedList, on_delete=models.CASCADE, related_name="firsts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="one_first_list_a_page")]

    def __str__(self) -> str:
        return f"{self.page}: {self.saved_id}"


class WordImport(models.Model):
    """A table of words that somebody looked at before it changes a list, what it changed, and that it was undone."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    lines = models.JSONField(help_text="What changes the list, each with what stood there when it was read.")
    faults = models.JSONField(help_text="Lines that were left out, each with the reason.")
    same = models.PositiveIntegerField(help_text="Lines that the list has already.")
    confirmed_at = models.DateTimeField(null=True)
    before = models.JSONField(default=list, help_text="What the confirmed lines took the place of.")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["community", "-id"])]

    def __str__(self) -> str:
        return f"{len(self.lines)} words for {self.community_id}"


class GuestList(models.Model):
    """A table of people that somebody looks at before anybody is written to. It is gone once it is confirmed."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    guests = models.JSONField(help_text="Whom to invite.")
    faults = models.JSONField(help_text="Lines that were left out, each with the reason.")

    def __str__(self) -> str:
        return f"{len(self.guests)} guests of {self.community_id}"


class Guest(models.Model):
    """Somebody who was invited by a letter. The address goes when they come, and after some days anyway."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="guest")
    name = models.CharField(max_length=40, blank=True)
    email = models.EmailField()
    role = models.CharField(max_length=12)
    answers = models.JSONField(default=dict, help_text="What is told of them, by the id of its field.")
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "email"], name="invited_once_at_a_time")]
        indexes = [
            models.Index(fields=["at"]),
            models.Index(fields=["id"], condition=Q(sent_at=None), name="guests_to_write_to"),
        ]

    def __str__(self) -> str:
        return f"guest {self.pk}"
