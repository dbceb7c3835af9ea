"""What can be decided of a case, and the form that asks for it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from community.clock import now
from community.moderation import rules, sanctions
from community.moderation.models import Case, Sanction
from community.moderation.sanctions import Penalty

KEEP, HIDE = Case.Verdict.KEEP, Case.Verdict.HIDE
FOR_GOOD = "always"
LENGTHS = [
    ("1", _("1 hour")), ("24", _("1 day")), ("72", _("3 days")), ("168", _("7 days")), ("720", _("30 days")),
    (FOR_GOOD, _("for good")),
]  # fmt: skip
REASON = 300  # characters
NO_ARTICLE = _("No article in particular")


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


def offered(case: Case) -> list[Decision]:
    """Those that make sense: rooms are the places in which somebody can be muted."""
    in_a_room = case.place.startswith("room:")
    return [decision for decision in DECISIONS if in_a_room or decision.grade != Sanction.Grade.MUTE]


def taken(case: Case) -> str:
    """What was decided of a case, in words. It should come with its sanctions, those of undone decisions among them."""
    grades = {one.grade for one in case.sanctions.all() if case.settled_at and one.at >= case.settled_at}
    fitting = [one for one in DECISIONS if one.verdict == case.verdict and one.grade in (grades or {""})]
    return str(fitting[0].label) if fitting else case.get_verdict_display()


class DecisionForm(forms.Form):
    """A decision with its rule, and with its length where it has one."""

    decision = forms.ChoiceField(widget=forms.RadioSelect)
    rule = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    length = forms.ChoiceField(choices=LENGTHS, required=False)
    reason = forms.CharField(max_length=REASON, required=False)

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._case = case
        self._offered = offered(case)
        self._articles = rules.articles(case.community)
        _give(self.fields["decision"], [(one.name, one.label) for one in self._offered])
        _give(self.fields["rule"], [("", NO_ARTICLE), *((article, article) for article in self._articles)])
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
        chosen = given.get("decision")
        if chosen in (Sanction.Grade.MUTE, Sanction.Grade.SILENCE) and given.get("length") == FOR_GOOD:
            self.add_error("length", gettext("Only a suspension can be for good."))
        return given

    def verdict(self) -> str:
        return self._chosen().verdict

    def penalty(self) -> Penalty | None:
        grade = self._chosen().grade
        return Penalty(grade, self._until(), self._case.place) if grade else None

    def _chosen(self) -> Decision:
        return next(one for one in self._offered if one.name == self.cleaned_data["decision"])

    def _until(self) -> Any:
        length = self.cleaned_data["length"] or self.initial["length"]
        return None if length == FOR_GOOD else now() + timedelta(hours=int(length))


class NoteForm(forms.Form):
    """What a moderator tells the others."""

    text = forms.CharField(max_length=1000, label=gettext_lazy("Note for the other moderators"))


def _give(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]
