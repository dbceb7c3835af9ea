"""Two communities with a row of every list of the admin in each, told apart by the words in them."""

from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db.models import Model

from board import threads
from board.models import Capsule, Category, Thread
from chat import messages, rooms, seats
from chat.conversations import suggestions
from chat.models import Message, Room
from chat.overload.models import Load
from community.access import Role
from community.activity.models import Activity
from community.clock import now
from community.desk.models import SavedList
from community.governance.models import Charter, Proposal, Regency, Term
from community.jobs.models import FailedJob
from community.joining.models import Application, Waiting
from community.jury.models import Trial
from community.members import communities
from community.members.models import Member
from community.moderation.models import AuditEntry, Case, ListedWord
from community.notifications.models import Digest
from community.roles.models import Adjustment
from community.rules.models import RulesVersion
from tests.chat.overload import crowds
from tests.community.moderation import rows as moderated
from tests.community.points.weeks import weekly
from tests.conftest import joined, person

MARK = "Zanzibar"


def label(row: Model | type[Model]) -> str:
    return row._meta.label_lower


def said(author: Member, room: Room, body: str) -> Message:
    return Message.objects.get(pk=messages.post(author, room, body, client_id=uuid4()).id)


def place(mark: str, *, measured: bool = True) -> tuple[Member, dict[str, Model]]:
    """A community whose every text holds a word; its owner, and a row of each list by label.

    Args:
        measured: with what the worker finds out about rooms; not where one runs, which does so itself.
    """
    owner = communities.found(person(f"{mark} owner"), slug=mark.lower(), name=mark, purpose=mark)
    member = joined(owner.community, f"{mark} member")
    room = rooms.create(owner, "open", f"{mark} room")
    seats.take(room, member)
    words = [said(member, room, f"{mark} says {number}") for number in range(3)]
    category = Category.objects.filter(community=owner.community).first()
    Category.objects.filter(pk=category.pk).update(name=f"{mark} corner")
    shape = threads.start(member, category, f"{mark} thread", f"{mark} words", client_id=uuid4())
    thread = Thread.objects.select_related("category").get(pk=shape.id)
    common = {"community": owner.community}
    proposal = Proposal.objects.create(
        kind="opinion",
        title=f"{mark} proposal",
        words=mark,
        author=member,
        client_id=uuid4(),
        discussed_until=now(),
        method="majority",
        **common,
    )
    rows = [
        owner.community, member, member.user, room, words[0], thread.category, thread, thread.posts.first(),
        AuditEntry.objects.create(actor=owner, member=member, act=f"hide {mark}", object="message:1", **common),
        Activity.objects.create(actor=owner, verb=f"{mark}.create", object="room:1", **common),
        FailedJob.objects.create(task=mark, args=[1], error=mark, tries=6),
        Digest.objects.create(user=member.user, day=now().date()),
        Group.objects.get_or_create(name=mark)[0],
        EmailAddress.objects.create(user=member.user, email=f"{mark}@example.org"),
        Capsule.objects.create(room=room, title=f"{mark} note", parts=[], by=owner, **common),
        ListedWord.objects.create(text=f"{mark} ads", action="block", **common),
        Application.objects.create(user=person(f"{mark} applicant"), **common),
        Waiting.objects.create(user=person(f"{mark} patient"), **common),
        RulesVersion.objects.create(number=1, text=f"{mark} rules", by=owner, **common),
        Adjustment.objects.create(capability="room.create", least="member", by=owner, **common),
        proposal,
        Charter.objects.get_or_create(community=owner.community)[0],
        Term.objects.create(
            proposal=proposal, member=member, role="moderator", until=now() + timedelta(days=9), **common
        ),
        Regency.objects.create(member=member, **common),
        Trial.objects.create(
            case=Case.objects.create(member=member, object=f"member:{member.pk}", path="/", due_at=now(), **common),
            member=member, asked="ban", reason=f"{mark} again", size=3, quorum=2, commitment=mark,
            closes_at=now() + timedelta(days=3), **common,
        ),
        weekly(owner.community, 9, mark),
        *moderated.of(member, words[1], owner.user),
    ]  # fmt: skip
    SavedList.objects.create(page="moderation.listedword", name=f"{mark} list", query=f"q={mark}", **common)
    if measured:
        rows.append(suggestions.make(crowds.conversation(room, words), "sign"))
        rows.append(Load.objects.create(room=room, state="overloaded", people=151, circle=[member.pk]))
    return owner, {label(row): row for row in rows}


def among(owner: Member, name: str, role: Role) -> Member:
    return joined(owner.community, name, role)


def later() -> dict[str, str]:
    """Answers that fit every form of the admin's actions and pages."""
    moment = now() + timedelta(days=2)
    return {
        "answered": "1", "hours": "24", "reason": "Because.", "rule": "", "title": "A title of its own",
        "decision": "hide", "do": "decide", "text": "A note.", "outcome": "lifted", "answer": "Yes.", "length": "24",
        "own_0": f"{moment:%Y-%m-%d}", "own_1": "00:00:00", "lines": "ham", "kind": "word", "action_kind": "block",
    }  # fmt: skip
