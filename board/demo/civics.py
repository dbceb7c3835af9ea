"""How the demo's communities decide: what they vote on, what they are asked, and what their juries decided.

All of it is done by the verbs of members, which know only the present; times that readers see are set afterwards.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import F

from board.demo.script import Script, SurveyPart, TrialPart, VotePart
from board.models import Post, Thread
from community.activity.models import Activity
from community.clock import now
from community.governance import ballots, closing, discussions, first_polls, proposals
from community.governance.models import FirstPoll, Proposal
from community.jury import accused, jurors, trials
from community.jury.models import Juror, Trial
from community.members.models import Community, Member
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import Case
from community.notifications.models import Notice

DISCUSSED = timedelta(days=3)


def vote(one: Script, community: Community, people: dict[str, Member]) -> None:
    """Let them vote, and answer the question of the opening."""
    for part in sorted(one.votes, key=lambda part: -part.days_ago):
        _vote(part, people)
    if one.survey:
        _survey(one.survey, community, people)


def judge(one: Script, community: Community, people: dict[str, Member]) -> None:
    """Have juries decide; who can sign in finds what waits for them, everybody else has read what they were told."""
    for part in one.trials:
        _try(part, community, people)
    readers = [people[person.key] for person in one.people if person.has_password]
    told = Notice.objects.filter(community=community, read_at=None)
    told.exclude(member__in=readers).update(read_at=F("created_at"))
    told.filter(kind="jury_decided").update(read_at=F("created_at"))


def _vote(part: VotePart, people: dict[str, Member]) -> None:
    author = people[part.by]
    made = proposals.propose(author, "opinion", part.title, part.words, {"secret": False}, client_id=uuid4())
    Proposal.objects.filter(pk=made.pk).update(discussed_until=now())
    opened = proposals.open_vote(author, made)
    _cast(opened, part.ballots, people)
    opened_at = now() - timedelta(days=part.days_ago)
    _date(opened, opened_at)
    if part.over:
        Proposal.objects.filter(pk=opened.pk).update(closes_at=opened_at + timedelta(days=part.days_ago - 1))
        closing.close(opened.pk)
        discussions.conclude(Proposal.objects.select_related("community", "author", "about").get(pk=opened.pk))
        _date_end(opened)


def _survey(part: SurveyPart, community: Community, people: dict[str, Member]) -> None:
    """The question of the opening, still open to whoever comes."""
    asked = {"by": people[part.by], "question": part.question, "answers": part.answers, "days": part.days}
    poll = FirstPoll.objects.create(community=community, **asked)
    first_polls.open_with(community, [], 0)
    poll.refresh_from_db()
    assert poll.proposal
    _cast(poll.proposal, part.ballots, people)
    _date(poll.proposal, now() - timedelta(days=3))


def _cast(proposal: Proposal, chosen: dict[str, list[str]], people: dict[str, Member]) -> None:
    for choice, keys in chosen.items():
        for key in keys:
            ballots.cast(people[key], proposal, choice.split(), uuid4().hex)


def _date(proposal: Proposal, opened_at: datetime) -> None:
    """It was put up some days before the vote opened."""
    began_at = opened_at - DISCUSSED
    told = {"created_at": began_at, "discussed_until": opened_at, "opened_at": opened_at}
    Proposal.objects.filter(pk=proposal.pk).update(**told)
    proposal.versions.update(at=began_at)
    Activity.objects.filter(object=f"proposal:{proposal.pk}").update(at=began_at)
    thread = _thread(proposal)
    Thread.objects.filter(pk=thread).update(created_at=began_at, last_at=began_at)
    Post.objects.filter(thread=thread).update(created_at=began_at)
    Activity.objects.filter(object=f"thread:{thread}").update(at=began_at)


def _date_end(proposal: Proposal) -> None:
    """It was closed, and its thread says so, when its time was over."""
    proposal.refresh_from_db()
    Proposal.objects.filter(pk=proposal.pk).update(closed_at=proposal.closes_at)
    thread = _thread(proposal)
    Post.objects.filter(thread=thread, seq=2).update(created_at=proposal.closes_at)
    Thread.objects.filter(pk=thread).update(last_at=proposal.closes_at)


def _thread(proposal: Proposal) -> int:
    """The id of the thread in which it is discussed."""
    return int(proposal.thread.partition(":")[2])


def _try(part: TrialPart, community: Community, people: dict[str, Member]) -> None:
    """Something is reported and handed to a jury; it waits for the answer, or everybody has their say."""
    post = Post.objects.select_related("author").get(
        thread__title=part.thread, thread__community=community, body=part.words.strip()
    )
    reporter, moderator = people[part.reported_by], Moderator(member=people[part.handed_by])
    assert reporter.user
    cases.report(reporter.user, f"post:{post.pk}", part.why)
    case = Case.objects.get(object=f"post:{post.pk}")
    trial = trials.hand_over(moderator, case, part.asked, rule=part.rule, reason=part.reason)
    if not part.answer:
        return
    began_at = now() - timedelta(days=part.days_ago)
    assert post.author.user
    accused.answer(post.author.user, trial.pk, part.answer)
    Trial.objects.filter(pk=trial.pk).update(
        began_at=began_at, answered_at=began_at + timedelta(hours=5), opened_at=began_at + timedelta(hours=5)
    )
    _judge(trial, part)
    Juror.objects.filter(trial=trial).update(called_at=began_at)


def _judge(trial: Trial, part: TrialPart) -> None:
    seats = trial.jurors.select_related("trial", "member__silence", "member__community").order_by("place")
    for juror, (measure, reason) in zip(seats, part.votes):
        jurors.answer(juror.member, juror, accepts=True)
        jurors.vote(juror.member, juror, measure, reason)
