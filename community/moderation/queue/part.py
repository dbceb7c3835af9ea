"""Which cases somebody goes through: those they may see, and of these the ones of a community, if they chose one."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

from community.backstage import lists
from community.moderation.models import Case

COMMUNITY = "community__id__exact"  # as the list's filter has it


def cases(request: HttpRequest) -> QuerySet[Case]:
    rows = lists.of(Case).reachable(Case.objects.all(), request)
    chosen = _community(request)
    return rows.filter(community=chosen) if chosen else rows


def query(request: HttpRequest) -> str:
    """What an address ends in, so that one goes on through the same part."""
    chosen = _community(request)
    return f"?{urlencode({COMMUNITY: chosen})}" if chosen else ""


def _community(request: HttpRequest) -> int:
    wanted = request.GET.get(COMMUNITY, "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
