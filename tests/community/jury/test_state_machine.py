"""Whatever the accused, jurors, moderators and the clock do in whatever order, nobody is judged unheard, or twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chat import messages, rooms, seats
from community.clock import now
from community.errors import Refusal
from community.jury import accused, deciding, hearings, jurors, trials
from community.jury.models import Juror, Trial
from community.members import communities
from community.members.models import Member
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import Case, Sanction
from tests.community.jury.panel import me
from tests.conftest import joined, person

PLACES = st.integers(0, 4)
MEASURES = st.sampled_from(["dismiss", "notice", "silence_7", "ban"])
HOURS = st.sampled_from([1, 11, 25, 49, 73])


def some(name: str) -> str:
    return f"{name}{uuid4().hex[:12]}"


class Court(RuleBasedStateMachine):
    """One case; refusals are among what may happen."""

    @initialize()
    def begin(self) -> None:
        owner = communities.found(person(some("O")), slug=some("c"), name="Court")
        self.accused, reporter = joined(owner.community, some("A")), joined(owner.community, some("R"))
        for _ in range(8):
            joined(owner.community, some("J"))
        Member.objects.filter(community=owner.community).update(joined_at=now() - timedelta(days=60))
        room = rooms.create(owner, "square", "Square")
        for member in (self.accused, reporter):
            seats.take(room, member)
        said = messages.post(self.accused, room, "Fools.", client_id=uuid4())
        cases.report(reporter.user, f"message:{said.id}", "rude")
        self.by = Moderator(member=owner)
        self.case = Case.objects.get(community=owner.community)
        self.trial = trials.hand_over(self.by, self.case, "ban")

    def try_to(self, act) -> bool:
        try:
            act()
        except Refusal:
            return False
        return True

    def seat(self, place: int) -> Juror | None:
        called = list(self.trial.jurors.select_related("trial", "member").order_by("place"))
        return called[place] if place < len(called) else None

    @rule()
    def answer(self) -> None:
        self.try_to(lambda: accused.answer(self.accused.user, self.trial.pk, some("w")))

    @rule(place=PLACES, accepts=st.booleans())
    def answer_the_call(self, place: int, accepts: bool) -> None:
        if juror := self.seat(place):
            self.try_to(lambda: jurors.answer(me(juror), juror, accepts=accepts))

    @rule(place=PLACES, measure=MEASURES)
    def vote(self, place: int, measure: str) -> None:
        juror, before = self.seat(place), self.now()
        if juror and self.try_to(lambda: jurors.vote(me(juror), juror, measure, "So.")):
            assert before.answered_at or before.answer_by <= now()

    @rule(hours=HOURS)
    def time_passes(self, hours: int) -> None:
        """Everything is as much longer ago."""
        by, trial = timedelta(hours=hours), self.now()
        moments = ("began_at", "answer_by", "answered_at", "opened_at", "closes_at")
        told = {name: value - by for name in moments if (value := getattr(trial, name))}
        Trial.objects.filter(pk=trial.pk).update(**told)
        for juror in trial.jurors.all():
            Juror.objects.filter(pk=juror.pk).update(answer_by=juror.answer_by - by)

    @rule()
    def the_clock_s_jobs(self) -> None:
        hearings.open_when_due(self.trial.pk)
        deciding.close(self.trial.pk)
        jurors.replace_lost(self.trial.pk)

    @rule()
    def take_it_back(self) -> None:
        if self.try_to(lambda: trials.withdraw(self.by, self.trial)):
            assert not self.trial.jurors.exclude(voted_at=None).exists()

    def now(self) -> Trial:
        return Trial.objects.get(pk=self.trial.pk)

    @invariant()
    def nobody_voted_unheard(self) -> None:
        trial = self.now()
        if trial.jurors.exclude(voted_at=None).exists():
            assert hearings.is_open(trial)

    @invariant()
    def the_jury_has_its_three_days_from_then(self) -> None:
        trial = self.now()
        if trial.opened_at:
            assert trial.closes_at - trial.opened_at == hearings.VOTING
            assert trial.opened_at == (trial.answered_at or trial.answer_by)

    @invariant()
    def what_was_decided_was_decided_once_by_enough(self) -> None:
        trial = self.now()
        made = Sanction.objects.filter(case=self.case).count()
        assert made == (trial.state == Trial.State.DECIDED and trial.verdict != "dismiss")
        if trial.state == Trial.State.DECIDED:
            assert sum(trial.votes.values()) >= trial.quorum
            assert trial.closed_at

    @invariant()
    def a_summons_stands_as_long_as_it_can_be_answered(self) -> None:
        told = self.accused.notices.filter(kind="jury_summons").exists()
        trial = self.now()
        assert told == (not trial.is_over() and trial.opened_at is None)


@pytest.mark.django_db
def test_nobody_is_judged_unheard_or_twice():
    run_state_machine_as_test(
        Court,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
