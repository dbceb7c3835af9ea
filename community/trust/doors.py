"""What trust hears of the community."""

from community.jobs.queue import queue
from community.members import communities
from community.members.models import Member
from community.moderation import sanctions
from community.trust import raids, standings, tasks
from community.trust.models import Raid


def register() -> None:
    communities.before_joining(raids.require_open_door)
    communities.when_joining(come_in)
    sanctions.when_imposed(standings.lower)
    sanctions.when_lifted(standings.raise_again)


def come_in(member: Member) -> None:
    standings.begin(member)
    if not standings.is_founding(member.community):
        queue(tasks.look_for_raid, member.community_id, Raid.Cause.JOINS)
        queue(tasks.look_for_return, member.pk)
