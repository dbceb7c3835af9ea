"""People and the places they belong to."""

import secrets
from datetime import date
from typing import Any, ClassVar, cast

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from community import clock
from community.access import Role
from community.clock import now
from community.lookups import Lookup
from community.text import folded

Hue = models.PositiveSmallIntegerField


def some_hue() -> int:
    return secrets.randbelow(360)


def utc_day() -> date:
    return clock.today("UTC")


def new_code() -> str:
    """An invitation's code: 60 bits, no look-alike characters."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(12))


class Locale(models.TextChoices):
    EN = "en", "English"
    ZH_HANS = "zh-Hans", "简体中文"
    ZH_HANT = "zh-Hant", "繁體中文"


class FoldedName(models.TextField):
    """The name of the row, as names are compared; written whenever the row is, bulk inserts included."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        setattr(model_instance, self.attname, folded(cast("Member", model_instance).name))
        return super().pre_save(model_instance, add)


class AccountManager(UserManager["User"]):
    use_in_migrations = False

    def get(self, *args: Any, **wanted: Any) -> "User":
        """One account; every request asks for one by its key alone."""
        if args or wanted.keys() != {"pk"} or not isinstance(wanted["pk"], int):
            return super().get(*args, **wanted)
        if (found := _account.first(wanted["pk"])) is None:
            raise self.model.DoesNotExist
        return found


class User(AbstractUser):
    """An account: one person, in any number of communities."""

    username = models.CharField(max_length=40, unique=True, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField(max_length=40, blank=True)
    locale = models.CharField(max_length=8, choices=Locale, default=Locale.EN)
    timezone = models.CharField(max_length=64, default="UTC")
    hue = Hue(default=some_hue, validators=[MaxValueValidator(359)])
    last_seen_on = models.DateField(default=utc_day, help_text="Their last visit, as a day of UTC.")

    objects: ClassVar[AccountManager] = AccountManager()

    def shown_name(self) -> str:
        return self.display_name or self.username

    def came_today(self) -> bool:
        return self.last_seen_on >= utc_day()

    def come(self) -> None:
        """Note a visit, at most once a day."""
        if not self.came_today():
            self.last_seen_on = utc_day()
            User.objects.filter(pk=self.pk, last_seen_on__lt=self.last_seen_on).update(last_seen_on=self.last_seen_on)


_account = Lookup(lambda pk: User.objects.filter(pk=pk), 1)


class CommunityQuerySet(models.QuerySet["Community"]):
    def joined_by(self, user) -> "CommunityQuerySet":
        return self.filter(members__user=user, members__left_at=None)

    def known_to(self, user) -> "CommunityQuerySet":
        """Those at whose door one may knock, one's own, and those that one may come back to or is suspended from."""
        here = Q(left_at=None) | Q(may_return=True)
        mine = Member.objects.filter(here, user__isnull=False, user_id=user.pk).values("community")
        barred = Ban.objects.filter(user_id=user.pk).values("community")
        return self.exclude(~Q(pk__in=mine), ~Q(pk__in=barred), door=Community.Door.INVITATION)


class Audience(models.TextChoices):
    """To whom somebody shows something of themselves."""

    MEMBERS = "members", "Everybody in the community"
    HOSTS = "hosts", "Those who look after its members"
    ME = "me", "Nobody else"


class Community(models.Model):
    class Door(models.TextChoices):
        OPEN = "open", "Open to everybody"
        APPLICATION = "application", "By application"
        INVITATION = "invitation", "By invitation"

    slug = models.SlugField(max_length=40, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")])
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=500, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    slogan = models.CharField(max_length=120, blank=True)
    rules = models.TextField(max_length=10_000, blank=True)
    locale = models.CharField(max_length=8, choices=Locale, default=Locale.EN)
    hue = Hue(default=195, validators=[MaxValueValidator(359)])
    door = models.CharField(max_length=12, choices=Door, default=Door.OPEN)
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="How many people; empty is no limit.")
    previews = models.BooleanField(default=True, help_text="Whether pages that messages link to are shown below them.")
    recall_minutes = models.PositiveSmallIntegerField(
        default=2, db_default=2, help_text="For how long members may take a message back; 0 is not at all."
    )
    created_at = models.DateTimeField(default=now)
    gate = models.BigIntegerField(
        default=0, editable=False, help_text="How often somebody lost the sight of its board."
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="tribes",
        help_text="The community whose tribe it is.",
    )  # fmt: skip

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "communities"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    def present(self) -> "MemberQuerySet":
        return self.filter(left_at=None)

    def of_user(self, user) -> "MemberQuerySet":
        """Who an account is; nobody for the signed out, who are none of the imported people without an account."""
        return self.present().filter(user__isnull=False, user_id=user.pk).select_related("silence")


class Member(models.Model):
    """A person in one community. People known only from imported talk have no account."""

    class Level(models.TextChoices):
        """How far the community trusts them, from the least; `trust` keeps it, so that no post has to ask."""

        NEWCOMER = "newcomer", "Newcomer"
        MEMBER = "member", "Member"
        REGULAR = "regular", "Regular"
        TRUSTED = "trusted", "Trusted"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships")
    name = models.CharField(max_length=40)
    folded_name = FoldedName(editable=False)
    hue = Hue(default=some_hue, validators=[MaxValueValidator(359)])
    bio = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role], default=Role.MEMBER)
    level = models.CharField(max_length=8, choices=Level, default=Level.MEMBER, db_default=Level.MEMBER)
    source = models.CharField(max_length=120, blank=True, help_text="Where an imported person comes from.")
    invited_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    joined_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(
        max_length=20, blank=True, db_default="", help_text="What hosts call them beside their name."
    )
    rules_due = models.DateTimeField(
        null=True, blank=True, help_text="From when on they write nothing before they accept the rules."
    )
    may_return = models.BooleanField(default=False, help_text="Whatever the door: they did not choose to go.")
    last_seen_on = models.DateField(default=utc_day, help_text="Their last visit here, as a day of UTC.")
    shows_presence = models.BooleanField(
        default=False, db_default=False, help_text="Whether others see that they have a room open, or type there."
    )
    shows_reading = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether others in small rooms see how far they have read; then they see it of those.",
    )
    vouches = models.BooleanField(
        default=False, db_default=False, help_text="Whether strangers read their name and role at the door."
    )
    bio_to = models.CharField(
        max_length=7, choices=Audience, default=Audience.MEMBERS, db_default=Audience.MEMBERS.value
    )
    joined_to = models.CharField(
        max_length=7, choices=Audience, default=Audience.HOSTS, db_default=Audience.HOSTS.value
    )
    username_to = models.CharField(max_length=7, choices=Audience, default=Audience.ME, db_default=Audience.ME.value)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "user"], name="one_member_per_account"),
            models.UniqueConstraint(
                fields=["community", "source"], condition=~Q(source=""), name="one_member_per_imported_person"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "name", "id"]),
            models.Index(fields=["community", "folded_name"]),
        ]

    def __str__(self) -> str:
        return self.name

    def come(self) -> bool:
        """Note a visit, at most once a day; whether it is the first of the day."""
        today = utc_day()
        if self.last_seen_on >= today:
            return False
        self.last_seen_on = today
        return bool(Member.objects.filter(pk=self.pk, last_seen_on__lt=today).update(last_seen_on=today))

    def is_present(self) -> bool:
        return self.left_at is None

    def hush(self) -> "Silence | None":
        """The silence that holds. The member should come with `silence` selected."""
        row: Silence | None = getattr(self, "silence", None)
        return row if row and row.until > now() else None


