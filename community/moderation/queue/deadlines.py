"""By when something is due, in the words of a list."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from community.clock import now


def shown(due_at: datetime) -> str:
    """How long there is until then; marked where it has passed."""
    if due_at < now():
        late = _("%(time)s late") % {"time": timesince(due_at, depth=1)}
        return format_html('<span class="queue-tag" data-tone="danger">{}</span>', late)
    return _("in %(time)s") % {"time": timeuntil(due_at, depth=1)}
