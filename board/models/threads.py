from uuid import uuid4

from django.db import models
from django.db.models import Q

from board.models.categories import NOTHING, Category, any_of
from community import access, lookups
from community.clock import now
from community.members.models import Community, Member, User

_ADVANCE = (
    "UPDATE board_thread SET rev = rev + 1, seq = seq + %s, replies = replies + %s WHERE id = %s"
    " RETURNING rev, seq, replies, score, kind, status, revision"
)


class Tag(models.Model):
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=20)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_tag_a_name")]

    def __str__(self) -> str:
        return self.name


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, member: Member) -> "ThreadQuerySet":
        """Threads of the categories that a member can read; those removed only for moderators."""
        return self.filter(self.readable_by(member))

    def visible_to_user(self, user: User) -> "ThreadQuerySet":
        """The same over all communities of an account."""
        return self.filter(any_of(self.readable_by(member) for member in Member.objects.of_user(user)))

    def standing(self) -> "ThreadQuerySet":
        return self.filter(removal=None, into=None)

    @staticmethod
    def readable_by(member: Member) -> Q:
        if not member.is_present():
            return NOTHING
        readable = Q(community=member.community_id, category__in=Category.objects.visible_to(member))
        return readable if access.can(member, "thread.edit") else readable & Q(removal=None)


class Thread(models.Model):
    class Kind(models.TextChoices):
        DISCUSSION = "discussion", "Discussion"
        QUESTION = "question", "Question"
        IDEA = "idea", "Idea"
        NOTE = "note", "Note"
        ANNOUNCEMENT = "announcement", "Announcement"

    class Status(models.TextChoices):
        NONE = "", "None"
        OPEN = "open", "Open"
        SOLVED = "solved", "Solved"
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        DECLINED = "declined", "Declined"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="threads")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(max_length=120)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    status = models.CharField(
        max_length=8,
        choices=Status,
        blank=True,
        default=Status.NONE,
        help_text="How far a question or an idea has come.",
    )
    revision = models.PositiveIntegerField(default=1, help_text="The number of the newest revision of a note.")
    client_id = models.UUIDField(default=uuid4)
    created_at = models.DateTimeField(default=now)
    seq = models.BigIntegerField(default=0, help_text="The place of the last post.")
    rev = models.BigIntegerField(default=0, help_text="The number of the last visible change.")
    replies = models.PositiveIntegerField(default=0, help_text="Posts after the opening, or after the promoted ones.")
    score = models.IntegerField(default=0)
    hot = models.FloatField(default=0)
    last_at = models.DateTimeField(default=now)
    last_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tags = models.ManyToManyField(Tag, blank=True, related_name="threads")
    into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged",
        help_text="The thread in which its posts stand now.",
    )  # fmt: skip
    acts = models.PositiveIntegerField(default=0, help_text="How often something was done with it as a whole.")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="a_thread_is_started_once")]
        indexes = [
            models.Index(fields=["community", order, "-id"], name=f"threads_by_{order[1:]}")
            for order in ("-last_at", "-created_at", "-hot", "-score")
        ] + [
            models.Index(fields=["category", "-last_at", "-id"], name="threads_of_a_category"),
            models.Index(
                fields=["community", "kind", "-last_at", "-id"], name="threads_of_a_kind",
                condition=~Q(kind="discussion"),
            ),
            models.Index(
                fields=["community", "-created_at", "-id"], name="unsolved_questions",
                condition=Q(kind="question", status="open"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def is_visible_to(self, member: Member) -> bool:
        """The twin of `visible_to`."""
        shown = self.removed() is None or access.can(member, "thread.edit")
        return shown and self.category.is_visible_to(member)

    def removed(self) -> str | None:
        """Why it is not shown, if it is not."""
        removal = getattr(self, "removal", None)
        return removal.kind if removal else None

    def home(self) -> "Thread":
        """The thread in which its talk goes on: itself, unless it was merged into another."""
        return self.into or self

    def advance(self, posts: int = 0, replies: int = 0) -> int:
        """Take the next number of a visible change, and the places of new posts; locks the thread until commit."""
        (row,) = lookups.rows(_ADVANCE, [posts, replies, self.pk])
        self.rev, self.seq, self.replies, self.score, self.kind, self.status, self.revision = row
        return self.rev


class ThreadLock(models.Model):
    """Nobody writes in the thread any more. Unlocking deletes the row."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="lock")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.thread_id} by {self.by}"


class ThreadPin(models.Model):
    """The thread stands above the others of its category."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="pin")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.thread_id} by {self.by}"


class ThreadRemoval(models.Model):
    """Why a thread is not shown. Everything in it stays, so that it can be restored: by deleting this row."""

    class Kind(models.TextChoices):
        DELETED = "deleted", "Deleted by its author"
        HIDDEN = "hidden", "Removed by a moderator"
        UNDONE = "undone", "Its promotion was undone"

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="removal")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.kind


class ThreadSeat(models.Model):
    """A member who has been in a thread: how far they have read, and how much they want to hear."""

    class Level(models.TextChoices):
        NORMAL = "normal", "What concerns me"
        FOLLOW = "follow", "Every reply"
        MUTE = "mute", "Nothing"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="thread_seats")
    level = models.CharField(max_length=6, choices=Level, default=Level.NORMAL)
    read_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="one_thread_seat_a_member")]
        indexes = [models.Index(fields=["member", "level"])]

    def __str__(self) -> str:
        return f"{self.member} in {self.thread}"
