"""How a proposal comes to be, and how its vote begins, whoever puts it up."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from community.activity.models import record
from community.clock import now
from community.governance import calls, discussions, roll
from community.governance.actions import Prepared
from community.governance.models import Charter, Proposal, Version
from community.jobs.queue import queue
from community.members.models import Member


def put_up(
    author: Member, kind: str, title: str, words: str, prepared: Prepared, client_id: UUID, until: datetime
) -> Proposal:
    """Write a proposal down and open its discussion."""
    made = Proposal.objects.create(
        community_id=author.community_id, author=author, client_id=client_id, kind=kind, discussed_until=until,
        **told(title, words, prepared),
    )  # fmt: skip
    keep_version(made, author)
    Proposal.objects.filter(pk=made.pk).update(thread=discussions.open_for(made))
    made.refresh_from_db()
    record(author, "proposal.create", made)
    return made


def open_vote(held: Proposal, charter: Charter, *, survey: bool = False) -> None:
    """From here on roll, words and numbers are fixed. The charter's numbers may be others than it has kept.

    Args:
        survey: it decides nothing, and its roll stays open for those who join.
    """
    seed, people = roll.draw_up(held, charter.roll_days)
    moment = now()
    Proposal.objects.filter(pk=held.pk).update(
        state=Proposal.State.VOTING, opened_at=moment, closes_at=moment + timedelta(days=charter.voting_days),
        quorum=charter.quorum, roll=people, seed=seed, options=roll.options(held),
        lending=charter.lending and not held.secret, survey=survey,
    )  # fmt: skip
    queue(calls.tell_roll, held.pk)


def told(title: str, words: str, prepared: Prepared) -> dict[str, Any]:
    """What a proposal keeps of its words and of what was prepared."""
    options = [{"key": str(place), "name": name} for place, name in enumerate(prepared.options)]
    return {
        "title": title, "words": words, "data": prepared.data, "about": prepared.about, "subject": prepared.subject,
        "method": prepared.method, "options": options, "seats": prepared.seats, "secret": prepared.secret,
    }  # fmt: skip


def keep_version(proposal: Proposal, by: Member) -> None:
    words = {"title": proposal.title, "words": proposal.words, "data": proposal.data}
    Version.objects.create(proposal=proposal, number=proposal.number, by=by, **words)
