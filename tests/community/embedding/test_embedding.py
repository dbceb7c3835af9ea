"""A community on other people's pages: who may show it, who comes in, and what a session without a cookie can do."""

import time
from uuid import uuid4

import jwt
import pytest
from django.conf import settings
from django.test import Client

from chat import messages, seats
from chat.models import Room
from community.embedding import origins
from community.embedding.models import Embedding, Guest
from community.errors import InvalidInput
from community.files import keys
from community.members.models import Community, Member, User
from community.memory import memory
from tests.api import Api
from tests.board.acts import say
from tests.uploads import picture, upload
from tests.wire import Wire

pytestmark = pytest.mark.django_db
HOST = "https://host.example"
STATE, ENTER = "communities/lake/embed/state/", "communities/lake/embed/session/"


@pytest.fixture
def embedding(ada) -> Embedding:
    origins.edit(ada, [HOST], renew=False)
    return Embedding.objects.get(community=ada.community)


def token(embedding: Embedding, secret: str = "", algorithm: str = "HS256", **changed: object) -> str:
    moment = int(time.time())
    claims = {"aud": "lake", "sub": "42", "name": "Wren", "iat": moment, "exp": moment + 300, "jti": "once"} | changed
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None}, secret or embedding.secret, algorithm
    )


def bearing(session: str) -> Client:
    """A browser without cookies whose requests carry a session."""
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Session {session}"})


def entered(embedding: Embedding, **changed: object) -> str:
    return Api().post(ENTER, {"token": token(embedding, **changed)})["session"]


# --- Who may show it


def test_only_pages_that_the_community_allows_may_frame_it(embedding):
    for path in ("/embed/c/lake", "/embed/c/lake/r/1"):
        answer = Client().get(path)
        assert f"frame-ancestors {HOST};" in f"{answer['Content-Security-Policy']};"
        assert "X-Frame-Options" not in answer
        assert answer["Cross-Origin-Opener-Policy"] == "unsafe-none"


