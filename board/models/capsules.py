from django.db import models
from django.db.models import Q

from board.models.categories import NOTHING, any_of
from board.models.posts import Post
from board.models.threads import Thread
from chat.models import Message, Room
from community.clock import now
from community.members.models import Community, Member, User


class CapsuleQuerySet(models.QuerySet["Capsule"]):
    def visible_to(self, member: Member) -> "CapsuleQuerySet":
        """Capsules whose sources a member can read: what is read in the room, or in the thread, that they come from."""
        return self.filter(self.readable_by(member))

    def visible_to_user(self, user: User) -> "CapsuleQuerySet":
        """The same over all communities of an account."""
        return self.filter(any_of(self.readable_by(member) for member in Member.objects.of_user(user)))

    @staticmethod
    def readable_by(member: Member) -> Q:
        if not member.is_present():
            return NOTHING
        readable = Q(room__in=Room.objects.visible_to(member)) | Q(thread__in=Thread.objects.visible_to(member))
        return Q(community=member.community_id) & readable


class Capsule(models.Model):
    """A note of a conversation or a thread, edited by a person: what is worth keeping of it, and on whose words.

    It has one home, a room or a thread, in which all its sources stand and whose readers are its own.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="capsules")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="capsules")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="capsules")
    title = models.CharField(max_length=120)
    parts = models.JSONField(help_text="Lines by kind, each with the numbers of its sources.")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = CapsuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(room__isnull=False, thread__isnull=True) | Q(room__isnull=True, thread__isnull=False),
                name="a_capsule_has_one_home",
            )
        ]
        indexes = [models.Index(fields=["community", "-id"])]

    def __str__(self) -> str:
        return self.title

    def is_visible_to(self, member: Member) -> bool:
        """The twin of `visible_to`."""
        home = self.room or self.thread
        return home is not None and home.community_id == member.community_id and home.is_visible_to(member)


class CapsuleSource(models.Model):
    """A message or a post on which lines of a capsule stand, and what it said then."""

    capsule = models.ForeignKey(Capsule, on_delete=models.CASCADE, related_name="sources")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    said = models.CharField(max_length=64, help_text="A hash of its words when somebody last looked the capsule over.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capsule", "message"], name="a_message_is_cited_once"),
            models.UniqueConstraint(fields=["capsule", "post"], name="a_post_is_cited_once"),
            models.CheckConstraint(
                condition=Q(message__isnull=False, post__isnull=True) | Q(message__isnull=True, post__isnull=False),
                name="a_source_is_a_message_or_a_post",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id}" if self.message_id else f"post {self.post_id}"


class CapsuleSettings(models.Model):
    """Whether a community lets the operator's language model word its drafts; without a row it does not."""

    community = models.OneToOneField(
        Community, primary_key=True, on_delete=models.CASCADE, related_name="capsule_settings"
    )
    model = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.community_id}: {self.model}"
