"""What the conversations add to digests."""

from django.utils.translation import gettext_lazy as _

from chat.digests import conversations
from community.notifications import digests

MOST = 6


def register() -> None:
    digests.register("conversations", _("Conversations"), conversations.unread, MOST, daily=20, weekly=50, recall=40)
