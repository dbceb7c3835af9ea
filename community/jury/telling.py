"""Who hears of a trial: those who are called, whom it is about, and at its end who handed it over too."""

from community.jury import measures
from community.jury.models import Juror, Trial
from community.members.models import Member
from community.moderation import colleagues
from community.notifications import notices


def call(juror: Juror) -> None:
    """Somebody was drawn."""
    data = {"trial": juror.trial_id, "until": juror.answer_by.isoformat()}
    notices.tell(juror.member, "jury_called", key=_called(juror.trial_id), data=data)


def forget_call(juror: Juror) -> None:
    notices.drop_unread(juror.member, _called(juror.trial_id))


def forget_calls(trial: Trial) -> None:
    """Nobody is wanted any more."""
    notices.withdraw(_called(trial.pk), _opened(trial.pk))


def summon(trial: Trial) -> None:
    """Whom it is about is to answer. Who is kept out reads it at the door."""
    if trial.answer_by and trial.member.is_present():
        data = {"trial": trial.pk, "until": trial.answer_by.isoformat()}
        notices.tell(trial.member, "jury_summons", key=_summoned(trial.pk), data=data)


def forget_summons(trial: Trial) -> None:
    """It was answered, or is too late to be."""
    notices.withdraw(_summoned(trial.pk))


def tell_open(trial: Trial) -> None:
    """Those who have taken a seat can vote from now on."""
    for juror in trial.jurors.filter(released="", member__left_at=None).exclude(accepted_at=None):
        notices.tell(juror.member, "jury_open", key=_opened(trial.pk), data={"trial": trial.pk})


def tell_back(trial: Trial) -> None:
    """Whom it is about was asked to answer, and no jury decides."""
    if trial.answer_by and trial.member.is_present():
        data = {"trial": trial.pk, "part": "back"}
        notices.tell(trial.member, "jury_decided", key=f"jury:{trial.pk}:back", data=data)


def tell_verdict(trial: Trial) -> None:
    """Whom it was about hears of what follows by the sanction, or by the answer to the appeal: else by this."""
    for juror in trial.jurors.filter(released="", member__left_at=None).select_related("member"):
        _tell(juror.member, trial, "juror")
    if asked := _member(trial):
        _tell(asked, trial, "asked")
    if trial.verdict == measures.DISMISS and trial.member.is_present():
        key = f"jury:{trial.pk}:about"
        notices.tell(trial.member, "jury_decided", key=key, data={"part": "about"})


def tell_moderators(trial: Trial) -> None:
    """It is theirs again, and why."""
    data = {"trial": trial.pk, "why": trial.refusal}
    for member in colleagues.of(trial.community_id).exclude(user=trial.member.user_id or 0).order_by("pk"):
        notices.tell(member, "jury_returned", key=f"jury:{trial.pk}:returned", data=data)


def _tell(member: Member, trial: Trial, part: str) -> None:
    data = {"trial": trial.pk, "verdict": trial.verdict, "part": part}
    notices.tell(member, "jury_decided", key=f"jury:{trial.pk}:{part}", data=data)


def _member(trial: Trial) -> Member | None:
    rows = Member.objects.present().exclude(user=None)
    return rows.filter(community=trial.community_id, user=trial.asked_by_id).first()


def _called(trial_id: int) -> str:
    return f"jury:{trial_id}:called"


def _summoned(trial_id: int) -> str:
    return f"jury:{trial_id}:summons"


def _opened(trial_id: int) -> str:
    return f"jury:{trial_id}:open"
