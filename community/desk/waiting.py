"""What else waits on the admin's front page: who wants in, and what is voted on."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.backstage import lists
from community.backstage.today import Figure
from community.governance.models import Proposal
from community.joining.models import Application


def figures(request: HttpRequest) -> Iterator[Figure]:
    applications, proposals = lists.of(Application), lists.of(Proposal)
    if applications.has_view_permission(request):
        count = applications.reachable(Application.objects.filter(outcome=""), request).count()
        yield Figure(_("open applications"), count, reverse("admin:joining_application_changelist") + "?q=")
    if proposals.has_view_permission(request):
        where = reverse("admin:governance_proposal_changelist")
        count = proposals.reachable(Proposal.objects.filter(state=Proposal.State.VOTING), request).count()
        yield Figure(_("votes under way"), count, f"{where}?state__exact={Proposal.State.VOTING}")
