"""What was brought along to a room: its images, its documents, its voice notes, the latest first."""

from chat.models import Message, Room
from chat.shapes import CarriedFile
from community.files.shapes import FileShape
from community.members.shapes import MemberRef

PAGE = 40  # messages with files


def page(room: Room, kind: str, before: int | None) -> tuple[list[CarriedFile], str | None]:
    """Files of a kind; the place of the last one's message leads to the next page."""
    rows = Message.objects.filter(room=room, files__contains=[{"kind": kind}], removal=None).order_by("-seq")
    rows = rows.filter(seq__lt=before) if before else rows
    found = list(rows.select_related("author")[: PAGE + 1])
    more = str(found[PAGE - 1].seq) if len(found) > PAGE else None
    return [shape for message in found[:PAGE] for shape in _carried(message, kind)], more


def _carried(message: Message, kind: str) -> list[CarriedFile]:
    by = MemberRef.of(message.author)
    return [
        CarriedFile(message=message.pk, seq=message.seq, author=by, created_at=message.created_at, file=file)
        for file in FileShape.kept(message.files)
        if file.kind == kind
    ]
