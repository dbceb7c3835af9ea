"""What joining, rules, trust, belonging and self-government keep about a person, and what goes with them."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Model, Q

from community.belonging.models import (
    Announcement,
    Answer,
    Departure,
    Earplug,
    Kept,
    Offer,
    Pace,
    Recall,
    Segment,
    VisitMonth,
)  # fmt: skip
from community.clock import now
from community.desk.models import FirstList, SavedList
from community.governance.models import (
    Amendment,
    Candidate,
    FirstPoll,
    LentVote,
    Loan,
    Proposal,
    Regency,
    Term,
    Version,
    Voter,
)  # fmt: skip
from community.joining import applications
from community.joining.models import Application, Arrival, Code, Interest, Letter, PersonalCard, Waiting, WrongWords
from community.jury.models import Juror, Trial
from community.kindred.models import Apart, Dismissal
from community.moderation.models import MemberNote
from community.notifications import notices
from community.points.models import Account, Transfer
from community.privacy.forgetting import Gone
from community.privacy.holdings import COMMUNITY, OFFICE, OTHERS, PASSING
from community.privacy.sections import PAGE, Person, Row, Section, Told, spare
from community.privacy.sections import register as tell
from community.rules.models import Acceptance
from community.second_factor.models import Factor
from community.trust.models import Standing

_OF_ACCOUNT: tuple[type[Model], ...] = (Application, Letter, Waiting, WrongWords, Factor, FirstList)
_OF_MEMBER: tuple[type[Model], ...] = (
    Arrival, Interest, PersonalCard, Answer, Earplug, Kept, Offer, Pace, Recall, Departure, VisitMonth, Standing,
    MemberNote, Apart, Dismissal, Loan,
)  # fmt: skip
_VOTED_ON = {
    "community_name": "proposal__community__name", "proposal_title": "proposal__title",
    "proposal_kind": "proposal__kind", "proposal_state": "proposal__state", "closed_at": "proposal__closed_at",
}  # fmt: skip
_WORDS = {"title": "", "words": "", "data": {}}


def register() -> None:
    tell(
        Section("applications", Application, "user", frozenset({"decided_by"}), COMMUNITY),
        Section("waiting", Waiting, "user", frozenset({"host"})),
        Section("letters-at-the-door", Letter, "user"),
        Section("codes-used", Code, "used_by", frozenset({"code", "by"})),
        Section("arrivals", Arrival, "member", frozenset({"greeted_by"})),
        Section("interests", Interest, "member"),
        Section("cards", PersonalCard, "member", frozenset({"invitation"})),
        Section("rules-accepted", Acceptance, "member"),
        Section("trust", Standing, "member", also=COMMUNITY),
        Section("answers", Answer, "member"),
        Section("visits", VisitMonth, "member"),
        Section("pace", Pace, "member"),
        Section("recalls", Recall, "member"),
        Section("departures", Departure, "member", frozenset({"by"})),
        Section("kept-for-the-return", Kept, "member"),
        Section("tribe-offers", Offer, "member"),
        Section("announcements-muted", Earplug, "member"),
        Section("announcements", Announcement, "by"),
        Section("suggestions-dismissed", Dismissal, "member"),
        Section("suggestions-off", Apart, "member"),
        Section("proposals", Proposal, "author", frozenset({"about", "seed"}), COMMUNITY),
        Section("proposal-versions", Version, "by"),
        Section("amendments", Amendment, "by"),
        Section("votes", Voter, "member", also=_VOTED_ON),
        Section("votes-lent", Loan, "member", frozenset({"to"})),
        Section("lent-votes-counted", LentVote, "line__member", frozenset({"to", "carrier"})),
        Section("first-polls", FirstPoll, "by"),
        Section("candidacies", Candidate, "member"),
        Section("terms", Term, "member"),
        Section("stood-in", Regency, "member"),
        Section("saved-lists", SavedList, "user"),
        Section("first-lists", FirstList, "user"),
        Section("points", Account, "member", also=COMMUNITY),
        Section("points-given", Transfer, "by", frozenset({"taker"})),
        Told("points-moved", moved),
        Section("jury-service", Juror, "member"),
        Section("trials", Trial, "member", frozenset({"asked_by", "pool", "seed"})),
        Section("second-factor", Factor, "user", frozenset({"secret", "last_step"})),
    )
    spare(
        OFFICE, "joining.Application.decided_by", "joining.Waiting.host", "joining.Code.by", "jury.Trial.asked_by",
        "joining.Code.cancelled_by",
        "belonging.Departure.by", "belonging.Origin.by", "belonging.Segment.by", "governance.Charter.successor",
        "moderation.MemberNote.by", "roles.Adjustment.by", "roles.Adjustment.staff", "rules.RulesVersion.by",
        "rules.RulesVersion.staff", "trust.Raid.by", "desk.WordImport.user",
    )  # fmt: skip
    spare(OTHERS, "joining.Arrival.greeted_by", "governance.Proposal.about", "governance.Loan.to")
    spare("what moderators note for each other; what follows for the person is told", "moderation.MemberNote.member")
    spare(PASSING, "joining.WrongWords.user", "desk.GuestList.by")


def moved(person: Person) -> Iterator[Row]:
    """What came into one's accounts and went out of them. Who is on the other side is not told, nor who gave it."""
    for member_id in person.members:
        sides = Q(giver__member=member_id) | Q(taker__member=member_id)
        rows = Transfer.objects.filter(sides).order_by("pk")
        for one in rows.select_related("giver").iterator(PAGE):
            plain = {name: getattr(one, name) for name in ("id", "community_id", "amount", "key", "why", "at")}
            yield plain | {"gone": one.giver.member_id == member_id}


