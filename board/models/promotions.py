from django.db import models
from django.db.models import Exists, OuterRef, Q

from board.models.categories import NOTHING, Category, any_of
from board.models.threads import Thread
from chat.models import Fold, Message, Room
from community.clock import now
from community.members.models import Community, Member, User


class PromotionQuerySet(models.QuerySet["Promotion"]):
    def visible_to(self, member: Member) -> "PromotionQuerySet":
        """One's own, those that one was asked about, and what was carried out in the rooms that one can read."""
        return self.filter(self.readable_by(member))

    def visible_to_user(self, user: User) -> "PromotionQuerySet":
        """The same over all communities of an account."""
        return self.filter(any_of(self.readable_by(member) for member in Member.objects.of_user(user)))

    @staticmethod
    def readable_by(member: Member) -> Q:
        if not member.is_present():
            return NOTHING
        asked = Consent.objects.filter(promotion=OuterRef("pk"), member=member)
        carried_out = Q(fold__isnull=False, room__in=Room.objects.visible_to(member))
        return Q(community=member.community_id) & (Q(by=member) | Exists(asked) | carried_out)


class Promotion(models.Model):
    """A conversation that somebody carries over to the board, or asks to."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for its authors' consent"
        DONE = "done", "Carried out"
        UNDONE = "undone", "Undone, refused or given up"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="promotions")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="promotions")
    title = models.CharField(max_length=120)
    tags = models.JSONField(default=list)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="promotions")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    thread = models.OneToOneField(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="promotion")
    fold = models.OneToOneField(Fold, null=True, blank=True, on_delete=models.PROTECT, related_name="promotion")
    created_at = models.DateTimeField(default=now)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["room", "state"])]

    def __str__(self) -> str:
        return self.title

    def is_visible_to(self, member: Member) -> bool:
        """The twin of `visible_to`."""
        if not member.is_present() or member.community_id != self.community_id:
            return False
        asked = self.by_id == member.pk or self.consents.filter(member=member).exists()
        return asked or (self.fold_id is not None and self.room.is_visible_to(member))


class PromotedMessage(models.Model):
    """A message that was chosen; the row outlives an undo."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="chosen")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["promotion", "message"], name="chosen_once")]

    def __str__(self) -> str:
        return f"{self.message_id} in {self.promotion}"


class Consent(models.Model):
    """What an author answered when asked whether more people may read their words; None: not yet."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="consents")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    answer = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["promotion", "member"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.answer}"
