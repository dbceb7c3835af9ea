"""Refusals in the words of the admin's reader. The web app translates the same codes by itself."""

from django.utils.translation import gettext_lazy as _

from community.errors import Refusal

_EXPLANATIONS = {
    "input.invalid": _("What was entered does not fit."),
    "message.removed": _("It is not shown any more."),
    "not_found": _("It is not there any more."),
    "promotion.audience": _(
        "Readers of this category could not read these words before, and their authors were not asked."
    ),
    "promotion.empty": _("Some of these messages cannot be promoted: they were removed, or stand in other rooms."),
    "promotion.folded": _("Some of these messages stand in a thread already."),
    "promotion.too_many": _("These are too many messages."),
    "words.blocked": _("The word list does not want these words."),
    "words.too_many": _("The list has as many entries as it can hold."),
    "words.unreadable": _("Some lines hold nothing that could be looked for, or too much."),
    "thread.locked": _("The thread is locked."),
}


def explained(refusal: Refusal) -> str:
    """Why it was refused, in the active language; in the log's English where nobody has put it better."""
    return str(_EXPLANATIONS.get(refusal.code) or refusal.message)
