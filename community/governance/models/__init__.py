from community.governance.models.charters import Charter, Regency
from community.governance.models.lending import LentVote, Loan
from community.governance.models.opening import FirstPoll
from community.governance.models.proposals import Amendment, Proposal, Version
from community.governance.models.terms import Candidate, Term
from community.governance.models.votes import Urn, Voter

__all__ = [
    "Amendment", "Candidate", "Charter", "FirstPoll", "LentVote", "Loan", "Proposal", "Regency", "Term", "Urn",
    "Version", "Voter",
]  # fmt: skip
