"""The end of a vote: it is counted, and what was decided is carried out, in one transaction and once."""

from django.db import transaction

from community.clock import now
from community.errors import Refusal
from community.governance import actions, calls, counting, following, surveys
from community.governance.models import Proposal
from community.jobs.queue import queue
from community.moderation import audit
from community.moderation.audit import Moderator, Vote

State = Proposal.State


def due() -> list[int]:
    """Votes whose time is over."""
    rows = Proposal.objects.filter(state=State.VOTING, closes_at__lte=now())
    return list(rows.order_by("closes_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def close(proposal_id: int) -> None:
    """Count a vote whose time is over. Of two who do it at once, the second finds it done."""
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal_id)
    if proposal.state != State.VOTING or proposal.closes_at is None or proposal.closes_at > now():
        return
    surveys.complete(proposal)
    following.settle(proposal)
    cast, gone = counting.ballots(proposal), counting.gone(proposal)
    outcome = counting.count(proposal, cast, gone)
    quorum = counting.has_quorum(proposal, len(cast))
    proposal.turnout = len(cast)
    proposal.result = counting.kept(outcome, gone, following.told(proposal), quorum=quorum)
    proposal.state, proposal.refusal = State.REJECTED, ""
    if quorum and outcome.elected:
        proposal.state, proposal.refusal = _carried_out(proposal, outcome.elected)
    proposal.closed_at = now()
    proposal.save(update_fields=["roll", "turnout", "result", "state", "refusal", "closed_at"])
    by = Moderator(vote=Vote(f"proposal:{proposal.pk}", ""), speaker=proposal.author)
    told = {"state": proposal.state, "elected": proposal.result["elected"]}
    audit.record(by, "close vote", proposal, proposal.community_id, proposal.about, proposal.title, **told)
    queue(calls.tell_result, proposal.pk)


def _carried_out(proposal: Proposal, elected: tuple[str, ...]) -> tuple[str, str]:
    """The state that it comes to, and what stood against it, if it cannot be done any more."""
    try:
        with transaction.atomic():
            actions.carry_out(proposal, elected)
    except Refusal as refusal:
        return State.FAILED, refusal.code
    return State.CARRIED, ""