@pytest.mark.parametrize("path", ["/embed/c/nowhere", "/embed/c/lake", "/c/lake", "/", "/embed/other"])
def test_nobody_else_may(ada, path):
    assert "frame-ancestors 'none'" in Client().get(path)["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Host.example/", "https://host.example"),
        ("https://a-b.example:8443", "https://a-b.example:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_origins_are_kept_as_browsers_write_them(ada, text, origin):
    assert origins.edit(ada, [text], renew=False).origins == [origin]


@pytest.mark.parametrize(
    "text",
    [
        "", "*", "https://*", "https://*.example", "http://host.example", "host.example", "javascript:alert(1)",
        "https://a.example; script-src *", "https://a.example/page", "https://user@a.example", "https://a.example?x",
        "https://a.example https://b.example", "https://a.example\nx", "null", "https://-a.example", "https://ä.example",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(ada, text):
    with pytest.raises(InvalidInput) as refusal:
        origins.edit(ada, [text], renew=False)
    assert refusal.value.code == "embed.not_an_origin"


def test_a_new_secret_ends_what_was_signed_with_the_old_one(ada, embedding):
    old = token(embedding)
    origins.edit(ada, None, renew=True)
    assert Api().refused("POST", ENTER, {"token": old}) == "embed.token_invalid"
    assert Embedding.objects.get().origins == [HOST]


# --- Who comes in


def test_whom_a_host_vouches_for_comes_in_as_a_member(embedding, square):
    me = bearing(entered(embedding)).get("/api/v1/me/").json()
    assert (me["user"]["display_name"], [one["slug"] for one in me["communities"]]) == ("Wren", ["lake"])
    assert not User.objects.get(pk=me["user"]["id"]).has_usable_password()


def test_the_same_person_is_the_same_account_and_another_is_not(embedding):
    for subject, nonce in (("42", "a"), ("42", "b"), ("43", "c")):
        entered(embedding, sub=subject, jti=nonce)
    assert Guest.objects.count() == 2
    assert Member.objects.present().count() == 3  # with Ada


def test_a_closed_door_opens_for_whom_the_host_vouches(embedding):
    Community.objects.update(door=Community.Door.INVITATION)
    assert bearing(entered(embedding)).get("/api/v1/communities/lake/rooms/").status_code == 200


def test_a_token_is_good_once(embedding):
    signed = token(embedding)
    Api().post(ENTER, {"token": signed})
    assert Api().refused("POST", ENTER, {"token": signed}) == "embed.token_used"


MOMENT = int(time.time())
WRONG = {
    "signed by somebody else": {"secret": "x" * 43},
    "of another community": {"aud": "pond"},
    "too old": {"iat": MOMENT - 900, "exp": MOMENT - 300},
    "good for a day": {"iat": MOMENT, "exp": MOMENT + 86_400},
    "made to last by a wrong clock": {"iat": MOMENT + 86_400, "exp": MOMENT + 86_700},
    "without an end": {"exp": None},
    "without a number": {"jti": None},
    "with an empty number": {"jti": ""},
    "of nobody": {"sub": ""},
    "of a name that cannot be stored": {"sub": "a\x00b"},
    "of somebody with a long name": {"sub": "a" * 201},
    "signed otherwise": {"algorithm": "HS512"},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG.keys())
def test_a_token_that_is_not_right_is_refused(embedding, changed):
    assert Api().refused("POST", ENTER, {"token": token(embedding, **changed)}) == "embed.token_invalid"
    assert not Guest.objects.exists()


def test_a_token_without_a_signature_is_refused(embedding):
    unsigned = jwt.encode({"aud": "lake", "sub": "42"}, "", algorithm="none")
    for wrong in (unsigned, "", "a.b.c", "x" * 3_000):
        assert Api().refused("POST", ENTER, {"token": wrong}) == "embed.token_invalid"


def test_a_community_that_nobody_may_embed_takes_no_tokens(ada):
    assert Api().refused("POST", ENTER, {"token": "x"}) == "not_found"


# --- A window in which one is signed in


def test_a_window_hands_its_account_over_once(ben):
    code = Api(ben).post("embed/code/")["code"]
    session = Api().post("embed/session/", {"code": code})["session"]
    assert bearing(session).get("/api/v1/me/").json()["user"]["id"] == ben.user.pk
    assert Api().refused("POST", "embed/session/", {"code": code}) == "embed.code_used"


def test_a_code_ends_by_itself(ben):
    code = Api(ben).post("embed/code/")["code"]
    keys = list(memory.scan_iter(f"{settings.REDIS_PREFIX}:embed:code:*"))
    assert [0 < memory.ttl(key) <= 60 for key in keys] == [True]
    assert code.encode() not in b"".join(keys)  # who reads Redis cannot use it


# --- A session without a cookie


def test_it_writes_without_a_token_against_forgery_and_sets_no_cookie(embedding, square):
    mine = bearing(entered(embedding))
    body = {"client_id": "0b9ff3e0-9e0c-4a7c-8a2b-3f4f3d1c2b1a", "body": "Hello from outside"}
    answer = mine.post(f"/api/v1/rooms/{square.pk}/messages/", body, content_type="application/json")
    assert (answer.status_code, answer.cookies) == (200, {})


def test_a_cookie_beside_it_does_not_count(embedding, ben):
    mine = bearing(entered(embedding))
    mine.cookies[settings.SESSION_COOKIE_NAME] = Api(ben).client.cookies[settings.SESSION_COOKIE_NAME].value
    assert mine.get("/api/v1/me/").json()["user"]["display_name"] == "Wren"


def test_a_cookie_alone_still_needs_the_token_against_forgery(ben, square):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ben.user)
    assert client.post(f"/api/v1/rooms/{square.pk}/messages/", {}, content_type="application/json").status_code == 403


@pytest.mark.parametrize("header", ["Session nonsense", "Session ", "Bearer x", "session x"])
def test_a_header_that_is_no_session_is_nobody(ada, header):
    assert Client(headers={"Authorization": header}).get("/api/v1/communities/lake/rooms/").status_code == 401


def test_it_does_not_open_the_admin(embedding, ada):
    User.objects.update(is_staff=True, is_superuser=True)
    code = Api(ada).post("embed/code/")["code"]
    session = Api().post("embed/session/", {"code": code})["session"]
    assert bearing(session).get("/admin/").status_code == 302


def test_the_socket_takes_it_among_its_protocols(site, embedding):
    session = entered(embedding)
    with Wire(site, None, protocols=["oxbow", f"session.{session}"]) as wire:
        assert wire.hello["user"] == Guest.objects.get().user_id


# --- What the button shows


def state(body: str, origin: str = HOST):
    return Client().post(f"/api/v1/{STATE}", body, content_type="text/plain", headers={"Origin": origin})


def test_the_button_shows_who_was_here_what_is_new(embedding, ada, square):
    entered(embedding)
    wren = Member.objects.get(user__display_name="Wren")
    seats.sit_down(square, wren)
    say(ada, square, "One")
    say(ada, square, "Two")
    signed = token(embedding, jti="again")
    answer = state(f'{{"token": "{signed}", "room": {square.pk}}}')
    assert answer["Access-Control-Allow-Origin"] == HOST
    assert answer.json() == {"unread": 2, "mentions": 0, "load": "calm"}
    assert state(f'{{"token": "{signed}"}}').json()["unread"] >= 2  # asking does not use it up


def test_others_see_only_how_full_an_open_room_is(embedding, ada, square, den):
    assert state(f'{{"room": {square.pk}}}').json() == {"unread": None, "mentions": None, "load": "calm"}
    assert state(f'{{"room": {den.pk}}}').json()["load"] is None
    Community.objects.update(door=Community.Door.INVITATION)
    assert state(f'{{"room": {square.pk}}}').json()["load"] is None


def test_other_pages_cannot_read_it(embedding, square):
    answer = state("{}", "https://elsewhere.example")
    assert "Access-Control-Allow-Origin" not in answer
    assert "Origin" in answer["Vary"]


# --- Files


def carried_image(author: Member, room: Room) -> int:
    image = upload(Api(author), picture(), "image", "lake.png")
    messages.post(author, room, "", client_id=uuid4(), files=[image["id"]])
    return image["id"]


def test_a_key_reads_files_as_its_holder_and_does_nothing_else(embedding, ada, ben, square, den):
    entered_as_ben = Api().post("embed/session/", {"code": Api(ben).post("embed/code/")["code"]})
    stranger = Api().post(ENTER, {"token": token(embedding)})
    carried = {room: carried_image(ada, room) for room in (square, den)}
    for key, seen in ((entered_as_ben["files"], {square: 200, den: 200}), (stranger["files"], {square: 200, den: 404})):
        for room, status in seen.items():
            assert Client().get(f"/api/v1/files/{carried[room]}/?key={key}").status_code == status
            assert Client().get(f"/api/v1/files/{carried[room]}/thumb/320/?key={key}").status_code == status
        assert Client().get(f"/api/v1/communities/lake/rooms/?key={key}").status_code == 401
    for wrong in ("", "x", entered_as_ben["files"][:-1] + "x", entered_as_ben["session"]):
        assert Client().get(f"/api/v1/files/{carried[square]}/?key={wrong}").status_code == 401


def test_a_key_ends(ada, square, monkeypatch):
    monkeypatch.setattr(keys, "SECONDS", -1)
    assert keys.holder(keys.key_of(ada.user)) is None