class Silence(models.Model):
    """A member may read but not write until a moment. Lifting it deletes the row; the audit keeps the act."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="silence")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.member} until {self.until:%Y-%m-%d %H:%M}"


class Mute(models.Model):
    """A member may not write in one place until a moment. Lifting it deletes the row."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mutes")
    place = models.CharField(max_length=40, help_text="Such as room:5.")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="one_mute_a_place")]

    def __str__(self) -> str:
        return f"{self.member} in {self.place} until {self.until:%Y-%m-%d %H:%M}"


class Ban(models.Model):
    """An account is kept out of a community, for a time or for good. Afterwards it comes back as it was."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="bans")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, default=Role.MEMBER, help_text="That it comes back with.")
    until = models.DateTimeField(null=True, blank=True, help_text="Its end; empty for good.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "user"], name="one_ban_an_account")]

    def __str__(self) -> str:
        return f"{self.user} from {self.community}"

    def holds(self) -> bool:
        return self.until is None or self.until > now()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self) -> "InvitationQuerySet":
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now()),
            Q(max_uses=None) | Q(uses__lt=F("max_uses")),
            revoked_at=None,
        )


class Invitation(models.Model):
    """A link, or its QR code, that opens the door for a time and a number of people."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    uses = models.PositiveIntegerField(default=0)
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code

    def is_usable(self) -> bool:
        in_time = self.expires_at is None or self.expires_at > now()
        uses_left = self.max_uses is None or self.uses < self.max_uses
        return in_time and uses_left and self.revoked_at is None
