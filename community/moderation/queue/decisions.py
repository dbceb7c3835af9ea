"""What can be decided of a case, and the form that asks for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from community.clock import now
from community.moderation import profiles, rules, sanctions
from community.moderation.models import Case, Sanction
from community.moderation.queue.citing import REASON, offer, offer_articles, require_either
from community.moderation.sanctions import Penalty

KEEP, HIDE = Case.Verdict.KEEP, Case.Verdict.HIDE
FOR_GOOD = "always"
LENGTHS = [
    ("1", _("1 hour")), ("24", _("1 day")), ("72", _("3 days")), ("168", _("7 days")), ("720", _("30 days")),
    (FOR_GOOD, _("for good")),
]  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """What becomes of the words, and what follows for their author.

    Attributes:
        key: the digit that chooses it; always the same, whatever else can be chosen.
    """

    key: str
    name: str
    label: Promise | str
    verdict: str
    grade: str = ""


DECISIONS = (
    Decision("1", "keep", _("Let it stand"), KEEP),
    Decision("2", "hide", _("Take it out of sight"), HIDE),
    Decision("3", "notice", _("Out of sight, and a notice"), HIDE, Sanction.Grade.NOTICE),
    Decision("4", "mute", _("Out of sight, and mute in this room"), HIDE, Sanction.Grade.MUTE),
    Decision("5", "silence", _("Out of sight, and silence everywhere"), HIDE, Sanction.Grade.SILENCE),
    Decision("6", "ban", _("Out of sight, and suspend"), HIDE, Sanction.Grade.BAN),
)
# Of a person nothing is taken out of sight but what the profile says, and a sanction follows with that or without.
OF_A_PERSON = (
    Decision("1", "keep", _("Let it stand"), KEEP),
    Decision("2", "hide", _("Clear the profile"), HIDE),
    Decision("3", "notice", _("A notice; the profile stays"), KEEP, Sanction.Grade.NOTICE),
    Decision("5", "silence", _("Silence everywhere; the profile stays"), KEEP, Sanction.Grade.SILENCE),
    Decision("6", "ban", _("Suspend; the profile stays"), KEEP, Sanction.Grade.BAN),
    Decision("7", "clear_notice", _("Clear the profile, and a notice"), HIDE, Sanction.Grade.NOTICE),
    Decision("8", "clear_silence", _("Clear the profile, and silence everywhere"), HIDE, Sanction.Grade.SILENCE),
    Decision("9", "clear_ban", _("Clear the profile, and suspend"), HIDE, Sanction.Grade.BAN),
)

# What of a profile is cleared, where it is.
GOES = [
    ("", _("all but the name")), (profiles.NAME, _("the name alone")), (profiles.ALL, _("all, the name as well")),
]  # fmt: skip


def until(length: str) -> datetime | None:
    """The end of what lasts one of `LENGTHS` from now on."""
    return None if length == FOR_GOOD else now() + timedelta(hours=int(length))


def require_end(form: forms.Form, grade: str, given: dict[str, Any]) -> None:
    """Find fault with a form by which something that needs an end has none."""
    if grade in (Sanction.Grade.MUTE, Sanction.Grade.SILENCE) and given.get("length") == FOR_GOOD:
        form.add_error("length", gettext("Only a suspension can be for good."))


def offered(case: Case) -> list[Decision]:
    """Those that make sense: rooms are the places in which somebody can be muted."""
    if case.is_of_a_person():
        return list(OF_A_PERSON)
    in_a_room = case.place.startswith("room:")
    return [decision for decision in DECISIONS if in_a_room or decision.grade != Sanction.Grade.MUTE]


def taken(case: Case) -> str:
    """What was decided of a case, in words. It should come with its sanctions, those of undone decisions among them."""
    grades = {one.grade for one in case.sanctions.all() if case.settled_at and one.at >= case.settled_at}
    known = OF_A_PERSON if case.is_of_a_person() else DECISIONS
    fitting = [one for one in known if one.verdict == case.verdict and one.grade in (grades or {""})]
    return str(fitting[0].label) if fitting else case.get_verdict_display()


class DecisionForm(forms.Form):
    """A decision with its rule, and with its length where it has one."""

    decision = forms.ChoiceField(widget=forms.RadioSelect)
    rule = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    length = forms.ChoiceField(choices=LENGTHS, required=False)
    reason = forms.CharField(max_length=REASON, required=False)
    goes = forms.ChoiceField(choices=GOES, required=False)

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._case = case
        self._offered = offered(case)
        self._articles = rules.articles(case.community)
        offer(self, "decision", [(one.name, one.label) for one in self._offered])
        offer_articles(self, self._articles)
        self.initial.setdefault("length", f"{sanctions.next_step(case.member) // timedelta(hours=1)}")

    def decisions(self) -> list[tuple[str, object]]:
        """Each choice behind the digit that chooses it."""
        return list(zip([one.key for one in self._offered], self["decision"]))

    def articles(self) -> list[tuple[str, object]]:
        """Each article behind its digit, as far as there are digits; none if the community has no rules."""
        if not self._articles:
            return []
        choices = list(self["rule"])
        return [(str(place) if place < 10 else "", choice) for place, choice in enumerate(choices)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "decision" in given and (grade := self._chosen().grade):
            require_end(self, grade, given)
        if "decision" in given and (grade or self.part()):
            require_either(self, given)
        return given

    def verdict(self) -> str:
        return self._chosen().verdict

    def part(self) -> str:
        """What is hidden, where that is not what usually is."""
        return self.cleaned_data.get("goes", "") if self._case.is_of_a_person() and self.verdict() == HIDE else ""

    def penalty(self) -> Penalty | None:
        grade = self._chosen().grade
        return Penalty(grade, until(self._length()), self._case.place) if grade else None

    def _chosen(self) -> Decision:
        return next(one for one in self._offered if one.name == self.cleaned_data["decision"])

    def _length(self) -> str:
        return self.cleaned_data["length"] or self.initial["length"]


class NoteForm(forms.Form):
    """What a moderator tells the others."""

    text = forms.CharField(max_length=1000, label=gettext_lazy("Note for the other moderators"))
