"""The card below a message that links to a page. It comes after the message, and never holds it back."""

from io import BytesIO

from django.conf import settings
from django.db import transaction

from chat import announce
from chat.models import Message
from community.errors import Refusal
from community.files import images, keeping
from community.files.shapes import FileShape
from community.links import pages
from community.links.fetching import Unreachable, fetch
from community.members.models import Community

CARRIER = "preview"  # of the picture; it is read as the message is
IMAGE = 5 * 1024 * 1024  # bytes
SMALLEST = 80  # pixels: what is smaller is a sign, not a picture


def may_want(body: str) -> bool:
    """Whether a text has a link that is to be looked at: asked of every message."""
    return settings.OXBOW["LINK_PREVIEWS"] and "://" in body and pages.first_link(body) is not None


def look(message: Message) -> None:
    """Look at the page that a message links to first, and show it below; safe to do twice."""
    link = pages.first_link(message.body)
    known = message.preview or {}
    if not link or known.get("link") == link or not _is_allowed(message):
        return
    try:
        told = pages.look_at(link)
    except Unreachable:
        return
    if told:
        _show(message, link, told, _picture(told.image))


def take_away(message: Message) -> None:
    """No card below this message, nor below the same link again; call it with the room locked."""
    keeping.release(CARRIER, message.pk)
    Message.objects.filter(pk=message.pk).update(preview={"link": pages.first_link(message.body) or ""})


def reconsider(message: Message, body: str) -> None:
    """The words are others now, and a card of another page goes; call it in the transaction that changes them."""
    link = pages.first_link(body)
    if message.preview and message.preview.get("link") != link:
        keeping.release(CARRIER, message.pk)
        Message.objects.filter(pk=message.pk).update(preview=None)


def _is_allowed(message: Message) -> bool:
    return Community.objects.filter(pk=message.community_id, previews=True).exists()


def _picture(url: str) -> images.Drawn | None:
    """The picture of a page, drawn anew as any other; none, where it is not to be had."""
    if not url:
        return None
    try:
        drawn = images.drawn(BytesIO(fetch(url, ("image/",), IMAGE).content))
    except (Unreachable, Refusal):
        return None
    return drawn if min(drawn.width, drawn.height) >= SMALLEST else None


@transaction.atomic
def _show(message: Message, link: str, told: pages.Told, picture: images.Drawn | None) -> None:
    rev = message.room.advance()
    held = Message.objects.filter(pk=message.pk, body=message.body, removal=None).first()
    if held is None or (held.preview or {}).get("link") == link:
        return transaction.set_rollback(True)  # the words are others by now, or somebody was faster
    image = keeping.keep(message.author, picture, CARRIER, message.pk) if picture else None
    card: dict[str, object] = {
        "link": link,
        "url": told.url,
        "site": told.site,
        "title": told.title,
        "description": told.description,
    }
    card["image"] = FileShape.of(image).wire() if image else None
    Message.objects.filter(pk=message.pk).update(preview=card, rev=rev)
    announce.changed(message.room, "previewed", [message.pk])
