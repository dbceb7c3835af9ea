"""What came of a vote, in words for the admin."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.backstage.refusals import explained
from community.errors import Conflict
from community.governance.models import Proposal
from community.governance.tally.shares import NO, YES

State = Proposal.State
_ANSWERS = {YES: gettext_lazy("yes"), NO: gettext_lazy("no")}


def participation(proposal: Proposal) -> str:
    """How many have to vote, and how many did."""
    needed = _("%(quorum)d%% of %(roll)d are needed") % {"quorum": proposal.quorum, "roll": proposal.roll}
    if proposal.closed_at is None:
        return needed if proposal.opened_at else ""
    share = proposal.turnout * 100 // proposal.roll if proposal.roll else 0
    told = _("%(turnout)d voted, %(share)d%%") % {"turnout": proposal.turnout, "share": share}
    return f"{told}; {needed}"


def outcome(proposal: Proposal) -> str:
    """The last count, and why nothing followed where nothing did."""
    rounds = proposal.result.get("rounds") or []
    if not rounds:
        return ""
    votes = rounds[-1]["votes"]
    # The database keeps keys in an order of its own.
    there = [option for option in proposal.options if option["key"] in votes]
    told = ", ".join(f"{_name(option)}: {_counted(votes[option['key']])}" for option in there)
    return told if proposal.result.get("quorum", True) else _("%(votes)s; too few voted") % {"votes": told}


def carrying_out(proposal: Proposal) -> str:
    """Who does what was decided, or did."""
    if proposal.survey or proposal.kind == "opinion":
        return _("nobody: it asks for opinions")
    match proposal.state:
        case State.CARRIED:
            return _("was carried out by the system when the vote ended")
        case State.FAILED:
            why = explained(Conflict(proposal.refusal, proposal.refusal))
            return _("could not be carried out: %(why)s") % {"why": why}
        case State.REJECTED | State.WITHDRAWN:
            return _("nothing is to be carried out")
    return _("the system, when the vote ends")


def _name(option: dict[str, str]) -> str:
    return str(_ANSWERS.get(option["key"]) or option["name"])


def _counted(count: str) -> str:
    """Votes as they are kept, whole or as a fraction, for people."""
    number = Fraction(count)
    return str(number) if number.denominator == 1 else f"{float(number):.2f}"
