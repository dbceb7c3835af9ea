"""Who answers an appeal: somebody who did not impose what it is about, wherever there is somebody.

First the moderators of the community, its owner among them; where none of a tribe could, those of its parent, who also
hear what keeps somebody out of a tribe for good. Where nobody else is there either, an upper layer may find others.
"""

from django.db.models import QuerySet

from community.members.models import Member
from community.moderation import colleagues, reserved
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Sanction


def court(sanction: Sanction) -> int:
    """The community whose moderators are to answer."""
    parent = sanction.community.parent_id
    if parent and (_is_for_good(sanction) or not _others(sanction, sanction.community_id).exists()):
        return parent
    return sanction.community_id


def hearers(appeal: Appeal) -> QuerySet[Member]:
    """Those who can answer an appeal, and did not impose what it is about; nobody while a jury has it."""
    is_theirs = reserved.left(Appeal.objects.filter(pk=appeal.pk)).exists()
    return _others(appeal.sanction, appeal.community_id) if is_theirs else Member.objects.none()


def waiting_for(member: Member) -> QuerySet[Appeal]:
    """The appeals that wait for an answer which somebody can give, by who they are."""
    rows = reserved.left(Appeal.objects.filter(community=member.community_id, answered_at=None))
    return rows.exclude(sanction__by=member.user_id).exclude(sanction__member__user=member.user_id)


def has_nobody_else(sanction: Sanction) -> bool:
    """Whether nobody but who imposed it could answer; then an answer by the same is better than none."""
    return not _others(sanction, _seat(sanction)).exists()


def may_sit(by: Moderator, sanction: Sanction) -> bool:
    """Whether somebody is of those who answer; operators are for what no tribe is judged for by its parent alone."""
    if _seat(sanction) == sanction.community_id or by.account is None or by.account.is_superuser:
        return True
    is_judge = colleagues.of(_seat(sanction)).filter(user=by.account).exists()
    return is_judge or (by.staff is not None and not _is_for_good(sanction))


def is_by_the_same(sanction: Sanction) -> bool:
    """Whether who imposed it answered the appeal, or is the only one who can. It should come with `appeal`."""
    appeal = getattr(sanction, "appeal", None)
    if appeal is None or sanction.by_id is None:
        return False
    if appeal.answered_at:
        return appeal.answered_by_id == sanction.by_id
    return has_nobody_else(sanction) and reserved.left(Appeal.objects.filter(pk=appeal.pk)).exists()


def _seat(sanction: Sanction) -> int:
    """Where it is answered; an appeal stays where it was made."""
    appeal = getattr(sanction, "appeal", None)
    return appeal.community_id if appeal else court(sanction)


def _is_for_good(sanction: Sanction) -> bool:
    return sanction.grade == Sanction.Grade.BAN and sanction.until is None


def _others(sanction: Sanction, community_id: int) -> QuerySet[Member]:
    """Who could answer there, and neither imposed it nor is whom it is about."""
    rows = colleagues.of(community_id).exclude(user=sanction.member.user_id)
    return rows.exclude(user=sanction.by_id) if sanction.by_id else rows
