"""How many rooms stand where, on the admin's front page."""

from collections.abc import Iterator

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from chat.models import Room
from chat.overload.models import Load
from community.backstage import charts, lists
from community.backstage.charts import Chart


def drawn(request: HttpRequest) -> Iterator[Chart]:
    page = lists.of(Load)
    if not page.has_view_permission(request):
        return
    rows = page.reachable(Load.objects.exclude(room__kind=Room.Kind.DIRECT), request)
    counts = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    states = Load._meta.get_field("state").flatchoices
    values = [[0.0] * place + [counts.get(state, 0)] for place, (state, _name) in enumerate(states)]
    made = charts.bars([name for _state, name in states], values, lambda place: str(sum(map(int, values[place]))))
    total = str(sum(counts.values()))
    yield Chart(_("rooms by load"), total, made, reverse("admin:overload_load_changelist"))
