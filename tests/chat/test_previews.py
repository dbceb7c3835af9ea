"""The card below a message that links to a page."""

from uuid import uuid4

import pytest

from chat import messages, previews, tasks
from chat.models import Message
from community.files.models import CommunityUse, File
from community.links import pages
from community.links.fetching import Answer, Unreachable
from tests.api import Api
from tests.uploads import picture

pytestmark = pytest.mark.django_db
LINK = "https://example.org/lake"


@pytest.fixture
def world(monkeypatch, settings):
    """What stands outside, by address; everything else is not there."""
    settings.OXBOW = settings.OXBOW | {"LINK_PREVIEWS": True}
    there = {
        LINK: ("text/html", b"<title>The lake</title><meta property=og:image content=/lake.png>"),
        "https://example.org/lake.png": ("image/png", picture("PNG", (200, 120))),
        "https://example.org/boat": ("text/html", b"<title>A boat</title>"),
    }

    def fetch(url, accepted, most):
        if url not in there:
            raise Unreachable
        return Answer(url, there[url][0], "", there[url][1])

    monkeypatch.setattr(pages, "fetch", fetch)
    monkeypatch.setattr(previews, "fetch", fetch)
    return there


def say(author, room, body=f"Look at the lake: {LINK}") -> Message:
    said = messages.post(author, room, body, client_id=uuid4())
    tasks.preview(said.id)
    return Message.objects.select_related("room", "author").get(pk=said.id)


def shown(who, message):
    return Api(who).get(f"messages/{message.pk}/")["message"]["preview"]


def test_the_page_is_shown_below_with_its_picture_as_one_change_of_the_room(ada, ben, cleo, square, world):
    said = say(ben, square)
    card = shown(ada, said)
    assert (card["title"], card["site"], card["url"]) == ("The lake", "example.org", LINK)
    assert (card["image"]["width"], said.rev, said.seq) == (200, 2, 1)
    address = f"/api/v1/files/{card['image']['id']}/thumb/320/"
    assert [Api(who).client.get(address).status_code for who in (ada, cleo)] == [200, 404]
    tasks.preview(said.pk)
    assert Message.objects.get().rev == 2


def test_a_community_that_wants_none_gets_none(ada, ben, square, world):
    Api(ada).patch("communities/lake/", {"previews": False})
    assert shown(ben, say(ben, square)) is None
    assert not File.objects.exists()


def test_a_page_that_is_not_there_leaves_the_message_as_it_is(ben, square, world):
    said = say(ben, square, "There is nothing there: https://example.org/nothing")
    assert (shown(ben, said), said.rev) == (None, 1)


def test_its_author_alone_takes_the_card_away_and_it_does_not_come_back(ada, ben, square, world):
    said = say(ben, square)
    assert Api(ada).refused("DELETE", f"messages/{said.pk}/preview/") == "message.not_yours"
    assert Api(ben).delete(f"messages/{said.pk}/preview/")["preview"] is None
    tasks.preview(said.pk)
    assert shown(ada, said) is None
    assert File.objects.get().released_at


def test_other_words_bring_another_card_and_the_same_link_keeps_it(ben, square, world):
    said = say(ben, square)
    kept = messages.edit(ben, said, f"Much better words: {LINK}")
    assert kept.preview.title == "The lake"
    again = Message.objects.select_related("room", "author").get()
    assert messages.edit(ben, again, "Look at the boat: https://example.org/boat").preview is None
    tasks.preview(said.pk)
    assert shown(ben, said)["title"] == "A boat"


def test_a_message_that_is_gone_takes_its_picture_along(ada, ben, square, world):
    said = say(ben, square)
    image = File.objects.get()
    messages.delete(ben, said)
    assert Api(ada).client.get(f"/api/v1/files/{image.pk}/").status_code == 404
    assert File.objects.get().released_at
    assert CommunityUse.objects.get().bytes == image.length
