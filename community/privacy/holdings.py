"""What the community's own layers keep about a person. The stream and the board register theirs."""

from collections.abc import Iterable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from community.activity.models import Activity
from community.clock import now
from community.drafts.models import Draft
from community.embedding.models import Guest
from community.files.models import File
from community.jobs.models import FailedJob
from community.members.models import Ban, Invitation, Member, Mute, Silence, User
from community.members.sessions import SessionStore
from community.moderation.models import (
    Appeal,
    AuditEntry,
    AuditWords,
    ClearedProfile,
    Hold,
    Report,
    Sanction,
)
from community.notifications.models import Digest, Notice, Wishes
from community.privacy.models import Erasure, Export
from community.privacy.sections import Person, Row, Section, Told, spare
from community.privacy.sections import register as tell
from community.push.models import Device, PlaceWishes, PushWishes
from community.saved.models import Saved
from community.stickers.models import Sticker

OFFICE = "an act of an office, not of a person: the audit keeps it"
OTHERS = "a line about somebody else; what was said is told as words of one's own"
COMMUNITY = {"community_name": "community__name"}
_APPEAL = {
    "appeal_words": "appeal__words", "appealed_at": "appeal__at", "appeal_outcome": "appeal__outcome",
    "appeal_answer": "appeal__answer", "appeal_answered_at": "appeal__answered_at",
}  # fmt: skip
PASSING = "goes by itself within days, and says nothing that is not told elsewhere"


def register() -> None:
    tell(
        Section("account", User, "pk", frozenset({"password"})),
        Section("addresses", EmailAddress, "user"),
        Told("sessions", sessions),
        Section("memberships", Member, "user", frozenset({"folded_name"}), COMMUNITY),
        Section("silences", Silence, "member", frozenset({"by"})),
        Section("mutes", Mute, "member"),
        Section("bans", Ban, "user"),
        Section("invitations", Invitation, "by"),
        Section("activity", Activity, "actor"),
        Section("files", File, "owner", frozenset({"parts", "key", "peaks"})),
        Section("stickers", Sticker, "file__owner"),
        Section("drafts", Draft, "member"),
        Section("saved", Saved, "member"),
        Section("guest", Guest, "user"),
        Section("notices", Notice, "member"),
        Section("wishes", Wishes, "user"),
        Section("digests", Digest, "user"),
        Section("devices", Device, "user", frozenset({"p256dh", "auth"})),
        Section("push", PushWishes, "user"),
        Section("push-places", PlaceWishes, "member"),
        Section("acts-of-mine", AuditEntry, "actor"),
        Section("acts-about-me", AuditEntry, "member", frozenset({"actor", "staff"})),
        Section("words-of-my-acts", AuditWords, "by", frozenset({"salt"})),
        Section("words-about-me", AuditWords, "entry__member", frozenset({"salt", "by"})),
        Section("reports", Report, "member"),
        Section("held", Hold, "member"),
        Section("cleared-profiles", ClearedProfile, "member"),
        Section("sanctions", Sanction, "member", frozenset({"by", "lifted_by"}), COMMUNITY | _APPEAL),
        Section("appeals", Appeal, "sanction__member", frozenset({"answered_by"}), COMMUNITY),
        Section("exports", Export, "user", frozenset({"key"})),
        Section("erasures", Erasure, "user"),
    )
    spare(
        OFFICE, "admin.LogEntry.user", "moderation.AuditEntry.staff", "moderation.Case.taken_by",
        "moderation.Case.settled_by", "moderation.CaseNote.by", "moderation.Sanction.by",
        "moderation.Sanction.lifted_by", "moderation.Appeal.answered_by", "moderation.ListedWord.by",
        "moderation.ListedWord.staff", "members.Silence.by",
    )  # fmt: skip
    spare(OTHERS, "members.Member.invited_by", "notifications.Notice.actor", "moderation.Case.member")
    spare(PASSING, "files.DayUse.member", "push.Turn.member")


def sessions(person: Person) -> Iterator[Row]:
    """Where one is signed in: until when. The keys are not told, for they open the door."""
    for session in of_account(person.user.pk):
        yield {"signed_in_until": session.expire_date}


def of_account(user_id: int) -> Iterator[Session]:
    """Sessions say whose they are only inside."""
    for session, said in _opened(Session.objects.filter(expire_date__gt=now())):
        if said.get("_auth_user_id") == str(user_id):
            yield session


def forget_sessions(user: User) -> None:
    """Those of an account, and those in which somebody began to sign in by its name or an address of it."""
    signs = {sign.casefold() for sign in (user.username, *_addresses(user))}
    for session, said in _opened(Session.objects.all()):
        if said.get("_auth_user_id") == str(user.pk) or signs & set(_texts(said)):
            session.delete()


def forget_traces(user: User, names: Iterable[str]) -> None:
    """Of jobs that gave up what they quoted, and of the admin's log the addresses that an operator looked after."""
    addresses = _addresses(user)
    for sign in {user.username, user.display_name, *names, *addresses} - {""}:
        for job in FailedJob.objects.filter(Q(error__icontains=sign) | Q(trace__icontains=sign)):
            FailedJob.objects.filter(pk=job.pk).update(error=job.error.partition(":")[0], trace="")
    for address in addresses:
        told = LogEntry.objects.filter(Q(object_repr__icontains=address) | Q(change_message__icontains=address))
        told.update(object_repr="", change_message="")


def _addresses(user: User) -> set[str]:
    return {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)} - {""}


def _texts(said: Any) -> Iterator[str]:
    """Every text in what a session holds, however deep."""
    if isinstance(said, str):
        yield said.casefold()
    elif isinstance(said, dict | list):
        for one in said.values() if isinstance(said, dict) else said:
            yield from _texts(one)


def _opened(sessions: QuerySet[Session]) -> Iterator[tuple[Session, dict[str, Any]]]:
    store = SessionStore()
    return ((session, store.decode(session.session_data)) for session in sessions.iterator())
