"""Who should know: those who are asked, and who asked."""

from board.models import Move
from board.seats import place
from community.members.models import Member
from community.notifications import notices


def ask(move: Move) -> None:
    """Put the question to those who have not answered yet; the same again does nothing."""
    data = {"move": move.pk, "category": move.category.name}
    for consent in move.consents.filter(answer=None).select_related("member"):
        notices.tell(consent.member, "consent", key=key(move), actor=move.by, excerpt=move.thread.title, data=data)


def answered(member: Member, move: Move) -> None:
    """The question is not new to who answered it."""
    notices.read(member, list(member.notices.filter(key=key(move)).values_list("pk", flat=True)))


def ended(move: Move, by: Member | None) -> None:
    """Nobody has to answer any more, and who asked hears what came of it, unless they ended it themselves."""
    for consent in move.consents.filter(answer=None).select_related("member"):
        answered(consent.member, move)
    if move.by.is_present() and move.by != by:
        data = {"move": move.pk, "category": move.category.name, "state": move.state, "title": move.thread.title}
        notices.tell(
            move.by, "move_decided", key=f"moved:{move.pk}", place=place(move.thread), number=1,
            excerpt=move.thread.title, data=data,
        )  # fmt: skip


def key(move: Move) -> str:
    """What the question's notice is called."""
    return f"move:{move.pk}"
