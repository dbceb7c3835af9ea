"""Refusals in the words of the admin's reader. The web app translates the same codes by itself."""

from django.utils.translation import gettext_lazy as _

from community.errors import Refusal

_EXPLANATIONS = {
    "appeal.answered": _("Somebody answered it already."),
    "appeal.own": _("You imposed it: somebody else has to answer."),
    "case.involved": _("This is about yourself: somebody else has to decide."),
    "case.open": _("It is open already, or another case about the same is."),
    "case.settled": _("%(by)s settled it already."),
    "case.taken": _("%(by)s looks after it."),
    "input.invalid": _("What was entered does not fit."),
    "member.last_owner": _("A community keeps one owner."),
    "member.no_account": _("Nobody signs in as this member, so there is nobody to suspend."),
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
    text = _EXPLANATIONS.get(refusal.code)
    return str(text) % refusal.data if text else refusal.message
