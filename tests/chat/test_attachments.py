"""Files in messages and posts: who sends them, who reads them, and when they are gone."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
import time_machine

from board.models import Category, Post
from chat import doors, messages, rooms, seats
from chat.conversations import reading
from chat.models import Message
from chat.shapes import SocketPost
from community.clock import now
from community.files import tidying
from community.files.models import File
from community.moderation.audit import Moderator
from tests.api import Api
from tests.conftest import joined
from tests.contract.test_query_budgets import queries
from tests.uploads import VOICE, picture, upload
from tests.wire import cookies

pytestmark = pytest.mark.django_db


def shown(who, file) -> int:
    return Api(who).client.get(f"/api/v1/files/{file['id']}/").status_code


def sent(author, room, *files, body="", client_id=None):
    return messages.post(author, room, body, client_id=client_id or uuid4(), files=[file["id"] for file in files])


def row(shape) -> Message:
    return Message.objects.select_related("room", "author").get(pk=shape.id)


@pytest.fixture
def image(ben):
    return upload(Api(ben), picture(), "image", "lake.png")


# --- Sending ----------------------------------------------------------------------------------------------------------
def test_a_file_is_sent_once_by_its_owner_alone(ada, ben, square, image):
    with pytest.raises(messages.NotFound):
        sent(ada, square, image)
    first = sent(ben, square, image)
    assert [file.id for file in first.files] == [image["id"]]
    with pytest.raises(messages.NotFound):
        sent(ben, square, image)


def test_two_messages_that_come_together_do_not_share_a_file(ben, square, image):
    wanted = [SocketPost(room=square.pk, client_id=uuid4(), body=f"{n}", files=[image["id"]]) for n in range(2)]
    answers = doors.post_together([(ben.user, post) for post in wanted])
    assert sorted(type(answer).__name__ for answer in answers) == ["NotFound", "Posted"]
    assert Message.objects.exclude(files=None).count() == 1


def test_the_same_message_again_gets_the_first_answer_with_its_files(ben, square, image):
    again = uuid4()
    first = sent(ben, square, image, client_id=again)
    assert sent(ben, square, image, client_id=again) == first


def test_what_is_not_whole_or_too_much_is_not_sent(ben, square, settings):
    some = [upload(Api(ben), b"Hello") for _ in range(2)]
    File.objects.filter(pk=some[0]["id"]).update(finished_at=None)
    with pytest.raises(messages.NotFound):
        sent(ben, square, some[0])
    settings.OXBOW = settings.OXBOW | {"FILES": 1}
    with pytest.raises(messages.InvalidInput, match="too many"):
        sent(ben, square, *some)
    assert not Message.objects.exists()


def test_a_message_may_be_files_alone_and_its_excerpts_show_it(ada, ben, square, api):
    voice = upload(Api(ben), VOICE, "voice", seconds="75")
    paper = upload(Api(ben), b"%PDF-1.7", name="plan.pdf")
    said = sent(ben, square, voice, paper)
    assert (
        messages.post(ada, square, "Nice", client_id=uuid4(), reply_to=said.id).reply_to.excerpt
        == "🎤 1:15 📎 plan.pdf"
    )
    assert api(ada).get(f"rooms/{square.pk}/messages/")["messages"][0]["files"] == [voice, paper]
    with pytest.raises(messages.InvalidInput):
        messages.post(ben, square, " ", client_id=uuid4())
    assert messages.edit(ben, row(said), "").files == said.files


def test_sending_files_costs_two_statements_more_and_none_without(ben, square):
    def post(files):
        doors.post_together([(ben.user, SocketPost(room=square.pk, client_id=uuid4(), body="Hello", files=files))])

    post([])
    plain, few, many = ([upload(Api(ben), b"x")["id"] for _ in range(count)] for count in (0, 1, 4))
    costs = [queries(lambda files=files: post(files)) for files in (plain, few, many)]
    assert costs == [1, 3, 3]


# --- Reading ----------------------------------------------------------------------------------------------------------
def test_a_file_is_read_by_those_who_read_its_message(ada, ben, mo, cleo, den, image):
    sent(ben, den, image)
    assert [shown(who, image) for who in (ada, ben, mo, cleo)] == [200, 200, 404, 404]
    rooms.remove(ada, den, ben)
    assert shown(ben, image) == 404
    assert Api().client.get(f"/api/v1/files/{image['id']}/").status_code == 401


@pytest.mark.parametrize("way", ["recall", "delete", "hide"])
def test_what_is_taken_away_is_read_by_nobody(ada, ben, mo, square, image, way):
    said = sent(ben, square, image)
    ways = {
        "recall": lambda: messages.recall(ben, row(said)),
        "delete": lambda: messages.delete(ben, row(said)),
        "hide": lambda: messages.hide(Moderator(member=mo), row(said), "Rude"),
    }
    assert ways[way]().files == []
    assert [shown(who, image) for who in (ada, ben, mo)] == [404, 404, 404]
    with time_machine.travel(now() + timedelta(hours=25)):
        assert tidying.tidy() == (0 if way == "hide" else 1)


def test_what_a_moderator_shows_again_comes_with_its_files(ada, ben, mo, square, image):
    said = sent(ben, square, image)
    messages.hide(Moderator(member=mo), row(said))
    with time_machine.travel(now() + timedelta(days=30)):
        tidying.tidy()
    assert messages.restore(Moderator(member=mo), row(said)).files == said.files
    assert shown(ada, image) == 200


# --- On the board -----------------------------------------------------------------------------------------------------
def promote(api, room, *shapes) -> int:
    category = Category.objects.get(community=room.community_id).pk
    ids = [shape.id for shape in shapes]
    return api.post(f"rooms/{room.pk}/promotions/", {"messages": ids, "title": "A talk", "category": category})[
        "thread"
    ]


def test_a_promoted_post_shows_the_files_of_its_message_and_none_of_its_own(ada, ben, square, image):
    said = sent(ben, square, image, body="Look")
    thread = promote(Api(ben), square, said)
    assert Api(ada).get(f"threads/{thread}/posts/")["posts"][0]["files"] == [image]
    assert Post.objects.get().files is None
    assert shown(joined(ada.community, "Late"), image) == 200
    messages.delete(ben, row(said))
    assert shown(ada, image) == 404
    assert Api(ada).get(f"threads/{thread}/posts/")["posts"][0]["files"] == []


def test_readers_of_the_thread_read_its_files_though_not_the_room(ada, ben, mo, den, image):
    """Its author agreed; everybody in the room wrote it."""
    said = sent(ben, den, image, body="Look")
    assert shown(mo, image) == 404
    category = Category.objects.get(community=ada.community_id).pk
    wanted = {"messages": [said.id], "title": "A talk", "category": category, "ask": True}
    promotion = Api(ben).post(f"rooms/{den.pk}/promotions/", wanted)
    if promotion["state"] == "waiting":
        promotion = Api(ben).post(f"promotions/{promotion['id']}/consent/", {"agree": True})
    assert (promotion["state"], shown(mo, image)) == ("done", 200)
    Api(ben).post(f"promotions/{promotion['id']}/undo/")
    assert [shown(mo, image), shown(ada, image)] == [404, 200]


def test_posts_carry_files_of_their_own(ada, ben, cleo, api):
    first, second = (upload(Api(ben), picture(), "image") for _ in range(2))
    category = Category.objects.get(community=ada.community_id).pk
    started = {"client_id": str(uuid4()), "category": category, "title": "Boats", "body": "", "files": [first["id"]]}
    thread = api(ben).post("communities/lake/threads/", started)
    assert (thread["excerpt"], shown(ada, first), shown(cleo, first)) == ("🖼️", 200, 404)
    reply = {"client_id": str(uuid4()), "body": "More", "files": [second["id"]]}
    post = api(ben).post(f"threads/{thread['id']}/posts/", reply)
    assert api(ben).post(f"threads/{thread['id']}/posts/", reply) == post
    assert post["files"] == [second]
    api(ben).delete(f"posts/{post['id']}/")
    assert shown(ben, second) == 404
    assert (
        api(ben).refused("POST", f"threads/{thread['id']}/posts/", reply | {"client_id": str(uuid4())}) == "not_found"
    )


# --- The album --------------------------------------------------------------------------------------------------------
def test_the_album_of_a_room_shows_what_stands_there_by_kind(ada, ben, square, cleo):
    seats.take(square, ben)
    images = [upload(Api(ben), picture(), "image") for _ in range(3)]
    paper = upload(Api(ben), b"%PDF-1.7", name="plan.pdf")
    first, second = sent(ben, square, images[0], paper), sent(ben, square, *images[1:])
    page = Api(ada).get(f"rooms/{square.pk}/files/")
    assert [row["file"]["id"] for row in page["results"]] == [images[1]["id"], images[2]["id"], images[0]["id"]]
    assert [row["file"] for row in Api(ada).get(f"rooms/{square.pk}/files/?kind=document")["results"]] == [paper]
    assert [row["file"]["id"] for row in Api(ada).get(f"rooms/{square.pk}/files/?after={second.seq}")["results"]] == [
        images[0]["id"]
    ]
    messages.delete(ben, row(first))
    assert len(Api(ada).get(f"rooms/{square.pk}/files/")["results"]) == 2
    assert Api(ada).refused("GET", f"rooms/{square.pk}/files/?kind=film") == "input.invalid"
    assert Api(cleo).refused("GET", f"rooms/{square.pk}/files/") == "not_found"


def test_a_picture_without_words_takes_part_in_conversations_and_catch_up(ada, ben, square, image):
    sent(ben, square, image)
    messages.post(ada, square, "Which lake is that?", client_id=uuid4())
    reading.read_all(square.pk)
    assert Api(ada).get(f"rooms/{square.pk}/conversations/")["results"]
    said = Message.objects.get(room=square, seq=1)
    assert said.pk in Api(ada).get(f"messages/{said.pk}/proposal/")["ticked"]
    assert Api(ada).get(f"rooms/{square.pk}/catch-up/")["unread"] == 2
    assert Api(ada).get("communities/lake/rooms/")["results"]


# --- On real servers --------------------------------------------------------------------------------------------------
def test_bytes_come_from_any_place_through_a_real_server(any_site, ben, square):
    content = bytes(range(256)) * 4000
    file = upload(Api(ben), content, name="map.bin")
    sent(ben, square, file)
    headers = {"Cookie": cookies(ben)}
    address = f"{any_site.http}/api/v1/files/{file['id']}/"
    whole = httpx.get(address, headers=headers, trust_env=False, timeout=30)
    part = httpx.get(address, headers=headers | {"Range": "bytes=1000-300999"}, trust_env=False, timeout=30)
    assert (whole.status_code, whole.content == content) == (200, True)
    assert (part.status_code, part.content == content[1000:301_000]) == (206, True)
    assert httpx.get(address, trust_env=False).status_code == 401
