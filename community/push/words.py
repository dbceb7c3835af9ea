"""What stands on the lock screen, in the language of the account."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from community.members.models import Member, User
from community.notifications.models import Notice
from community.push.models import Turn
from community.push.shapes import PushNote
from community.text import excerpt

LONGEST = 140  # characters of what was said
STILL = 40  # places


def note(turn: Turn, user: User, hide: bool) -> PushNote | None:
    """What a turn tells of its place: the latest unread line, and how many there are. None when all of it was read."""
    unread = list(
        turn.member.notices.filter(place=turn.place, read_at=None).select_related("actor").order_by("-pk")[:99]
    )
    unread = [notice for notice in unread if notice.kind != "digest"]
    if not unread:
        return None
    count = sum(notice.stands_for() for notice in unread)
    with override(user.locale.lower()):
        title, body = _hidden(turn.member, count) if hide else _shown(turn.member, unread[0], count - 1)
    return PushNote(
        title=title,
        body=body,
        tag=tag(turn.member, turn.place),
        path=path(turn.member, unread[0]),
        count=count,
        locale=user.locale,
        still=_still(turn.member),
    )


def tag(member: Member, place: str) -> str:
    return f"{member.community.slug}/{place}"


def path(member: Member, notice: Notice) -> str:
    """Where it was said, or begins where the line stands for several; the inbox where there is no such place."""
    home = f"/c/{member.community.slug}"
    kind, _colon, number = notice.place.partition(":")
    if kind == "room":
        at = notice.data.get("first", notice.number)
        return f"{home}/r/{number}" + (f"?at={at}" if at else "")
    if kind == "thread":
        return f"{home}/t/{number}" + (f"/p/{notice.number}" if notice.number else "")
    return f"{home}/inbox"


def _shown(member: Member, latest: Notice, more: int) -> tuple[str, str]:
    title = _TITLES.get(latest.kind, _news)(latest.actor.name if latest.actor else member.community.name)
    body = excerpt(latest.excerpt, LONGEST)
    if more:
        body = f"{body}\n" + ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return title, body.strip()


def _hidden(member: Member, count: int) -> tuple[str, str]:
    body = ngettext("%(count)d notice is waiting for you", "%(count)d notices are waiting for you", count)
    return member.community.name, body % {"count": count}


def _still(member: Member) -> list[str]:
    rows = Notice.objects.filter(member__user=member.user_id, member__left_at=None, read_at=None)
    places = (
        rows.order_by("member__community__slug", "place").values_list("member__community__slug", "place").distinct()
    )
    return [f"{slug}/{place}" for slug, place in places[:STILL]]


def _news(name: str) -> str:
    return _("News from %(name)s") % {"name": name}


_TITLES = {
    "mention": lambda name: _("%(name)s mentioned you") % {"name": name},
    "mention_all": lambda name: _("%(name)s called everybody") % {"name": name},
    "reply": lambda name: _("%(name)s replied to you") % {"name": name},
    "direct": lambda name: _("%(name)s wrote to you") % {"name": name},
    "thread_reply": lambda name: _("%(name)s wrote in a thread of yours") % {"name": name},
    "promoted": lambda name: _("%(name)s moved your words to the board") % {"name": name},
    "followed": lambda name: _("%(name)s moved a conversation to the board") % {"name": name},
    "consent": lambda name: _("%(name)s asks for your consent") % {"name": name},
    "answer_accepted": lambda name: _("%(name)s accepted your answer") % {"name": name},
    "idea_decided": lambda name: _("%(name)s decided on your idea") % {"name": name},
    "announcement": lambda name: _("%(name)s tells everybody") % {"name": name},
    "recalled": lambda name: _("%(name)s calls you back") % {"name": name},
    "departing": lambda name: _("%(name)s: do you want to stay?") % {"name": name},
    "invited": lambda name: _("%(name)s invited you to a room") % {"name": name},
    "jury_called": lambda name: _("%(name)s draws you for a jury") % {"name": name},
    "jury_summons": lambda name: _("%(name)s asks you to answer before a jury votes") % {"name": name},
    "saved_reminder": lambda name: _("%(name)s: something that you saved") % {"name": name},
    "newcomer": lambda name: _("%(name)s is new here") % {"name": name},
}
