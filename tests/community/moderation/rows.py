"""A row of each of the moderators' lists."""

from datetime import timedelta

from chat.models import Message
from community.clock import now
from community.members.models import Member, User
from community.moderation.models import Appeal, Case, CaseNote, Report, Sanction


def of(member: Member, message: Message, by: User) -> tuple[Case, Sanction, Appeal]:
    """A case about a message, reported and looked after; what its member was given, and says to that."""
    told = {"community": member.community, "member": member}
    case = Case.objects.create(
        object=f"message:{message.pk}", place=f"room:{message.room_id}", words=message.body, path="/c/lake",
        due_at=now() + timedelta(hours=1), taken_by=by, **told,
    )  # fmt: skip
    Report.objects.create(case=case, member=member, why="rude", note="Look at this.")
    CaseNote.objects.create(case=case, by=by, text="I know them.")
    sanction = Sanction.objects.create(grade="silence", by=by, until=now() + timedelta(days=1), case=case, **told)
    appeal = Appeal.objects.create(community=member.community, sanction=sanction, words="No.", due_at=now())
    return case, sanction, appeal
