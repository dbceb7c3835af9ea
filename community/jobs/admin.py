"""Background work that gave up. Deleting a row only forgets it."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from community.backstage import asking
from community.backstage.lists import ReadOnlyAdmin
from community.jobs import task
from community.jobs.models import FailedJob


@admin.register(FailedJob)
class FailedJobAdmin(ReadOnlyAdmin):
    """Superusers only: what a job was given and where it broke can quote what members wrote."""

    for_operators = True
    list_display = ("task", "said", "tries", "failed_at", "run_again_at")
    list_filter = ("task", ("run_again_at", admin.EmptyFieldListFilter))
    search_fields = ("task", "error")
    date_hierarchy = "failed_at"
    ordering = ("-pk",)
    actions = ("run_again",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_superuser

    def has_run_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    @display(description=gettext_lazy("error"))
    def said(self, job: FailedJob) -> str:
        return job.error[:120]

    @action(description=gettext_lazy("Run again"), permissions=["run"])
    def run_again(self, request: HttpRequest, jobs: QuerySet[FailedJob]) -> None:
        asking.each(self, request, jobs, task.run_again, _("%(count)d queued again"))
