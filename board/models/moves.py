from django.db import models
from django.db.models import Exists, OuterRef, Q

from board.models.categories import NOTHING, Category, any_of
from board.models.threads import Thread
from community import access
from community.clock import now
from community.members.models import Member, User


class MoveQuerySet(models.QuerySet["Move"]):
    def visible_to(self, member: Member) -> "MoveQuerySet":
        """Those that one asked for, that one was asked about, and all for who moves threads and reads theirs."""
        return self.filter(self.readable_by(member))

    def visible_to_user(self, user: User) -> "MoveQuerySet":
        """The same over all communities of an account."""
        return self.filter(any_of(self.readable_by(member) for member in Member.objects.of_user(user)))

    @staticmethod
    def readable_by(member: Member) -> Q:
        if not member.is_present():
            return NOTHING
        asked = Q(by=member) | Q(Exists(MoveConsent.objects.filter(move=OuterRef("pk"), member=member)))
        if access.can(member, "thread.move"):
            asked |= Q(thread__in=Thread.objects.visible_to(member))
        return Q(thread__community=member.community_id) & asked


class Move(models.Model):
    """A thread that waits for its authors' consent before more people may read it in another category."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for its authors' consent"
        DONE = "done", "Carried out"
        REFUSED = "refused", "Refused by an author"
        GIVEN_UP = "given_up", "Given up, or not possible any more"
        EXPIRED = "expired", "Not answered in time"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="moves")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", help_text="Where it would stand."
    )
    earlier = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", help_text="Where it stood then.")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=now)
    until = models.DateTimeField()

    objects = MoveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread"], condition=Q(state="waiting"), name="one_waiting_move_a_thread")
        ]
        indexes = [models.Index(fields=["until"], name="moves_that_wait", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.thread_id} to {self.category}"

    def is_visible_to(self, member: Member) -> bool:
        """The twin of `visible_to`."""
        if not member.is_present() or member.community_id != self.thread.community_id:
            return False
        if self.by_id == member.pk or self.consents.filter(member=member).exists():
            return True
        return access.can(member, "thread.move") and self.thread.is_visible_to(member)


class MoveConsent(models.Model):
    """What an author answered when asked whether more people may read their posts; None: not yet."""

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="consents")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="move_consents")
    answer = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["move", "member"], name="asked_once_about_a_move")]

    def __str__(self) -> str:
        return f"{self.member}: {self.answer}"
