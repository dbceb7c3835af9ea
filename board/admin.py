"""The board in the admin, and carrying messages over from the stream. What only a direct room reads is left out."""

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from board import capsules, posts, promotions, threads
from board.models import Capsule, Category, Post, PostRemoval, Promotion, Thread, ThreadRemoval
from board.policy import TITLE
from chat import rooms
from chat.admin import MessageAdmin
from chat.models import Message, Room
from community.backstage import asking, names
from community.backstage.filters import RelatedFilter
from community.backstage.labels import Label
from community.backstage.lists import InTheApp, ReadOnlyAdmin
from community.backstage.refusals import explained
from community.errors import NotFound, Refusal
from community.members.models import Member
from community.moderation import staff
from community.moderation.words import COLOURS, StateFilter, WordsAdmin

names.translate(PostRemoval)
names.translate(ThreadRemoval)


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    list_display = ("name", "audience", "room", "community", "all_threads")
    list_filter = (("community", RelatedFilter), ("audience", ChoicesDropdownFilter))
    list_select_related = ("community", "room")
    search_fields = ("name", "description")
    ordering = ("community", "position", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        rows = super().get_queryset(request).exclude(room__kind=Room.Kind.DIRECT)
        return rows.annotate(all_threads=Count("threads"))

    @display(description=gettext_lazy("threads"), ordering="all_threads")
    def all_threads(self, category: Any) -> int:
        return category.all_threads


@admin.register(Thread)
class ThreadAdmin(InTheApp, ReadOnlyAdmin):
    within = "community"
    acts = "thread.lock"
    for_moderators = True
    counted_by = "created_at"
    list_display = ("title", "author", "category", "community", "kind", "replies", "state", "last_at", "in_the_app")
    list_filter = (
        ("community", RelatedFilter),
        ("category", RelatedFilter),
        ("author", RelatedFilter),
        ("kind", ChoicesDropdownFilter),
        ("lock", admin.EmptyFieldListFilter),
        ("removal", admin.EmptyFieldListFilter),
    )
    list_select_related = ("author", "category", "community", "lock", "removal")
    search_fields = ("title", "author__name", "author__user__username")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    fields = (
        "title",
        "author",
        "category",
        "community",
        "kind",
        "state",
        "replies",
        "score",
        "created_at",
        "last_at",
        "last_by",
    )
    actions = ("lock", "unlock")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Thread]:
        return super().get_queryset(request).exclude(category__room__kind=Room.Kind.DIRECT)

    def narrowed(self, rows: QuerySet[Thread], request: HttpRequest) -> QuerySet[Thread]:
        """A role opens what it opens in the app."""
        return super().narrowed(rows, request).filter(pk__in=Thread.objects.visible_to_user(staff.account(request)))

    @display(description=gettext_lazy("state"), label={"open": "success", "locked": "info", **COLOURS})
    def state(self, thread: Thread) -> Label:
        if removal := getattr(thread, "removal", None):
            return Label(removal.kind, removal.get_kind_display())
        return Label("locked", _("locked")) if getattr(thread, "lock", None) else Label("open", _("open"))

    def view_on_site(self, thread: Any) -> str:
        return f"/c/{thread.community.slug}/t/{thread.pk}"

    @action(description=gettext_lazy("Lock"), permissions=["moderate"])
    def lock(self, request: HttpRequest, rows: QuerySet[Thread]) -> None:
        asking.each(
            self, request, rows, lambda row: threads.lock(staff.acting(request, row), row), _("%(count)d locked")
        )

    @action(description=gettext_lazy("Unlock"), permissions=["moderate"])
    def unlock(self, request: HttpRequest, rows: QuerySet[Thread]) -> None:
        asking.each(
            self, request, rows, lambda row: threads.unlock(staff.acting(request, row), row), _("%(count)d unlocked")
        )


