"""What moderators tell each other about a member; members do not read it."""

from django.db import transaction

from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator
from community.moderation.models import MemberNote


@transaction.atomic
def add(by: Moderator, member: Member, text: str) -> MemberNote:
    by.require("case.settle")
    audit.record(by, "note member", member, member.community_id, member)
    return MemberNote.objects.create(member=member, by=by.account, text=text)
