"""Putting something to the vote: proposing, amending, and opening the vote."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from community import access
from community.activity.models import record
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.governance import actions, beginning, charters, phases
from community.governance.actions import Prepared
from community.governance.models import Amendment, Proposal
from community.members.models import Member, User
from community.moderation import wordlists

OPEN = 3  # proposals of a member at a time
AMENDMENTS = 20  # a proposal
READING = timedelta(days=1)  # that nobody votes on words which changed a moment ago
State = Proposal.State


def seen_by(user: User, proposal_id: int) -> tuple[Proposal, Member]:
    """A proposal of a community that an account belongs to, and who it is there; raises `not_found`."""
    rows = Proposal.objects.select_related("community", "author", "about")
    proposal = rows.filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound("proposal")
    member = Member.objects.of_user(user).filter(community=proposal.community_id).first()
    if member is None:
        raise NotFound("proposal")
    return proposal, member


def propose(author: Member, kind: str, title: str, words: str, data: dict[str, Any], *, client_id: UUID) -> Proposal:
    """Put something up for discussion; the same `client_id` again gives the first.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `words.blocked`; `governance.not_yet` for what nobody of this role
            puts to the vote in this phase.
        Conflict: `proposal.too_many`.
        and what the kind says against it.
    """
    earlier = Proposal.objects.filter(author=author, client_id=client_id)
    if found := earlier.first():
        return found
    _require_writer(author, title, words)
    prepared = _prepared(author, kind, data)
    try:
        return _start(author, kind, title, words, prepared, client_id)
    except IntegrityError:
        if found := earlier.first():
            return found
        raise


@transaction.atomic
def _start(author: Member, kind: str, title: str, words: str, prepared: Prepared, client_id: UUID) -> Proposal:
    charter = charters.of(author.community_id)
    _require_may_propose(author, kind, charter.phase)
    _require_few(author)
    until = now() + timedelta(days=charter.discussion_days)
    return beginning.put_up(author, kind, title, words, prepared, client_id, until)


@transaction.atomic
def amend(author: Member, proposal: Proposal, title: str, words: str, data: dict[str, Any]) -> Proposal:
    """Change one's own proposal while it is discussed; everybody has a day to read it before the vote.

    Raises:
        Forbidden: `proposal.not_yours`.
        Conflict: `proposal.closed`: it is not in discussion any more.
    """
    _require_own(author, proposal)
    return _change(author, proposal, title, words, data)


@transaction.atomic
def offer(member: Member, proposal: Proposal, title: str, words: str, data: dict[str, Any]) -> Amendment:
    """Offer other words to somebody's proposal; its author takes them over or not."""
    _require_writer(member, title, words)
    held = _in_discussion(proposal)
    if held.amendments.count() >= AMENDMENTS:
        raise _too_many(AMENDMENTS)
    _prepared(proposal.author, proposal.kind, data)  # what is taken over is prepared anew
    return Amendment.objects.create(proposal=held, by=member, base=held.number, title=title, words=words, data=data)


@transaction.atomic
def take_over(author: Member, amendment: Amendment) -> Proposal:
    """Let an amendment stand in place of one's own words; it keeps its writer's name. Twice is once."""
    proposal = amendment.proposal
    _require_own(author, proposal)
    access.require_voice(author)
    _in_discussion(proposal)
    if (held := Amendment.objects.select_for_update().get(pk=amendment.pk)).taken:
        return proposal
    changed = _change(held.by, proposal, held.title, held.words, held.data)
    Amendment.objects.filter(pk=held.pk).update(taken=changed.number)
    return changed


@transaction.atomic
def withdraw(author: Member, proposal: Proposal) -> Proposal:
    """Take one's proposal back while it is discussed. Twice is once."""
    _require_own(author, proposal)
    if proposal.state != State.WITHDRAWN:
        _in_discussion(proposal)
        Proposal.objects.filter(pk=proposal.pk).update(state=State.WITHDRAWN, closed_at=now())
        record(author, "proposal.withdraw", proposal)
    proposal.refresh_from_db()
    return proposal


@transaction.atomic
def open_vote(member: Member, proposal: Proposal) -> Proposal:
    """Have the members vote: its author, or a moderator. From here on roll, words and numbers are fixed.

    Raises:
        Forbidden: `forbidden`, `member.silenced`; `proposal.too_early` while it has to be discussed.
        Conflict: `proposal.closed`; and what the kind still waits for.
    """
    if member.pk != proposal.author_id:
        access.require(member, "proposal.open")
    access.require_voice(member)
    held = _in_discussion(proposal)
    if held.discussed_until > now():
        raise Forbidden("proposal.too_early", "It is still discussed.", until=held.discussed_until.isoformat())
    actions.of(held.kind).ready(held)
    beginning.open_vote(held, charters.of(held.community_id))
    record(member, "proposal.open", held)
    proposal.refresh_from_db()
    return proposal


def _change(by: Member, proposal: Proposal, title: str, words: str, data: dict[str, Any]) -> Proposal:
    _require_writer(by, title, words)
    held = _in_discussion(proposal)
    prepared = _prepared(proposal.author, held.kind, data)
    until = max(held.discussed_until, now() + READING)
    told = beginning.told(title, words, prepared)
    Proposal.objects.filter(pk=held.pk).update(number=held.number + 1, discussed_until=until, **told)
    proposal.refresh_from_db()
    beginning.keep_version(proposal, by)
    return proposal


def _prepared(author: Member, kind: str, data: dict[str, Any]) -> Prepared:
    action = actions.of(kind)
    prepared = action.prepare(author, action.shape.parse(data))
    for name in (*prepared.options, prepared.subject):
        wordlists.require_clean(author.community_id, name)
    return prepared


def _in_discussion(proposal: Proposal) -> Proposal:
    """The proposal, locked; raises `proposal.closed` where it is not discussed any more."""
    held = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if held.state != State.DISCUSSION:
        raise Conflict("proposal.closed", "It is not in discussion any more.", state=held.state)
    return held


def _require_writer(member: Member, title: str, words: str) -> None:
    access.require(member, "proposal.create")
    for text in (title, words):
        wordlists.require_clean(member.community_id, text)


def _require_may_propose(author: Member, kind: str, phase: str) -> None:
    if not phases.may_propose(author, kind, phase):
        raise Forbidden("governance.not_yet", "Nobody of your role proposes this in this phase.", phase=phase)


def _require_few(author: Member) -> None:
    mine = Member.objects.select_for_update(no_key=True).get(pk=author.pk).proposals
    if mine.filter(state__in=[State.DISCUSSION, State.VOTING]).count() >= OPEN:
        raise _too_many(OPEN)


def _too_many(limit: int) -> Conflict:
    return Conflict("proposal.too_many", "Close some of what is open first.", limit=limit)


def _require_own(author: Member, proposal: Proposal) -> None:
    if proposal.author_id != author.pk:
        raise Forbidden("proposal.not_yours", "Only its author may do this.")
