from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language

from community.members.models import Locale

_SPOKEN = {"zh-hans": Locale.ZH_HANS, "zh-hant": Locale.ZH_HANT}


class AccountAdapter(DefaultAccountAdapter):
    """New accounts start in the language that their browser asks for."""

    def save_user(self, request, user, form, commit=True):
        user.locale = _SPOKEN.get((get_language() or "").lower(), Locale.EN)
        return super().save_user(request, user, form, commit)

    def forgive(self) -> None:
        """The attempt that `pre_authenticate` counted was none."""
        self._rollback_login_failed_rl_usage()
