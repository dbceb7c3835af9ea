"""A sticker is a message like any other: what holds of these holds of it."""

from uuid import uuid4

import pytest

from board import posts
from chat import album, doors, messages, rooms
from chat.models import Message
from chat.shapes import SocketPost
from community.errors import InvalidInput, NotFound
from community.files import tidying
from community.files.models import File
from community.members import communities
from community.moderation import cases, holds
from community.moderation.audit import Moderator
from community.moderation.holds import Submission
from community.search import index
from community.stickers import sets
from community.stickers.models import Sticker
from tests.api import Api
from tests.board.acts import promote, start
from tests.conftest import person
from tests.contract.test_query_budgets import queries
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db


def chosen(member, name="Wave"):
    return sets.add(member, upload(Api(member), picture(), "image")["id"], name).file


def send(author, room, file, body="", **options):
    return messages.post(author, room, body, client_id=uuid4(), files=[file.id], **options)


@pytest.fixture
def wave(ada):
    return chosen(ada)


def test_everybody_sends_it_again_and_again(ada, ben, square, wave):
    shapes = [send(author, square, wave) for author in (ben, ben, ada)]
    assert all(shape.files == [wave] for shape in shapes)
    assert File.objects.get(pk=wave.id).carrier == "sticker"


def test_sending_one_costs_two_questions_more_than_words(ben, square, wave):
    def post(**what):
        (answer,) = doors.post_together([(ben.user, SocketPost(room=square.pk, client_id=uuid4(), **what))])
        assert not isinstance(answer, Exception)

    post(body="Warm")
    words = queries(lambda: post(body="Words"))
    assert queries(lambda: post(body="", files=[wave.id])) == words + 2


def test_one_that_was_taken_off_the_set_is_sent_no_more_and_stays_where_it_stands(ada, ben, square, wave, api):
    said = send(ben, square, wave)
    sets.remove(ada, Sticker.objects.select_related("file__owner").get())
    with pytest.raises(NotFound):
        send(ben, square, wave)
    tidying.tidy()
    shown = api(ben).get(f"messages/{said.id}/")["message"]
    assert [file["name"] for file in shown["files"]] == ["Wave"]


def test_in_another_community_it_is_not_sent(wave):
    otto = communities.found(person("Otto"), slug="sea", name="Sea")
    with pytest.raises(NotFound):
        send(otto, rooms.create(otto, "open", "Bay"), wave)


def test_one_that_waited_for_a_moderator_is_published_and_can_be_sent_meanwhile(ben, mo, square, wave):
    sent = {"body": "", "reply_to": None, "files": [wave.id]}
    held = cases.hold(Submission(ben, "message", uuid4(), f"room:{square.pk}", "/", "", sent), ("raid",))
    send(mo, square, wave)
    holds.publish(Moderator(member=mo), held.pk)
    assert Message.objects.filter(author=ben).get().files == [wave.wire()]


def test_a_sticker_goes_alone(ada, ben, square, wave):
    image = upload(Api(ben), picture(), "image")["id"]
    for files in ([wave.id, image], [wave.id, chosen(ada, "Bow").id]):
        with pytest.raises(InvalidInput) as refusal:
            messages.post(ben, square, "", client_id=uuid4(), files=files)
        assert refusal.value.code == "sticker.alone"


def test_excerpts_say_its_name_and_the_album_leaves_it_out(ben, square, wave, api):
    said = send(ben, square, wave)
    answer = messages.post(ben, square, "Hello", client_id=uuid4(), reply_to=said.id)
    assert answer.reply_to.excerpt == "[Wave]"
    assert album.page(square, "image", None) == ([], None)


def test_it_is_found_by_its_name(ben, square, wave, api):
    said = send(ben, square, wave)
    for source, pk in index.lagging():
        index.read_all(source, pk)
    found = api(ben).get("communities/lake/search/?q=wave")["results"]
    assert [hit["id"] for hit in found] == [said.id]
    assert api(ben).get("communities/lake/search/?q=has:image")["results"] == []


def test_recalling_one_message_leaves_the_others_their_picture(ben, square, wave):
    first, second = send(ben, square, wave), send(ben, square, wave)
    messages.recall(ben, Message.objects.select_related("room", "author").get(pk=first.id))
    assert messages.found(first.id).files == []
    assert messages.found(second.id).files == [wave]
    assert File.objects.get(pk=wave.id).released_at is None


def test_a_promoted_sticker_shows_on_the_board(ada, ben, square, wave, api):
    said = [Message.objects.get(pk=send(author, square, wave).id) for author in (ada, ben)]
    thread = promote(ada, square, said).thread
    shown = api(ben).get(f"threads/{thread.pk}/posts/")["posts"]
    assert [[file["kind"] for file in post["files"]] for post in shown] == [["sticker"], ["sticker"]]


def test_posts_of_the_board_take_none_of_their_own(ada, ben, wave):
    with pytest.raises(NotFound):
        posts.reply(ben, start(ada), "", client_id=uuid4(), files=[wave.id])
