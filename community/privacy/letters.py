"""What is written to somebody who asked to be forgotten."""

from django.core.mail import send_mail
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.privacy.models import Erasure


def erasure_asked(erasure: Erasure) -> None:
    if not erasure.user.email:
        return
    with override(erasure.user.locale.lower()):
        day = date_format(erasure.due_at, "DATE_FORMAT")
        text = _("Your account will be erased on %(day)s. Until then you can take that back in the settings.")
        send_mail(_("Your account will be erased"), text % {"day": day}, None, [erasure.user.email])