@admin.register(Post)
class PostAdmin(WordsAdmin):
    verbs = posts
    within = "community"
    removals = ("removal", "message__removal")
    list_display = ("words", "author", "thread", "community", "state", "created_at", "in_the_app")
    list_filter = (
        ("community", RelatedFilter),
        ("thread", RelatedFilter),
        ("author", RelatedFilter),
        StateFilter,
    )
    list_select_related = ("author", "thread", "community", "removal", "message__removal")
    search_fields = ("body", "message__body", "author__name", "author__user__username")
    fields = ("text", "author", "thread", "community", "state", "seq", "created_at", "edited_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return super().get_queryset(request).exclude(thread__category__room__kind=Room.Kind.DIRECT)

    def narrowed(self, rows: QuerySet[Post], request: HttpRequest) -> QuerySet[Post]:
        """A role opens what it opens in the app."""
        return super().narrowed(rows, request).filter(thread__in=Thread.objects.visible_to_user(staff.account(request)))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Post | None:
        """A post without the text that its author took back: a page's title is made of it."""
        post = super().get_object(request, object_id, from_field)
        if post:
            (post.message or post).body = self.text(post)
        return post

    def removal_of(self, post: Any) -> Any:
        return getattr(post.message or post, "removal", None)

    def body_of(self, post: Any) -> str:
        return post.words()

    def view_on_site(self, post: Any) -> str:
        return f"/c/{post.community.slug}/t/{post.thread_id}/p/{post.seq}"


@admin.register(Capsule)
class CapsuleAdmin(InTheApp, ReadOnlyAdmin):
    """Which notes are kept, by whom and of what; their lines are read in the app, where they follow their sources."""

    within = "community"
    for_moderators = True
    counted_by = "created_at"
    list_display = ("home", "by", "community", "created_at", "edited_at", "in_the_app")
    list_filter = (("community", RelatedFilter), ("by", RelatedFilter))
    list_select_related = ("by", "community", "room", "thread")
    search_fields = ("by__name", "by__user__username")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    fields = ("title", "home", "by", "community", "created_at", "edited_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capsule]:
        rows = super().get_queryset(request).exclude(room__kind=Room.Kind.DIRECT)
        return rows.exclude(thread__category__room__kind=Room.Kind.DIRECT)

    def narrowed(self, rows: QuerySet[Capsule], request: HttpRequest) -> QuerySet[Capsule]:
        """A role opens what it opens in the app."""
        return super().narrowed(rows, request).filter(pk__in=Capsule.objects.visible_to_user(staff.account(request)))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Capsule | None:
        """A capsule without a title that repeats what was removed."""
        capsule = super().get_object(request, object_id, from_field)
        if capsule:
            capsule.title = capsules.shaped([capsule], capsule.by)[0].title
        return capsule

    @display(description=gettext_lazy("made of"))
    def home(self, capsule: Any) -> str:
        return str(capsule.room or capsule.thread)

    def view_on_site(self, capsule: Any) -> str:
        return f"/c/{capsule.community.slug}/capsules/{capsule.pk}"


class PromoteForm(forms.Form):
    """Under which title, and where."""

    title = forms.CharField(
        label=gettext_lazy("Title"), min_length=TITLE[0], max_length=TITLE[1], widget=UnfoldAdminTextInputWidget
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"), queryset=Category.objects.none(), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, member: Member, data: QueryDict | None) -> None:
        super().__init__(data)
        cast(forms.ModelChoiceField, self.fields["category"]).queryset = Category.objects.visible_to(member)


@action(description=gettext_lazy("Promote to the board"), permissions=["moderate"])
def promote(page: MessageAdmin, request: HttpRequest, rows: QuerySet[Message]) -> TemplateResponse | None:
    """Carry the chosen messages over as a member would, who this member of staff must therefore be."""
    found = _where(request, rows)
    if found is None:
        return None
    room, member = found
    form = PromoteForm(member, asking.answers(request))
    if form.is_valid() and _promote(request, member, room, rows, form):
        return None
    note = _("They become a thread, and the stream keeps a card in their place.")
    return asking.page(page, request, rows.order_by("seq"), form, _("Promote to the board"), note)


def _where(request: HttpRequest, rows: QuerySet[Message]) -> tuple[Room, Member] | None:
    """The room of all these messages, and who the member of staff is there; says what is wrong and gives None."""
    ids = set(rows.order_by().values_list("room", flat=True))
    if len(ids) != 1:
        messages.error(request, _("Choose messages of one room."))
        return None
    try:
        return rooms.seen_by(staff.account(request), ids.pop())
    except NotFound:
        messages.error(request, _("This room is not open to you in the app: join the community and the room first."))
        return None


def _promote(request: HttpRequest, member: Member, room: Room, rows: QuerySet[Message], form: PromoteForm) -> bool:
    """Do it, or put what stands against it onto the form."""
    wanted = form.cleaned_data
    try:
        with transaction.atomic():
            shape = promotions.propose(
                member, room, rows.values_list("pk", flat=True), wanted["title"], wanted["category"],
                by=replace(staff.acting(request, room), member=member),
            )  # fmt: skip
            promotion = Promotion.objects.get(pk=shape.id)
    except Refusal as refusal:
        form.add_error(None, explained(refusal))
        return False
    messages.success(request, _("Promoted as “%(title)s”.") % {"title": promotion.title})
    return True


MessageAdmin.actions = (*MessageAdmin.actions, promote)
