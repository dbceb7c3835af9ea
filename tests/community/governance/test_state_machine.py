"""Whatever members, moderators and votes do, under any sanction, nobody holds or does more than the table gives."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chat import messages, rooms, seats
from community import access, clock
from community.access import WHILE_SILENCED, Role
from community.clock import now
from community.errors import Refusal
from community.governance import absence, ballots, candidates, charters, closing, phases, proposals, steps, terms
from community.governance.models import Charter, Proposal, Regency, Term, Urn, Voter
from community.members import communities, people
from community.members.models import Ban, Community, Member, Mute, Silence, User
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Sanction
from community.moderation.sanctions import Penalty
from tests.conftest import joined, person

NAMES = st.integers(0, 4)
ROLES = st.sampled_from([Role.ADMIN, Role.MODERATOR, Role.HOST, Role.MEMBER])
GRADES = st.sampled_from(["notice", "mute", "silence", "ban"])
State = Proposal.State


class Village(RuleBasedStateMachine):
    """Five people, of whom one founded it; refusals are among what may happen."""

    @initialize(roles=st.lists(ROLES, min_size=4, max_size=4))
    def begin(self, roles: list[Role]) -> None:
        slug = f"v{uuid4().hex[:12]}"
        owner = communities.found(person(f"P{uuid4().hex[:12]}"), slug=slug, name="Village")
        self.community = owner.community
        charters.of(self.community.pk)
        Charter.objects.filter(pk=self.community.pk).update(roll_days=0, quorum=5)
        self.ids = [owner.pk] + [joined(self.community, f"P{uuid4().hex[:12]}", role).pk for role in roles]
        self.votes: list[int] = []
        self.cast: dict[int, dict[int, str]] = {}  # by vote, who voted and by which receipt
        self.rolls: dict[int, int] = {}
        self.room = rooms.create(owner, "square", "Square")
        for member in self.everybody():
            seats.take(self.room, member)

    def who(self, place: int) -> Member:
        return self.everybody([place])[0]

    def everybody(self, places: Sequence[int] = range(5)) -> list[Member]:
        """As the database has them."""
        ids = [self.ids[place] for place in places]
        found = Member.objects.select_related("silence", "community", "user").in_bulk(ids)
        return [found[pk] for pk in ids]

    def try_to(self, act, actor: Member, *, aloud: bool = True) -> bool:
        """Do it, or be refused; who is silenced does nothing that others see, and nobody else is told to be."""
        hush = Silence.objects.filter(member=actor.pk, until__gt=now()).exists()
        if refusal := refused(act):
            assert hush or refusal != "member.silenced"
            return False
        assert not (hush and aloud)
        return True

    @rule(by=NAMES, whom=NAMES, role=ROLES)
    def give_role(self, by: int, whom: int, role: Role) -> None:
        actor, other = self.who(by), self.who(whom)
        powers = {role.value, other.role} & {"owner", "admin", "moderator"}
        ruled = phases.of(self.community.pk) == "self" and powers
        done = actor.is_present() and self.try_to(lambda: people.give_role(actor, other, role), actor)
        assert not (done and (ruled or not access.can(actor, "member.role")))

    @rule(by=NAMES, whom=NAMES, grade=GRADES)
    def sanction(self, by: int, whom: int, grade: str) -> None:
        actor, other = self.who(by), self.who(whom)
        penalty = Penalty(grade, now() + timedelta(days=1), f"room:{self.room.pk}")
        if actor.is_present() and other.is_present():
            done = self.try_to(lambda: sanctions.impose(Moderator(member=actor), other, penalty), actor)
            assert not done or self.acts_upon(actor, other)

    @rule(by=NAMES)
    def lift(self, by: int) -> None:
        actor = self.who(by)
        held = Sanction.objects.filter(community=self.community, lifted_at=None).select_related("member")
        for sanction in held if actor.is_present() else ():
            stands = self.acts_upon(actor, self.who(self.ids.index(sanction.member_id)))
            if self.try_to(partial(sanctions.lift, Moderator(member=actor), sanction), actor):
                assert stands
                assert is_over(sanction)

    def acts_upon(self, actor: Member, other: Member) -> bool:
        resting = Ban.objects.filter(user=other.user_id).values_list("role", flat=True).first()
        role = other.role if other.is_present() else resting or other.role
        return access.can(actor, "member.silence") and access.outranks(actor.role, role)

    @rule(by=NAMES)
    def speak(self, by: int) -> None:
        actor, words = self.who(by), uuid4().hex
        if actor.is_present() and self.try_to(lambda: messages.post(actor, self.room, words, client_id=uuid4()), actor):
            assert access.can(actor, "room.post")
            assert not Mute.objects.filter(member=actor, until__gt=now()).exists()

    @rule(whom=NAMES)
    def come_back(self, whom: int) -> None:
        member = self.who(whom)
        Ban.objects.filter(user=member.user_id).update(until=now())
        communities.join(member.user, self.community)

    @rule(by=NAMES)
    def share_power(self, by: int) -> None:
        actor = self.who(by)
        if actor.is_present() and self.try_to(lambda: steps.share_power(actor), actor):
            assert access.can(actor, "charter.edit")

    @rule(
        by=NAMES, whom=NAMES, role=ROLES,
        kind=st.sampled_from(["role", "recall", "owner", "lift", "phase", "rules", "election"]),
        step=st.sampled_from(["led", "mixed", "self"]),
    )  # fmt: skip
    def propose(self, by: int, whom: int, kind: str, role: Role, step: str) -> None:
        actor = self.who(by)
        data = {
            "role": {"member": self.ids[whom], "role": role.value}, "recall": {"member": self.ids[whom]},
            "owner": {"member": self.ids[whom]},
            "lift": {"member": self.ids[whom]}, "phase": {"phase": step}, "rules": {"text": uuid4().hex},
            "election": {"days": 30},
        }[kind]  # fmt: skip
        made: list[Proposal] = []
        if actor.is_present() and self.try_to(
            lambda: made.append(proposals.propose(actor, kind, "A proposal", "Words", data, client_id=uuid4())), actor
        ):
            assert phases.may_propose(actor, kind, phases.of(self.community.pk))
            self.votes.append(made[0].pk)

    @precondition(lambda self: self.votes)
    @rule(data=st.data(), by=NAMES)
    def stand_and_open(self, data, by: int) -> None:
        vote = Proposal.objects.select_related("author").get(pk=data.draw(st.sampled_from(self.votes)))
        actor = self.who(by)
        if not actor.is_present():
            return
        self.try_to(lambda: candidates.stand(actor, vote, ""), actor)
        Proposal.objects.filter(pk=vote.pk).update(discussed_until=now())
        if self.try_to(lambda: proposals.open_vote(actor, vote), actor):
            assert actor.pk == vote.author_id or access.can(actor, "proposal.open")
            self.rolls[vote.pk] = Voter.objects.filter(proposal=vote).count()

    @precondition(lambda self: self.votes)
    @rule(data=st.data(), by=NAMES, again=st.booleans(), answer=st.booleans())
    def vote(self, data, by: int, again: bool, answer: bool) -> None:
        vote = Proposal.objects.get(pk=data.draw(st.sampled_from(self.votes)))
        actor, known = self.who(by), self.cast.setdefault(vote.pk, {})
        receipt = known.get(actor.pk, uuid4().hex) if again else uuid4().hex
        choice = [option["key"] for option in vote.options][:1] if answer else []
        if actor.is_present() and self.try_to(lambda: ballots.cast(actor, vote, choice, receipt), actor, aloud=False):
            assert access.can(actor, "proposal.vote")
            assert known.setdefault(actor.pk, receipt) == receipt

    @precondition(lambda self: self.votes)
    @rule()
    def votes_end(self) -> None:
        Proposal.objects.filter(pk__in=self.votes, state=State.VOTING).update(closes_at=now())
        for pk in closing.due():
            closing.close(pk)
            vote = Proposal.objects.get(pk=pk)
            if (vote.kind, vote.state) == ("lift", State.CARRIED):
                assert not Silence.objects.filter(member=vote.data["member"]).exists()

    @rule()
    def terms_end(self) -> None:
        Term.objects.filter(community=self.community, ended_at=None).update(until=now())
        terms.end_due()

    @rule(away=st.booleans())
    def the_owners_go_or_come(self, away: bool) -> None:
        day = clock.today("UTC") - timedelta(days=40 if away else 0)
        owners = Member.objects.filter(community=self.community, role=Role.OWNER).values("user")
        User.objects.filter(pk__in=owners).update(last_seen_on=day)
        absence.look()

    @invariant()
    def nobody_holds_more_than_the_table_gives(self) -> None:
        for member in self.everybody():
            table = {name for name, roles in access.CAPABILITIES.items() if member.role in roles}
            assert set(access.of(member)) == table
            assert uses(member) == (table & WHILE_SILENCED if member.hush() else table)

    @invariant()
    def what_was_imposed_holds_until_it_is_lifted(self) -> None:
        held: dict[int, set[str]] = defaultdict(set)
        for row in Sanction.objects.filter(member__in=self.ids, lifted_at=None):
            held[row.member_id] |= {row.grade} if row.holds() else set()
        muted = set(Mute.objects.filter(member__in=self.ids, until__gt=now()).values_list("member", flat=True))
        everybody = self.everybody()
        banned = {ban.user_id for ban in Ban.objects.filter(user__in=[one.user_id for one in everybody]) if ban.holds()}
        for member in everybody:
            assert bool(member.hush()) == ("silence" in held[member.pk])
            assert (member.pk in muted) == ("mute" in held[member.pk])
            assert not (member.user_id in banned and member.is_present())
            assert member.role == Role.MEMBER or member.is_present()  # a role rests meanwhile

    @invariant()
    def there_is_one_owner_until_a_vote_makes_another_the_one(self) -> None:
        owners = Member.objects.present().filter(community=self.community, role=Role.OWNER)
        handed = Proposal.objects.filter(community=self.community, kind="owner", state=State.CARRIED)
        last = handed.order_by("closed_at").last()
        assert [owner.pk for owner in owners] == [last.data["member"] if last else self.ids[0]]

    @invariant()
    def every_power_has_its_reason(self) -> None:
        """Who stands in is told from the term, the regency, or an act of somebody who might."""
        assert Regency.objects.filter(community=self.community, ended_at=None).count() <= 1
        for term in Term.objects.filter(community=self.community):
            assert AuditEntry.objects.filter(act="elect", member=term.member_id).exists()

    @invariant()
    def everybody_is_counted_once(self) -> None:
        for pk, known in self.cast.items():
            urn = Urn.objects.filter(pk=pk).first()
            assert len(urn.ballots if urn else {}) == len(known)
            assert Voter.objects.filter(proposal=pk, voted=True).count() == len(known)

    @invariant()
    def the_roll_stays_as_it_was(self) -> None:
        for pk, size in self.rolls.items():
            assert Voter.objects.filter(proposal=pk).count() == size == Proposal.objects.get(pk=pk).roll


def is_over(sanction: Sanction) -> bool:
    """Whether somebody lifted it, and nothing of it is left."""
    member = Member.objects.select_related("silence").get(pk=sanction.member_id)
    held = {
        "notice": False,
        "mute": member.mutes.filter(place=sanction.place, until__gt=now()).exists(),
        "silence": bool(member.hush()),
        "ban": any(ban.holds() for ban in Ban.objects.filter(user=member.user_id)),
    }
    return Sanction.objects.get(pk=sanction.pk).lifted_at is not None and not held[sanction.grade]


def uses(member: Member) -> set[str]:
    """What a member may do as things are now, asked as verbs ask."""
    return {name for name in access.CAPABILITIES if not refused(partial(access.require, member, name))}


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal, if there was one."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.django_db
def test_no_sequence_gives_anybody_what_the_table_does_not():
    checked = settings(
        max_examples=25, stateful_step_count=30, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    run_state_machine_as_test(Village, settings=checked)
    assert Community.objects.exists()
