"""Asking to be let in, and deciding about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from community import access
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.joining import entrances, letters, waiting
from community.joining.models import Application, Letter
from community.members import communities
from community.members.models import Community, Member, User
from community.moderation import audit
from community.moderation.audit import Moderator
from community.notifications import notices
from community.rules import accepting
from community.text import excerpt

OPEN = 3  # applications of an account at a time
AGAIN = timedelta(days=7)  # after which somebody who was declined asks again
Outcome = Application.Outcome


@dataclass(frozen=True)
class Answer:
    question: str
    answer: str


@transaction.atomic
def apply(user: User, community: Community, answers: list[Answer]) -> Application:
    """Ask to be let in; asking again while it is open gives the first application.

    Raises:
        Forbidden: `member.banned`; `community.closed_door` where nobody applies.
        Conflict: `application.inside`, `application.too_soon` with `until`, `application.too_many`.
        InvalidInput: the answers are not those to the questions that are asked.
    """
    _require_asked(user, community)
    # One at a time: two tabs would count the same two applications, and both make the third.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if already := open_of(user, community):
        return already
    _require_turn(user, community)
    _require_answered(entrances.of(community).questions, answers)
    told = [{"question": one.question, "answer": one.answer} for one in answers]
    made = Application.objects.create(community=community, user=user, answers=told)
    _tell_deciders(made)
    return made


def open_of(user: User, community: Community) -> Application | None:
    return Application.objects.filter(community=community, user=user, outcome="").first()


def latest_of(user: User, community: Community) -> Application | None:
    """What somebody who stands at the door asked last, whatever became of it."""
    return Application.objects.filter(community=community, user=user.pk).order_by("-pk").first()


def ahead(application: Application) -> int:
    """How many asked before and still wait."""
    return Application.objects.filter(community=application.community_id, outcome="", pk__lt=application.pk).count()


def again_at(application: Application) -> datetime | None:
    """When somebody who was declined may ask again; None where that is now."""
    if application.outcome != Outcome.DECLINED or application.decided_at is None:
        return None
    at = application.decided_at + AGAIN
    return at if at > now() else None


@transaction.atomic
def take_back(user: User, community: Community) -> None:
    """Ask no more. Twice is once."""
    mine = Application.objects.filter(community=community, user=user.pk, outcome="")
    keys = [notice_key(pk) for pk in mine.values_list("pk", flat=True)]
    if mine.update(outcome=Outcome.TAKEN_BACK, decided_at=now()):
        notices.withdraw(*keys)


def waiting_for(member: Member) -> QuerySet[Application]:
    """Those that a host has to decide, the oldest first."""
    access.require_to_read(member, "application.decide")
    return Application.objects.filter(community=member.community_id, outcome="").select_related("user").order_by("pk")


def seen_by(user: User, application_id: int) -> tuple[Application, Member]:
    """An application, and who I am in that community; raises `not_found` for strangers to it."""
    found = Application.objects.select_related("community", "user").filter(pk=application_id).first()
    if found and (me := communities.present_in(user, found.community)):
        return found, me
    raise NotFound("application")


@transaction.atomic
def decide(by: Moderator, application: Application, outcome: str, reason: str = "") -> Application:
    """Let somebody in, or decline with a reason that they read. Of two who decide at once, the first does.

    Raises:
        Forbidden: `forbidden`; `member.banned` where the applicant was suspended.
        Conflict: `application.decided`.
        InvalidInput: nobody is declined without a reason.
    """
    by.require("application.decide")
    if outcome == Outcome.DECLINED and not reason:
        raise InvalidInput("input.invalid", "Say why.", fields={"reason": "string_too_short"})
    told = {"outcome": outcome, "reason": reason, "decided_at": now(), "decided_by": by.account}
    if not Application.objects.filter(pk=application.pk, outcome="").update(**told):
        raise _decided(application)
    application.refresh_from_db()
    notices.withdraw(notice_key(application.pk))
    member = _let_in(application, by) if outcome == Outcome.ACCEPTED else None
    if outcome == Outcome.DECLINED:
        _write(application, Letter.Kind.DECLINED)
    audit.record(by, f"{outcome} application", application, application.community_id, member, reason)
    return application


def _let_in(application: Application, by: Moderator) -> Member | None:
    """Inside at once, or in line where every place is taken."""
    try:
        member = communities.admit(application.user, application.community)
    except Conflict:
        place = waiting.stand(application.user, application.community, at=application.at)
        _write(application, Letter.Kind.IN_LINE, waiting.ahead(place))
        return None
    accepting.accept_as_read(member, application.at)
    about = application.reason or application.community.name
    notices.tell(member, "let_in", key=notice_key(application.pk), actor=by.member, excerpt=about)
    _write(application, Letter.Kind.ACCEPTED)
    return member


def _write(application: Application, kind: str, ahead: int = 0) -> None:
    """Tell the applicant, who may look at no page of ours, what was decided."""
    user, community, words = application.user, application.community, application.reason
    letters.write(user, community, kind, notice_key(application.pk), words=words, ahead=ahead)


def _decided(application: Application) -> Conflict:
    application.refresh_from_db()
    return Conflict("application.decided", "Somebody decided it already.", outcome=application.outcome)


def _require_asked(user: User, community: Community) -> None:
    if communities.present_in(user, community):
        raise Conflict("application.inside", "You are a member already.")
    communities.require_not_banned(user, community)
    if community.door != Community.Door.APPLICATION:
        raise Forbidden("community.closed_door", "Nobody applies here.")


def _require_turn(user: User, community: Community) -> None:
    last = latest_of(user, community)
    if last and (until := again_at(last)):
        raise Conflict("application.too_soon", "Ask again later.", until=until.isoformat())
    if Application.objects.filter(user=user, outcome="").count() >= OPEN:
        raise Conflict("application.too_many", "You wait at enough doors.", limit=OPEN)


def _require_answered(questions: list[dict], answers: list[Answer]) -> None:
    """Raise `input.invalid` unless each question is answered, in its order, by one of its choices where it has any."""
    if [one.question for one in answers] != [question["words"] for question in questions]:
        raise InvalidInput("application.questions", "The questions have changed.")
    for place, (question, given) in enumerate(zip(questions, answers, strict=True)):
        if not given.answer or (question["choices"] and given.answer not in question["choices"]):
            raise InvalidInput("input.invalid", "Answer each question.", fields={f"answers.{place}": "missing"})


def _tell_deciders(application: Application) -> None:
    roles = access.CAPABILITIES["application.decide"]
    about = excerpt(" ".join(row["answer"] for row in application.answers)) or application.user.shown_name()
    data: dict[str, object] = {"name": application.user.shown_name()}
    for host in Member.objects.present().filter(community=application.community_id, role__in=roles)[:50]:
        notices.tell(host, "application", key=notice_key(application.pk), excerpt=about, data=data)


def notice_key(pk: int) -> str:
    """What the news of an application is called in the inboxes."""
    return f"application:{pk}"
