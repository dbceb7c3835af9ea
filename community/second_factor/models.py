from django.db import models

from community.clock import now
from community.members.models import User


class Factor(models.Model):
    """An account's secret, shared with an app on its owner's phone. It counts once a code has shown that it arrived."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=200, help_text="Encrypted with a key that is made of SECRET_KEY.")
    created_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0, help_text="The half minute whose code came last: each counts once.")

    def __str__(self) -> str:
        return f"of {self.user}"


class RecoveryCode(models.Model):
    """A code on paper, for once."""

    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["factor", "digest"], name="one_recovery_code")]

    def __str__(self) -> str:
        return f"of {self.factor_id}"
