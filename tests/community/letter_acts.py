"""What the tests of digests do: whoever reads mail, says something, and sends the digest of a day."""

from datetime import UTC, date, datetime
from uuid import uuid4

from django.core import mail

from board import threads
from board.models import Category, Thread
from chat import messages, telling
from chat.models import Message
from community.members.models import User
from community.notifications import due as clockwork
from community.notifications import letters, sending, wishes
from community.notifications.models import Digest, Wishes

DAY = date(2026, 3, 10)  # a Tuesday
WISHES = {field.name for field in Wishes._meta.fields} - {"user"}


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


def reads_mail(user: User, **fields: object) -> User:
    """Let somebody have a brief every day at eight, and no other letters, but for what is said otherwise."""
    for name, value in {"email": f"{user.username}@example.org", "timezone": "UTC", **fields}.items():
        if name not in WISHES:
            setattr(user, name, value)
    user.save()
    wishes.change(user, {"weekly": False, **{name: fields[name] for name in WISHES & fields.keys()}})
    user.refresh_from_db()
    return user


def say(author, room, body: str, reply_to=None) -> Message:
    """Post, and tell whom it concerns as the worker would."""
    shape = messages.post(author, room, body, client_id=uuid4(), reply_to=reply_to)
    message = Message.objects.select_related("room", "author", "reply_to").get(pk=shape.id)
    telling.tell_of(message)
    return message


def due() -> set[tuple[str, date]]:
    """Those whose digests are queued now."""
    clockwork.claim()
    ranges = list(clockwork.pages())
    rows = [row for first, last in ranges for row in Digest.objects.filter(pk__range=(first, last), begun_at=None)]
    return {(row.user.username, row.day) for row in rows}


def claimed(user: User, day: date = DAY, kind: str = "daily") -> Digest:
    return Digest.objects.create(user=user, day=day, kind=kind)


def send(row: Digest) -> None:
    sending.send_page(row.pk, row.pk)


def letter_to(user: User, day: date = DAY, kind: str = "daily"):
    """The digest of a day as it was sent, or None."""
    mail.outbox.clear()
    send(claimed(user, day, kind))
    return mail.outbox[0] if mail.outbox else None


def html(letter) -> str:
    return letter.alternatives[0][0]


def started(author, title: str, **where: object) -> Thread:
    category = Category.objects.filter(community=author.community, **where).first()
    shape = threads.start(author, category, title, f"About {title}", client_id=uuid4())
    return Thread.objects.select_related("category__room").get(pk=shape.id)


def stop_path(user: User, kind: str = "daily") -> str:
    return letters.stop_url(user, kind).removeprefix("http://localhost:8000")
