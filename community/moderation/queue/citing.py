"""Saying by what article, and why, something is done to many rows at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from community.backstage.refusals import explained
from community.errors import Refusal
from community.members.models import Community
from community.moderation import citing, rules

REASON = 300  # characters
NO_ARTICLE = gettext_lazy("No article in particular")
MEMBER_READS_IT = gettext_lazy("The member reads it, and the audit keeps it.")


class CitingForm(forms.Form):
    """One article and one reason for all; articles are offered where all rows are of one community."""

    told = gettext_lazy("The audit keeps it.")  # of the reason: who reads it

    rule = forms.ChoiceField(label=gettext_lazy("Article"), required=False, widget=UnfoldAdminRadioSelectWidget)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=REASON, required=False, widget=UnfoldAdminTextInputWidget
    )  # fmt: skip

    def __init__(self, chosen: QuerySet[Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].help_text = self.told
        offer_articles(self, _articles(chosen))


def offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """Let one of these be chosen in a field that takes a choice."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def offer_articles(form: forms.Form, articles: Sequence[str]) -> None:
    """Let one of the articles be cited in a form's `rule`, or none."""
    offer(form, "rule", [("", NO_ARTICLE), *((article, article) for article in articles)])


def require_either(form: forms.Form, given: dict[str, Any]) -> None:
    """Find fault with a form in which neither an article nor a reason was given."""
    try:
        citing.require_either(given.get("rule", ""), given.get("reason", ""))
    except Refusal as refusal:
        form.add_error("reason", explained(refusal))


def _articles(chosen: QuerySet[Any]) -> list[str]:
    communities = Community.objects.filter(pk__in=chosen.order_by().values("community"))[:2]
    return rules.articles(communities[0]) if len(communities) == 1 else []
