"""What the stream adds to the socket and to the community: its commands, its topics, its welcome."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from chat import briefs as news
from chat import history, messages, policy, posting, previews, rooms, seats, standings
from chat.drafting import Post
from chat.models import Room
from chat.shapes import Changes, MySeat, Posted, SocketPost, SocketRead, TypeInRoom
from community.errors import Forbidden, NotFound, Refusal
from community.files import carriers
from community.members import communities
from community.members.models import Member, User
from community.members.shapes import MemberRef
from community.notifications import digests
from community.realtime import commands, presence, topics, typists


def register() -> None:
    commands.register("post", SocketPost, post_together, together=True)
    commands.register("read", SocketRead, read)
    commands.register("typing", TypeInRoom, typing)
    topics.register("room", topics.Kind(readable, numbers, changes))
    topics.register("here", topics.Kind(readable, come=come, stay=stay, go=go))
    carriers.register(posting.MESSAGE, messages.may_read)
    carriers.register(previews.CARRIER, messages.may_read)
    communities.when_founding(rooms.open_first)
    communities.when_joining(rooms.welcome)
    communities.when_leaving(rooms.farewell)
    digests.register("calls", _("Mentions and answers"), news.calls, 8, daily=10, weekly=40)
    digests.register("rooms", _("New in your rooms"), news.rooms, 5, daily=30, weekly=60)
    said = ngettext_lazy("%(count)d message", "%(count)d messages", "count")
    people = ngettext_lazy("%(count)d person who wrote", "%(count)d people who wrote", "count")
    digests.register_figure("messages", said, news.messages_since)
    digests.register_figure("people", people, news.people_since)


def post_together(wanted: list[tuple[User, SocketPost]]) -> list[Posted | Exception]:
    """Post for several people at once; each gets an answer or an error of their own."""
    remembered = standings.remembered([(user, post.room) for user, post in wanted])
    answers = _posted(wanted)
    doubtful = [
        place
        for place, (answer, known) in enumerate(zip(answers, remembered, strict=True))
        if known and isinstance(answer, Forbidden)
    ]
    return _once_more(wanted, answers, doubtful) if doubtful else answers


def _once_more(
    wanted: list[tuple[User, SocketPost]], answers: list[Posted | Exception], doubtful: list[int]
) -> list[Posted | Exception]:
    """What forbade these posts was remembered, and may be over by now."""
    standings.forget([(wanted[place][0].pk, wanted[place][1].room) for place in doubtful])
    better = dict(zip(doubtful, _posted([wanted[place] for place in doubtful]), strict=True))
    return [better.get(place, answer) for place, answer in enumerate(answers)]


def _posted(wanted: list[tuple[User, SocketPost]]) -> list[Posted | Exception]:
    seen = standings.of([(user, post.room) for user, post in wanted])
    posts = [_post(where, post) for where, (_, post) in zip(seen, wanted, strict=True)]
    outcomes = iter(posting.together([post for post in posts if isinstance(post, Post)]))
    return [
        _answer(next(outcomes)) if isinstance(post, Post) else _stranger(*one)
        for post, one in zip(posts, wanted, strict=True)
    ]


def _post(seen: standings.Standing | NotFound, wanted: SocketPost) -> Post | NotFound:
    if isinstance(seen, NotFound):
        return seen
    room, member = seen
    return Post(member, room, wanted.body, wanted.client_id, wanted.reply_to, files=wanted.files)


def _answer(outcome: posting.Outcome) -> Posted | Exception:
    return outcome if isinstance(outcome, Exception) else Posted(message=outcome)


def _stranger(user: User, wanted: SocketPost) -> Posted | NotFound:
    try:
        return Posted(message=posting.said_before(user, wanted.room, wanted.client_id))
    except NotFound as refusal:
        return refusal


def read(user: User, wanted: SocketRead) -> MySeat:
    room, member = rooms.seen_by(user, wanted.room)
    return seats.read(member, room, wanted.seq)


def typing(user: User, wanted: TypeInRoom) -> None:
    """Tell those who have the room open, once in a few seconds; a crowd is not told, nor of who is not to be seen.

    Nor of who may not write there now: what they type will not come.
    """
    room, member = rooms.seen_by(user, wanted.room)
    if not member.shows_presence or presence.is_crowded(room.pk):
        return
    if typists.is_news(room.pk, member.pk) and _may_write(member, room):
        typists.tell(room.pk, MemberRef.of(member))


def _may_write(member: Member, room: Room) -> bool:
    try:
        policy.require_post(member, room)
        policy.require_voice_here(member, room)
    except Refusal:
        return False
    return True


def readable(followers: topics.Followers) -> list[tuple[int, int]]:
    return [(user_id, room_id) for user_id, room_id, *_ in rooms.readers(followers)]


def numbers(ids: list[int]) -> dict[int, int]:
    return dict(Room.objects.filter(pk__in=ids).values_list("pk", "rev"))


def changes(room_id: int, since: int) -> Changes | None:
    """What somebody who comes back has missed, if it is no more than a page."""
    found = history.changes(Room.objects.get(pk=room_id), since, history.PAGE)
    return None if found.more else found


def come(followers: topics.Followers) -> None:
    presence.enter(_people(followers))


def stay(followers: topics.Followers) -> None:
    presence.stay(_people(followers))


def go(followers: topics.Followers) -> None:
    presence.leave(_people(followers))


def _people(followers: topics.Followers) -> presence.People:
    """Rooms, and who the accounts are there."""
    return [presence.Here(room, member, shown) for _, room, member, shown in rooms.readers(followers)]
