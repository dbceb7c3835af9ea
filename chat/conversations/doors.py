"""What the conversations add to the stream: they listen to it."""

from chat import announce
from chat.conversations import hearing


def register() -> None:
    announce.when_posted(hearing.posted)
    announce.when_changed(hearing.changed)
