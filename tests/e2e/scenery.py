"""A small community by a river, the same on every machine and on every day."""

from datetime import UTC, datetime, timedelta
from typing import Any

from board import categories
from board.models import Capsule, Category, Post, Promotion, Thread
from chat import reactions, rooms, seats
from chat.models import Fold, Message, Room, Seat
from community.access import Role
from community.members import communities
from community.members.models import Member, User
from community.notifications import notices
from community.notifications.models import Notice
from tests.board import acts
from tests.board.test_capsules import cites, keep
from tests.chat.catchup import talks

NOW = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)
CAST = [("林夏", 200), ("Jonas Weir", 32), ("周远", 130), ("Mira Holt", 300), ("陳美玲", 85)]
FERRY = [
    (
        1,
        "Is the ferry to the island running again this weekend? Somebody said the jetty is closed until June.",
    ),
    (2, "只关了北边的码头，南边照常。周六第一班九点半，人多的话会加一班。"),
    (3, "Then let us take the one at half past nine. I can book for six; who is in besides Jonas and me?"),
    (1, "In. I bring the stove, if somebody else carries the water."),
    (4, "我也去！我带水和茶，大家自己带杯子。"),
    (2, "那就定了：周六九点半，南码头集合。"),
]
KILN = [
    (3, "The kiln reaches 1180 degrees and then stays there for an hour. Is that the thermocouple or the elements?"),
    (4, "先量一下电阻丝，去年我这边就是断了一根，升温特别慢。"),
    (3, "One of the four reads open. That is it, thank you!"),
    (1, "Spare elements are in the second drawer of the blue cabinet, under the cones."),
    (4, "换完记得把炉门的缝也看看，漏热的话新丝也撑不久。"),
]
BOOK = [
    (1, "Chapter four is where it turns. I did not see the letter coming."),
    (4, "我昨晚一口气看到第六章，先不剧透。"),
]
HERON = [
    (2, "早上那只苍鹭又在堰上了，站了快一个小时，一条鱼也没抓到。"),
    (1, "It stood there when I came home, too. Patience of a programmer waiting for the tests."),
    (3, "I have a photo from Tuesday where it has *three* at once."),
]


def build() -> dict[str, Any]:
    """The community, with something of everything; who and where."""
    people = [_member(name, hue, number) for number, (name, hue) in enumerate(CAST)]
    xia, jonas, yuan, _, mei = people
    square = _room(xia, "河岸 Riverside", people, topic="渡轮、窑、苍鹭，都在这里聊。")
    reading, _, _ = [_room(xia, name, people) for name in ("读书 Reading", "工坊 Workshop", "出行 Trips")]
    _said(reading, people, BOOK, NOW - timedelta(minutes=40))
    _said(square, people, HERON, NOW - timedelta(hours=20))
    _said(square, people, FERRY, NOW - timedelta(hours=2))
    _said(square, people, KILN, NOW - timedelta(minutes=50))
    first = Message.objects.filter(room=square).order_by("seq").first()
    for member in (xia, yuan):
        reactions.add(member, first, "👍")
    thread = _thread(square, people, list(Message.objects.filter(room=square, body__in=[body for _, body in FERRY])))
    _more_threads(people)
    capsule = keep(
        xia, thread, ("周六九点半，南码头集合", cites(Post.objects.filter(thread=thread).first())), title="去岛上的渡轮"
    )
    _noticed(xia, jonas, thread)
    _still()
    # What one reads on a screen must not change the next: she has read it all, and who has not only looks at the cards.
    square.refresh_from_db()
    Seat.objects.filter(room=square, member=xia).update(read_seq=square.seq)
    Seat.objects.filter(room=square, member=mei).update(read_seq=0)
    return {"xia": xia, "mei": mei, "room": square.pk, "thread": thread.pk, "capsule": capsule.id}


def _member(name: str, hue: int, number: int) -> Member:
    user = User.objects.create(username=f"person{number}", display_name=name, hue=hue)
    if number == 0:
        purpose = "住在河边的人，聊日常，也把值得留下的留下。"
        return communities.found(user, slug="lake", name="河湾 Riverbend", purpose=purpose, hue=190)
    member = communities.join(user, Member.objects.get(user__username="person0").community)
    if number == 1:
        Member.objects.filter(pk=member.pk).update(role=Role.MODERATOR)
        member.refresh_from_db()
    return member


def _room(founder: Member, name: str, people: list[Member], topic: str = "") -> Room:
    room = rooms.create(founder, "open", name)
    Room.objects.filter(pk=room.pk).update(topic=topic)
    for member in people:
        seats.take(room, member)
    return Room.objects.get(pk=room.pk)


def _said(room: Room, people: list[Member], talk: list[tuple[int, str]], at: datetime) -> Any:
    return talks.talk(room, *[(people[who], body) for who, body in talk], at=at)


def _thread(room: Room, people: list[Member], messages: list[Message]) -> Thread:
    """The talk about the ferry, promoted, and how it went on at the board."""
    xia, jonas, yuan, *_ = people
    promotion = acts.promote(xia, room, messages, title="周六去岛上：渡轮、集合、谁带什么")
    thread = Thread.objects.get(pk=promotion.thread_id)
    first = acts.reply(jonas, thread, "Booked for six, half past nine. **Bring cash**: the kiosk takes no cards.")
    acts.reply(yuan, thread, "收到。回程我建议坐四点那班，五点的总是满。", parent=first)
    return thread


def _more_threads(people: list[Member]) -> None:
    xia, jonas, yuan, mira, _ = people
    garden = categories.create(xia, "花园 Garden", audience="members")
    category = Category.objects.get(pk=garden.id)
    for author, title, body in (
        (mira, "Glazes that survive the dishwasher", "A list of what we tried, with photos of what is left of it."),
        (yuan, "堰边的芦苇要不要割？", "去年割了以后苍鹭半年没来，今年想先问问大家。"),
        (jonas, "How we share the boat", "One page: who may take it, what to check, whom to call."),
    ):
        acts.start(author, title, body, category=category)


def _noticed(xia: Member, jonas: Member, thread: Thread) -> None:
    notices.tell(xia, "digest", key="digest:daily:2026-05-06", data={"kind": "daily", "day": "2026-05-06", "items": 3})
    notices.tell(
        xia, "thread_reply", key="reply:1", actor=jonas, data={"thread": thread.pk, "seq": 7, "title": thread.title}
    )


MOMENTS = {Thread: ("created_at", "last_at"), Member: ("joined_at",)} | dict.fromkeys(
    (Post, Promotion, Fold, Capsule, Notice, Room), ("created_at",)
)


def _still() -> None:
    """Every moment of today becomes one of that day, a few minutes apart."""
    for model, fields in MOMENTS.items():
        for place, row in enumerate(model.objects.order_by("-pk")):
            at = NOW - timedelta(minutes=3 + 7 * place)
            model.objects.filter(pk=row.pk).update(**dict.fromkeys(fields, at))
