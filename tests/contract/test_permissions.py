"""The permission matrix: every endpoint and every socket command, by every role, a stranger and somebody signed out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import get_resolver

from board.models import Category, Post
from chat import messages, rooms, seats
from chat.conversations import suggestions
from chat.conversations.models import Conversation, Link
from chat.models import Message
from community.access import CAPABILITIES, Role
from community.clock import now
from community.members import communities, invitations
from community.members.models import Member, User
from community.moderation import cases
from community.moderation.holds import Submission
from tests.api import Api
from tests.conftest import joined, person
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db

ALL = frozenset(role.value for role in Role)
NOBODY: frozenset[str] = frozenset()
STRANGER, SIGNED_OUT = "stranger", "signed out"
PUBLIC = ALL | {STRANGER, SIGNED_OUT}
SIGNED_IN = ALL | {STRANGER}
AUTHOR = frozenset({"member"})  # every object of the stage is the plain member's


def holders(capability: str) -> frozenset[str]:
    return frozenset(role.value for role in CAPABILITIES[capability])


@dataclass
class Stage:
    """One community with somebody in every role, and one of everything, made by the plain member."""

    people: dict[str, Member | User]
    ids: dict[str, Any] = field(default_factory=dict)
    browsers: dict[str, Api] = field(default_factory=dict)

    def api(self, who: str) -> Api:
        if who not in self.browsers:
            self.browsers[who] = Api(self.people.get(who))
        return self.browsers[who]

    def path(self, route: str, own: dict[str, str]) -> str:
        names = {"slug": "lake", **own}
        return re.sub(
            r"<(?:\w+:)?(\w+)>",
            lambda match: str(self.ids[names[match[1]]] if names[match[1]] in self.ids else names[match[1]]),
            route,
        )


def message(stage: Stage) -> dict[str, object]:
    return {"client_id": str(uuid4()), "body": "Hello"}


@dataclass(frozen=True)
class Row:
    """Who may do what: everybody else is refused, strangers with 404 and the signed out with 401."""

    method: str
    route: str
    allowed: frozenset[str]
    fill: dict[str, str] = field(default_factory=dict)
    body: Callable[[Stage], dict[str, object]] | None = None
    refused: frozenset[int] = frozenset({403})
    before: Callable[[Stage], object] | None = None
    served: int = 200


def row(
    method: str,
    route: str,
    allowed: frozenset[str],
    body: object = None,
    before: Any = None,
    refused: int = 403,
    served: int = 200,
    **fill: str,
) -> Row:
    made = body if callable(body) or body is None else lambda stage: body
    return Row(method, route, allowed, fill, made, frozenset({refused}), before, served)


LAKE, ROOM, MSG = "communities/<slug:slug>/", "rooms/<int:pk>/", "messages/<int:pk>/"
CONVERSATION, CAPSULE = "conversations/<int:pk>/", "capsules/<int:pk>/"
THREAD, POST, PROMO = "threads/<int:pk>/", "posts/<int:pk>/", "promotions/<int:pk>/"
# The keys of RFC 8291's example.
DEVICE = {
    "endpoint": "https://push.example.org/a-browser",
    "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}
UNTIL = {"until": (now() + timedelta(days=1)).isoformat()}


def hidden(stage: Stage) -> None:
    stage.api("owner").put(f"messages/{stage.ids['message']}/hidden/")


def hidden_post(stage: Stage) -> None:
    stage.api("owner").put(f"posts/{stage.ids['post']}/hidden/")


def note(stage: Stage) -> dict[str, object]:
    lines = [{"text": "A line", "sources": [{"message": stage.ids["message"]}]}]
    return {
        "title": "A note", "conversation": stage.ids["conversation"], "parts": [{"kind": "answer", "lines": lines}],
    }  # fmt: skip


def removed_thread(stage: Stage) -> None:
    stage.api("owner").delete(f"threads/{stage.ids['thread']}/")


def embedded(stage: Stage) -> None:
    stage.api("owner").patch("communities/lake/embed/", {"origins": ["https://host.example"]})


ROWS = [
    row("GET", "me/", PUBLIC),
    row("PATCH", "account/", SIGNED_IN, {"display_name": "New"}),
    row("GET", "setup/", PUBLIC),
    row(
        "POST", "setup/", NOBODY, {"username": "x1", "password": "long enough 4 you", "name": "X", "slug": "x"},
        refused=409,
    ),
    row("GET", "communities/", PUBLIC),
    row("GET", LAKE, PUBLIC),
    row("PATCH", LAKE, holders("community.edit"), {"slogan": "New"}),
    row("POST", f"{LAKE}join/", SIGNED_IN, {}),
    row("POST", f"{LAKE}leave/", ALL - {"owner"}, refused=409),
    row("GET", f"{LAKE}members/", ALL),
    row("GET", "members/<int:pk>/", ALL, pk="member_id"),
    row("PATCH", "members/<int:pk>/", holders("member.role"), {"role": "contributor"}, pk="member_id"),
    row("PUT", "members/<int:pk>/silence/", holders("member.silence"), UNTIL, pk="member_id"),
    row("DELETE", "members/<int:pk>/silence/", holders("member.silence"), pk="member_id"),
    row(
        "POST", "reports/", ALL - AUTHOR, lambda stage: {"object": f"message:{stage.ids['message']}", "why": "spam"},
    ),
    row("GET", f"{LAKE}sanctions/", SIGNED_IN),
    row("GET", f"{LAKE}holds/", ALL),
    row("DELETE", "holds/<int:pk>/", AUTHOR, refused=404, pk="hold"),
    row("POST", "sanctions/<int:pk>/appeal/", NOBODY, {"words": "I did not."}, refused=404, pk="member_id"),
    row("GET", f"{LAKE}invitations/", ALL),
    row("POST", f"{LAKE}invitations/", holders("invitation.create"), {}),
    row("GET", "invitations/<slug:code>/", PUBLIC, code="code"),
    row("DELETE", "invitations/<slug:code>/", holders("community.edit"), code="code"),
    row("GET", "invitations/<slug:code>/qr.svg", PUBLIC, code="code"),
    row("GET", f"{LAKE}search/", ALL),
    row("GET", f"{LAKE}embed/", holders("community.edit")),
    row("PATCH", f"{LAKE}embed/", holders("community.edit"), {"origins": ["https://host.example"]}),
    row("POST", f"{LAKE}embed/session/", NOBODY, {"token": "signed by nobody"}, refused=404),
    row("POST", f"{LAKE}embed/state/", PUBLIC, {}, before=embedded),
    row("POST", "embed/code/", SIGNED_IN, {}),
    row("POST", "embed/session/", NOBODY, {"code": "of nobody"}, refused=400),
    row("GET", f"{LAKE}drafts/", ALL),
    row("PUT", f"{LAKE}drafts/<str:place>/", ALL, {"body": "So far"}, place="room:1"),
    row("DELETE", f"{LAKE}drafts/<str:place>/", ALL, place="room:1"),
    row("GET", f"{LAKE}notices/", ALL),
    row("POST", f"{LAKE}notices/read/", ALL, {"all": True}),
    row("GET", "me/digests/", SIGNED_IN),
    row("PATCH", "me/digests/", SIGNED_IN, {"hour": 9}),
    row("GET", f"{LAKE}digests/preview/", ALL),
    row("GET", "me/push/", SIGNED_IN),
    row("PATCH", "me/push/", SIGNED_IN, {"level": "mentions"}),
    row("POST", "me/push/devices/", SIGNED_IN, DEVICE),
    row("DELETE", "me/push/devices/", SIGNED_IN, {"endpoint": DEVICE["endpoint"]}),
    row("GET", f"{LAKE}push/<str:place>/", ALL, place="room:1"),
    row("PUT", f"{LAKE}push/<str:place>/", ALL, {"level": "nothing"}, place="room:1"),
    row("GET", "briefs/stop/<str:token>/", NOBODY, token="forged", refused=404),
    row("POST", "briefs/stop/<str:token>/", NOBODY, token="forged", refused=404),
    row("GET", f"{LAKE}rooms/", ALL),
    row("POST", f"{LAKE}rooms/", holders("room.create"), {"kind": "open", "name": "New"}),
    row("POST", f"{LAKE}directs/", holders("direct.create"), lambda stage: {"member": stage.ids["friend_id"]}),
    row("GET", ROOM, ALL, pk="room"),
    row("PATCH", ROOM, holders("room.edit"), {"topic": "New"}, pk="room"),
    row("POST", f"{ROOM}join/", ALL, pk="room"),
    row("POST", f"{ROOM}leave/", ALL, pk="room"),
    row("GET", f"{ROOM}members/", ALL, pk="room"),
    row("POST", f"{ROOM}members/", holders("room.post"), lambda stage: {"member": stage.ids["friend_id"]}, pk="room"),
    row("DELETE", f"{ROOM}members/<int:member>/", holders("room.edit"), pk="closed", member="member_id"),
    row("PUT", f"{ROOM}level/", ALL, {"level": "mentions"}, pk="room"),
    row("PUT", f"{ROOM}read/", ALL, {"seq": 1}, pk="room"),
    row("GET", f"{ROOM}messages/", ALL, pk="room"),
    row("POST", f"{ROOM}messages/", holders("room.post"), message, pk="room"),
    row("GET", f"{ROOM}changes/", ALL, pk="room"),
    row("GET", f"{ROOM}pins/", ALL, pk="room"),
    row("GET", f"{ROOM}files/", ALL, pk="room"),
    # An upload is its owner's; without tus' own headers nothing begins and nothing goes on, whoever asks.
    row("POST", f"{LAKE}uploads/", ALL, served=400),
    row("GET", f"{LAKE}uploads/<int:upload>/", AUTHOR, refused=404, upload="upload"),
    row("PATCH", f"{LAKE}uploads/<int:upload>/", AUTHOR, refused=404, served=400, upload="upload"),
    row("DELETE", f"{LAKE}uploads/<int:upload>/", AUTHOR, refused=404, served=204, upload="upload"),
    row("GET", "files/<int:pk>/", ALL, pk="file"),
    row("GET", "files/<int:pk>/thumb/<int:width>/", ALL, pk="file", width="320"),
    row("GET", f"{ROOM}load/", ALL, pk="room"),
    row("PATCH", f"{ROOM}load/", holders("room.edit"), {"posters": 30, "slow": 5}, pk="room"),
    row("GET", f"{ROOM}load/history/", holders("room.edit"), pk="room"),
    row("GET", f"{ROOM}load/circle/", NOBODY, refused=404, pk="room"),  # nobody here talks with anybody
    row(
        "POST", f"{ROOM}load/circle/", NOBODY,
        lambda stage: {"name": "New", "members": [stage.ids["friend_id"], stage.ids["member_id"]]}, refused=404,
        pk="room",
    ),
    Row("GET", f"{ROOM}load/split/", NOBODY, {"pk": "room"}, refused=frozenset({403, 404})),  # too small for hosts too
    row(
        "POST", f"{ROOM}load/split/", holders("room.edit"),
        lambda stage: {"client_id": str(uuid4()), "name": "One half", "members": [stage.ids["friend_id"]]}, pk="room",
    ),
    row("GET", MSG, ALL, pk="message"),
    row("PATCH", MSG, AUTHOR, {"body": "Better"}, pk="message"),
    row("DELETE", MSG, AUTHOR, pk="message"),
    row("DELETE", f"{MSG}preview/", AUTHOR, pk="message"),
    row("POST", f"{MSG}recall/", AUTHOR, pk="message"),
    row("PUT", f"{MSG}reactions/<str:emoji>/", holders("reaction.add"), pk="message", emoji="👍"),
    row("DELETE", f"{MSG}reactions/<str:emoji>/", ALL, pk="message", emoji="👍"),
    row("PUT", f"{MSG}pin/", holders("room.pin"), pk="message"),
    row("DELETE", f"{MSG}pin/", holders("room.pin"), pk="message"),
    row("PUT", f"{MSG}hidden/", holders("message.hide"), {"reason": "Rude"}, pk="message"),
    row("DELETE", f"{MSG}hidden/", holders("message.hide"), before=hidden, pk="message"),
    row("GET", f"{LAKE}categories/", ALL),
    row("POST", f"{LAKE}categories/", holders("category.create"), {"name": "New"}),
    row("PATCH", "categories/<int:pk>/", holders("category.create"), {"name": "Other"}, pk="category"),
    row("GET", f"{LAKE}tags/", ALL),
    row("GET", f"{LAKE}threads/", ALL),
    row(
        "POST", f"{LAKE}threads/", holders("thread.create"),
        lambda stage: message(stage) | {"category": stage.ids["category"], "title": "A new thread", "tags": []},
    ),
    row("GET", THREAD, ALL, pk="thread"),
    row("PATCH", THREAD, AUTHOR | holders("thread.edit"), {"title": "Another title"}, pk="thread"),
    row("DELETE", THREAD, AUTHOR | holders("thread.edit"), pk="thread"),
    row("POST", f"{THREAD}restore/", holders("thread.edit"), before=removed_thread, refused=404, pk="thread"),
    row("PUT", f"{THREAD}lock/", holders("thread.lock"), pk="thread"),
    row("DELETE", f"{THREAD}lock/", holders("thread.lock"), pk="thread"),
    row("PUT", f"{THREAD}pin/", holders("thread.pin"), pk="thread"),
    row("DELETE", f"{THREAD}pin/", holders("thread.pin"), pk="thread"),
    row("PUT", f"{THREAD}level/", ALL, {"level": "follow"}, pk="thread"),
    row("PUT", f"{THREAD}read/", ALL, {"seq": 1}, pk="thread"),
    row("GET", f"{THREAD}posts/", ALL, pk="thread"),
    row("POST", f"{THREAD}posts/", holders("post.create"), message, pk="thread"),
    row("GET", f"{THREAD}changes/", ALL, pk="thread"),
    row("PATCH", POST, AUTHOR, {"body": "Better"}, pk="post"),
    row("DELETE", POST, AUTHOR, pk="post"),
    row("PUT", f"{POST}reactions/<str:emoji>/", holders("reaction.add"), pk="post", emoji="👍"),
    row("DELETE", f"{POST}reactions/<str:emoji>/", ALL, pk="post", emoji="👍"),
    row("PUT", f"{POST}hidden/", holders("message.hide"), {"reason": "Rude"}, pk="post"),
    row("DELETE", f"{POST}hidden/", holders("message.hide"), before=hidden_post, pk="post"),
    row(
        "POST", f"{ROOM}promotions/", holders("promotion.create"),
        lambda stage: {"messages": [stage.ids["message"]], "title": "A talk", "category": stage.ids["category"]},
        pk="room",
    ),
    row("GET", f"{MSG}proposal/", holders("promotion.create"), pk="message"),
    row("GET", f"{ROOM}conversations/", ALL, pk="room"),
    row("GET", f"{ROOM}links/", ALL, pk="room"),
    row("GET", f"{ROOM}suggestions/", holders("suggestion.decide"), pk="room"),
    row(
        "POST", f"{ROOM}suggestions/promote/", holders("suggestion.decide"),
        lambda stage: {"conversations": [stage.ids["conversation"]], "category": stage.ids["category"]}, pk="room",
    ),
    row("DELETE", "suggestions/<int:pk>/", holders("suggestion.decide"), pk="suggestion"),
    row("GET", f"{ROOM}catch-up/", ALL, pk="room"),
    row("PUT", f"{CONVERSATION}done/", ALL, {"seq": 1}, pk="conversation"),
    row("DELETE", f"{CONVERSATION}done/", ALL, pk="conversation"),
    row("PUT", f"{CONVERSATION}follow/", ALL, pk="conversation"),
    row("DELETE", f"{CONVERSATION}follow/", ALL, pk="conversation"),
    row("POST", f"{CONVERSATION}capsule/", holders("capsule.create"), pk="conversation"),
    row("POST", f"{THREAD}capsule/", holders("capsule.create"), pk="thread"),
    row("GET", f"{LAKE}capsules/", ALL),
    row("POST", f"{LAKE}capsules/", holders("capsule.create"), note),
    row("GET", f"{LAKE}capsules/settings/", ALL),
    row("PATCH", f"{LAKE}capsules/settings/", holders("community.edit"), {"model": True}),
    row("GET", CAPSULE, ALL, pk="capsule"),
    row("PATCH", CAPSULE, AUTHOR | holders("capsule.edit"), {"title": "Another title"}, pk="capsule"),
    row("DELETE", CAPSULE, AUTHOR | holders("capsule.edit"), pk="capsule"),
    row(
        "POST", f"{CAPSULE}share/", holders("room.post"),
        lambda stage: {"client_id": str(uuid4()), "room": stage.ids["room"]}, pk="capsule",
    ),
    row("GET", CONVERSATION, ALL, pk="conversation"),
    row("GET", f"{CONVERSATION}messages/", ALL, pk="conversation"),
    row(
        "POST", f"{CONVERSATION}steer/", holders("suggestion.decide"),
        lambda stage: {"category": stage.ids["category"]}, pk="conversation",
    ),
    row(
        "POST", f"{CONVERSATION}carry-on/", holders("suggestion.decide"),
        lambda stage: {"client_id": str(uuid4()), "name": "Over there"}, pk="conversation",
    ),
    row("GET", PROMO, ALL, pk="promotion"),
    row("POST", f"{PROMO}undo/", AUTHOR | holders("promotion.undo"), pk="promotion"),
    row(
        "POST", f"{PROMO}absorb/", holders("promotion.create"), lambda stage: {"messages": [stage.ids["late"]]},
        pk="promotion",
    ),
    row("POST", f"{PROMO}consent/", NOBODY, {"agree": True}, refused=404, pk="promotion"),
]  # fmt: skip


def furnish() -> Stage:
    """Make the stage."""
    owner = communities.found(person("Owner"), slug="lake", name="Lake")
    people: dict[str, Member | User] = {"owner": owner, STRANGER: person("Stranger")}
    for role in Role:
        if role != Role.OWNER:
            people[role.value] = joined(owner.community, role.value.title(), role)
    author, friend = people["member"], joined(owner.community, "Friend")
    here = Stage(people)
    square = rooms.create(owner, "open", "Square")
    closed = rooms.create(owner, "closed", "Den")
    for member in owner.community.members.all():
        seats.take(square, member)
        seats.take(closed, member)
    said = [messages.post(author, square, f"Words {number}", client_id=uuid4()).id for number in range(4)]
    api = Api(author)
    category = Category.objects.filter(community=owner.community).first()
    promoted = {"messages": [said[1], said[2]], "title": "Promoted", "category": category.pk, "tags": [], "ask": False}
    promotion = api.post(f"rooms/{square.pk}/promotions/", promoted)
    thread = api.post(
        "communities/lake/threads/",
        {"client_id": str(uuid4()), "category": category.pk, "title": "A thread", "body": "Words", "tags": []},
    )
    file = upload(api, picture(), "image")
    messages.post(author, square, "", client_id=uuid4(), files=[file["id"]])
    conversation = about(Message.objects.get(pk=said[0]))
    here.ids = {
        "conversation": conversation.pk, "suggestion": suggestions.make(conversation, "sign").pk,
        "room": square.pk, "closed": closed.pk, "message": said[0], "late": said[3], "category": category.pk,
        "promotion": promotion["id"], "thread": thread["id"], "post": Post.objects.get(thread=thread["id"]).pk,
        "upload": upload(api, b"Hello")["id"], "file": file["id"],
        "member_id": author.pk, "friend_id": friend.pk, "code": invitations.create(owner, days=1, uses=1000).code,
    }  # fmt: skip
    submission = Submission(author, "message", uuid4(), f"room:{square.pk}", "/c/lake", "Odd words", {})
    here.ids["hold"] = cases.hold(submission, ["odd"]).pk
    here.ids["capsule"] = api.post("communities/lake/capsules/", note(here))["id"]
    return here


def about(message: Message) -> Conversation:
    """A conversation of one message."""
    conversation = Conversation.objects.create(
        community_id=message.community_id, room=message.room, first_seq=message.seq, last_seq=message.seq,
        first_at=message.created_at, last_at=message.created_at, messages=1, people=1,
    )  # fmt: skip
    Link.objects.create(message=message, room=message.room, seq=message.seq, conversation=conversation, probability=1.0)
    return conversation


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """One stage for all rows: every try is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        here = furnish()
        for who in (*ALL, STRANGER, SIGNED_OUT):
            here.api(who)
        yield here
        transaction.set_rollback(True)


