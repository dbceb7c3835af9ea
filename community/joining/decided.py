"""What became of those who asked to be let in, and who decided."""

from django.db.models import OuterRef, QuerySet, Subquery

from community import access
from community.joining.models import Application
from community.members.models import Member


def of(member: Member) -> QuerySet[Application]:
    """Applications that nobody has to decide any more, the latest first, each with its `decider`'s name there."""
    access.require_to_read(member, "application.decide")
    decider = Member.objects.filter(community=OuterRef("community"), user=OuterRef("decided_by"))
    return (
        Application.objects.filter(community=member.community_id)
        .exclude(outcome="")
        .select_related("user")
        .annotate(decider=Subquery(decider.values("name")[:1]))
        .order_by("-pk")
    )
