"""Proposals, for moderators to look at. Who voted is not here, and how never."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from community.backstage import names
from community.backstage.filters import RelatedFilter
from community.backstage.lists import InTheApp, ReadOnlyAdmin
from community.governance import told
from community.governance.models import Charter, Proposal, Regency, Term

KINDS = {
    "opinion": _("opinion poll"), "rules": _("other rules"), "room_open": _("a new room"),
    "room_close": _("closing a room"), "lift": _("lifting a sanction"), "role": _("giving a role"),
    "recall": _("recalling somebody"), "owner": _("handing the community over"), "election": _("election"),
    "charter": _("another charter"), "phase": _("another phase"), "spend": _("points from the purse"),
}  # fmt: skip


@admin.register(Proposal)
class ProposalAdmin(InTheApp, ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    list_display = ("title", "about_what", "state", "author", "community", "created_at", "closes_at", "in_the_app")
    list_filter = (("community", RelatedFilter), "kind", ("state", ChoicesDropdownFilter))
    list_select_related = ("community", "author")
    search_fields = ("title", "words", "author__name")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    fields = (
        "title", "about_what", "proposed", "author", "community", "state", "discussion", "method", "secret", "seats",
        "created_at", "discussed_until", "opened_at", "closes_at", "closed_at", "quorum", "roll", "turnout",
        "participation", "outcome", "carrying_out",
    )  # fmt: skip

    @admin.display(description=_("kind"), ordering="kind")
    def about_what(self, proposal: Proposal) -> str:
        return str(KINDS.get(proposal.kind, proposal.kind))

    @admin.display(description=_("what is proposed"))
    def proposed(self, proposal: Proposal) -> str:
        return proposal.words

    @admin.display(description=_("discussion"))
    def discussion(self, proposal: Proposal) -> str:
        """Where it is talked over, once the board has opened a thread for it."""
        kind, _colon, pk = proposal.thread.partition(":")
        if kind != "thread":
            return ""
        return format_html('<a href="/c/{}/t/{}">{}</a>', proposal.community.slug, pk, gettext("Open"))

    @admin.display(description=_("participation"))
    def participation(self, proposal: Proposal) -> str:
        return told.participation(proposal)

    @admin.display(description=_("outcome"))
    def outcome(self, proposal: Proposal) -> str:
        return told.outcome(proposal)

    @admin.display(description=_("who carries it out"))
    def carrying_out(self, proposal: Proposal) -> str:
        return told.carrying_out(proposal)

    def view_on_site(self, proposal: Any) -> str:
        return f"/c/{proposal.community.slug}/proposals/{proposal.pk}"


@admin.register(Charter)
class CharterAdmin(ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    list_display = ("community", "phase", "quorum", "discussion_days", "voting_days", "away_days", "successor")
    list_filter = (("phase", ChoicesDropdownFilter),)
    list_select_related = ("community", "successor")


@admin.register(Term)
class TermAdmin(ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    list_display = ("member", "office", "community", "began_at", "until", "ended_at")
    fields = ("member", "office", "community", "proposal", "began_at", "until", "ended_at")
    list_filter = (("community", RelatedFilter),)
    list_select_related = ("member", "community")
    ordering = ("-pk",)

    @admin.display(description=_("role"), ordering="role")
    def office(self, term: Term) -> str:
        return names.role(term.role)


@admin.register(Regency)
class RegencyAdmin(ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    list_display = ("member", "community", "began_at", "ended_at", "back_at")
    list_filter = (("community", RelatedFilter),)
    list_select_related = ("member", "community")
    ordering = ("-pk",)


# The plural that is made from the name is that of the terms of a room.
Term._meta.verbose_name_plural = _("terms of office")