@pytest.mark.parametrize("entry", ROWS, ids=lambda entry: f"{entry.method} {entry.route}")
def test_an_endpoint_serves_those_it_is_for_and_nobody_else(stage: Stage, entry: Row):
    path = stage.path(entry.route, entry.fill)
    for who in (*ALL, STRANGER, SIGNED_OUT):
        with transaction.atomic():
            if entry.before:
                entry.before(stage)
            status = stage.api(who).request(entry.method, path, entry.body(stage) if entry.body else None).status_code
            transaction.set_rollback(True)
        assert status in _expected(entry, who), f"{who}: {status}"


def _expected(entry: Row, who: str) -> frozenset[int]:
    if who in entry.allowed:
        return frozenset({entry.served})
    if who in ALL:
        return entry.refused
    return frozenset({401, *entry.refused}) if who == SIGNED_OUT else frozenset({404, *entry.refused} - {403})


def test_every_endpoint_has_its_rows():
    listed = {(entry.method, entry.route) for entry in ROWS}
    missing = [pair for pair in endpoints() if pair not in listed]
    assert not missing, f"The permission matrix has no row for {missing}."


def test_every_row_has_its_endpoint():
    there = set(endpoints())
    assert not [entry.route for entry in ROWS if (entry.method, entry.route) not in there]


def endpoints() -> list[tuple[str, str]]:
    found = []
    for route, view in api_views(get_resolver()):
        found += [
            (method.upper(), route) for method in ("get", "post", "put", "patch", "delete") if hasattr(view, method)
        ]
    return found


def api_views(resolver: Any, prefix: str = "") -> list[tuple[str, type]]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            found += api_views(entry, route)
        elif route.startswith("api/v1/"):
            found.append((route.removeprefix("api/v1/"), entry.callback.view_class))
    return found