@transaction.atomic
def forget(gone: Gone) -> None:
    """What was decided stays, and who decided it is a former member; their own words go with the other words."""
    asked = Application.objects.filter(user=gone.user).values_list("pk", flat=True)
    notices.withdraw(*(applications.notice_key(pk) for pk in asked))
    for model in _OF_ACCOUNT:
        model._default_manager.filter(user=gone.user).delete()
    for model in _OF_MEMBER:
        model._default_manager.filter(member__in=gone.members).delete()
    _forget_on_ballots(gone)
    SavedList.objects.filter(user=gone.user, community=None).delete()
    SavedList.objects.filter(user=gone.user).update(user=None)
    FirstPoll.objects.filter(by__in=gone.members).delete()
    Loan.objects.filter(to__in=gone.members).delete()
    Segment.objects.filter(by__in=gone.members).update(by=None)
    if gone.words_go:
        Announcement.objects.filter(by__in=gone.members).update(words="")
        Candidate.objects.filter(member__in=gone.members).update(words="")
        Juror.objects.filter(member__in=gone.members).update(reason="")
        Trial.objects.filter(member__in=gone.members).update(answer="")
        _forget_proposals(gone)
        Version.objects.filter(by__in=gone.members).update(**_WORDS)
        Amendment.objects.filter(by__in=gone.members).update(**_WORDS)


def _forget_proposals(gone: Gone) -> None:
    """What is discussed is taken back; what was carried out is the community's; a vote that is open goes on."""
    mine = Proposal.objects.filter(author__in=gone.members)
    numbers = list(mine.values_list("pk", flat=True))
    _forget_purposes(gone, [f"proposal:{pk}" for pk in numbers])
    notices.withdraw(*(f"vote:{pk}:decided" for pk in numbers))
    mine.filter(state=Proposal.State.DISCUSSION).update(state=Proposal.State.WITHDRAWN, closed_at=now())
    mine.update(title="", words="")
    empty()


def empty() -> None:
    """Take what was to be done out of proposals whose author took their words along, once it is not done."""
    over = (Proposal.State.REJECTED, Proposal.State.FAILED, Proposal.State.WITHDRAWN)
    for one in Proposal.objects.filter(title="", state__in=over):
        stood = one.options if one.kind == "election" else [option | {"name": ""} for option in one.options]
        if (one.data, one.subject, one.options) != ({}, "", stood):
            Proposal.objects.filter(pk=one.pk).update(data={}, subject="", options=stood)


def _forget_on_ballots(gone: Gone) -> None:
    """Who stood in an election stands there still, as what they are called now."""
    for pk, member in gone.members.items():
        stood = Proposal.objects.filter(community=member.community_id, kind="election")
        for election in stood.filter(options__contains=[{"key": str(pk)}]):
            options = [one | {"name": member.name} if one["key"] == str(pk) else one for one in election.options]
            Proposal.objects.filter(pk=election.pk).update(options=options)


def _forget_purposes(gone: Gone, votes: list[str]) -> None:
    """Why points were moved goes with the words of who wrote it; that they were stays, for the accounts to agree."""
    Transfer.objects.filter(Q(by__in=gone.members) | Q(key__in=votes)).update(why="")
