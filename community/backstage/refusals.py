"""Refusals in the words of the admin's reader. The web app translates the same codes by itself."""

from django.utils.translation import gettext_lazy as _

from community.errors import Refusal

_EXPLANATIONS = {
    "appeal.answered": _("Somebody answered it already."),
    "appeal.own": _("You imposed it: somebody else has to answer."),
    "application.decided": _("Somebody decided about it already."),
    "case.involved": _("This is about yourself: somebody else has to decide."),
    "case.open": _("It is open already, or another case about the same is."),
    "case.settled": _("%(by)s settled it already."),
    "case.taken": _("%(by)s looks after it."),
    "case.unable": _("%(name)s cannot look after it."),
    "citing.missing": _("Choose an article or say why: the member reads it."),
    "citing.unknown": _("The rules that hold have no such article."),
    "guests.too_many": _("A community invites at most %(limit)d people a week."),
    "import.empty": _("There is nothing in it."),
    "import.no_address": _("No column is called email."),
    "import.settled": _("This was confirmed, undone or forgotten already."),
    "import.too_big": _("The file is too big: at most %(limit)d bytes."),
    "import.too_many": _("These are too many lines: at most %(limit)d."),
    "import.unreadable": _("This is no table, and no text in UTF-8 or GB18030."),
    "input.invalid": _("What was entered does not fit."),
    "jury.decided": _("A jury of members decided this."),
    "jury.hears": _("A jury of members decides this now."),
    "jury.needed": _("Here a jury of members decides this: hand it over in the list."),
    "jury.over": _("The jury is done with it."),
    "jury.voted": _("Somebody on the jury has voted already."),
    "member.last_owner": _("A community keeps one owner."),
    "forbidden": _("Your role does not allow this."),
    "member.outranked": _("This member's role is not below yours."),
    "member.no_account": _("Nobody signs in as this member, so there is nobody to suspend."),
    "member.silenced": _("You are silenced: until that ends, you look and change nothing here."),
    "message.removed": _("It is not shown any more."),
    "not_found": _("It is not there any more."),
    "promotion.audience": _(
        "Readers of this category could not read these words before, and their authors were not asked."
    ),
    "promotion.empty": _("Some of these messages cannot be promoted: they were removed, or stand in other rooms."),
    "promotion.folded": _("Some of these messages stand in a thread already."),
    "promotion.too_many": _("These are too many messages."),
    "table.too_many": _("This is too much for one table: at most %(limit)d rows of %(places)d communities."),
    "words.blocked": _("The word list does not want these words."),
    "words.too_many": _("The list has as many entries as it can hold."),
    "words.unreadable": _("Some lines hold nothing that could be looked for, or too much."),
    "saved.taken": _("A saved list has this name already."),
    "saved.too_many": _("There are %(limit)d saved lists already: delete one first."),
    "thread.locked": _("The thread is locked."),
}


def explained(refusal: Refusal) -> str:
    """Why it was refused, in the active language; in the log's English where nobody has put it better."""
    text = _EXPLANATIONS.get(refusal.code)
    return str(text) % refusal.data if text else refusal.message
