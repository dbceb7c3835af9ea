"""What goes when somebody is forgotten: each layer registers what it takes away. Every act may be done twice."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import IContains

from community.drafts.models import Draft
from community.embedding.models import Guest
from community.files import finishing
from community.files.models import DayUse, File
from community.members.models import Ban, Invitation, Member, Mute, Silence, User
from community.moderation import people
from community.moderation.models import Appeal, AuditWords, Case, ClearedProfile, Hold, Report
from community.notifications.models import Digest, Notice, Wishes
from community.privacy import making
from community.privacy.holdings import of_account
from community.privacy.models import Erasure
from community.push.models import Device, PlaceWishes, PushWishes, Turn
from community.saved.models import Saved

_OF_ACCOUNT = (EmailAddress, Guest, Wishes, Digest, Device, PushWishes, Ban)
_OF_MEMBER = (Silence, Mute, DayUse, Draft, Saved, Notice, PlaceWishes, Turn, Hold, ClearedProfile)


@dataclass(frozen=True)
class Gone:
    """Who is forgotten: the account, its members, how each was called, and what they are called now."""

    user: User
    words_go: bool
    members: dict[int, Member]
    called: dict[int, str]

    @classmethod
    def of(cls, erasure: Erasure) -> "Gone":
        ids = [int(pk) for pk in erasure.names]
        members = Member.objects.select_related("community").in_bulk(ids)
        called = {pk: erasure.names[str(pk)] for pk in members}
        return cls(erasure.user, erasure.words == Erasure.Words.GO, members, called)

    def unnamed(self, text: str, member: Member) -> str:
        """A text of somebody else without the name by which it called the member."""
        return re.sub(f"@{re.escape(self.called[member.pk])}", f"@{member.name}", text, flags=re.IGNORECASE)

    def unname(self, rows: QuerySet[Any], community: str, *fields: str) -> None:
        """Take the names out of what others wrote in these rows.

        Args:
            community: the look-up by which a row's community is found.
        """
        for pk, member in self.members.items():
            here = rows.filter(**{community: member.community_id})
            for column in map(rows.model._meta.get_field, fields):
                for row in here.filter(saying(column, f"@{self.called[pk]}")).distinct():
                    said = self._unnamed_in(getattr(row, column.name), member, _longest(column))
                    rows.filter(pk=row.pk).update(**{column.name: said})

    def _unnamed_in(self, said: Any, member: Member, longest: int | None) -> Any:
        """The same of every text within lists and fields of JSON."""
        if isinstance(said, str):
            return self.unnamed(said, member)[:longest]
        if isinstance(said, list):
            return [self._unnamed_in(one, member, longest) for one in said]
        if isinstance(said, dict):
            return {name: self._unnamed_in(one, member, longest) for name, one in said.items()}
        return said


def saying(column: Any, text: str) -> Q:
    """Rows in whose column, of text or of JSON, a text stands."""
    if isinstance(column, CharField | TextField):
        return Q(**{f"{column.name}__icontains": text})
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return Q(IContains(Cast(column.name, TextField()), escaped))


def saying_any(model: type[Model], fields: Iterable[str], text: str) -> Q:
    """Rows in one of whose columns a text stands."""
    return reduce(or_, (saying(model._meta.get_field(field), text) for field in fields))


def _longest(column: Any) -> int | None:
    """How long each text in a column may be."""
    return getattr(column, "base_field", column).max_length


Forget = Callable[[Gone], None]
_forgetting: list[Forget] = []


def registered() -> list[Forget]:
    """From the top layer down: what hangs on something goes before it."""
    return _forgetting[::-1]


def when_forgetting(forget: Forget) -> None:
    _forgetting.append(forget)


def register() -> None:
    for forget in (account, ties, inboxes, order, files):
        when_forgetting(forget)


@transaction.atomic
def account(gone: Gone) -> None:
    for session in of_account(gone.user.pk):
        session.delete()
    for model in _OF_ACCOUNT:
        model._default_manager.filter(user=gone.user).delete()
    for model, ids in ((User, [gone.user.pk]), (Member, list(gone.members))):
        kind = ContentType.objects.get_for_model(model)
        named = LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in ids])
        named.update(object_repr="", change_message="")
    for export in gone.user.exports.all():
        making.drop(export)
        export.delete()


@transaction.atomic
def ties(gone: Gone) -> None:
    for model in _OF_MEMBER:
        model._default_manager.filter(member__in=gone.members).delete()
    Invitation.objects.filter(by__in=gone.members).delete()
    Member.objects.filter(invited_by__in=gone.members).update(invited_by=None)


@transaction.atomic
def inboxes(gone: Gone) -> None:
    """Lines in the inboxes of others."""
    if gone.words_go:
        Notice.objects.filter(actor__in=gone.members).delete()
    for member in gone.members.values():
        for notice in Notice.objects.filter(kind="owner_away", actor=member):
            Notice.objects.filter(pk=notice.pk).update(data=notice.data | {"title": member.name})


@transaction.atomic
def order(gone: Gone) -> None:
    """The acts of moderators stay, with nobody's name in them; one's own words to them go with the other words."""
    if gone.words_go:
        Case.objects.filter(member__in=gone.members).update(words="")
        Report.objects.filter(member__in=gone.members).update(note="")
        Appeal.objects.filter(sanction__member__in=gone.members).update(words="")
        said_as_staff = Q(by=None, entry__staff=gone.user)
        AuditWords.objects.filter(Q(by__in=gone.members) | said_as_staff).delete()
    profiles = [people.name(member) for member in gone.members.values()]
    Case.objects.filter(object__in=profiles).update(words="")
    for member in gone.members.values():
        AuditWords.objects.filter(_said_of(gone, member)).delete()


def _said_of(gone: Gone, member: Member) -> Q:
    """What others said with the name in it, and the titles by which they called the member: it is a name as well."""
    named = Q(entry__community=member.community_id, text__icontains=f"@{gone.called[member.pk]}")
    return named | Q(entry__member=member, entry__act="give title")


def files(gone: Gone) -> None:
    """What was never sent goes; what words carry goes with them."""
    mine = File.objects.filter(owner__in=gone.members)
    some = mine if gone.words_go else mine.filter(carrier_id=None)
    for pk in list(some.values_list("pk", flat=True)):
        with transaction.atomic():
            if file := File.objects.select_for_update(of=("self",)).select_related("owner__user").filter(pk=pk).first():
                finishing.forget(file)
