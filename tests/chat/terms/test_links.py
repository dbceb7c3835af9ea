"""A link alone says nothing: its poster adds a sentence."""

from uuid import uuid4

import pytest

from chat import messages, rooms
from chat.models import Message
from chat.terms import links
from community.errors import Refusal
from tests.uploads import picture, upload

LINK = "https://example.org/a/long/path?with=a&query=1"


@pytest.mark.parametrize(
    "body",
    [
        LINK,
        f"  {LINK}\n{LINK}  ",
        f"看 {LINK}",
        f"好文 {LINK} 👍👍",
        f"FYI {LINK}",
        f"@Ada {LINK} #square",
        f"!!! 123 456 {LINK}",
        "www.example.org/only",
        f"**{LINK}**",
        f"[{LINK}]({LINK})",
        "HTTPS://EXAMPLE.ORG",
    ],
)
def test_a_link_without_a_sentence_is_bare(body):
    assert links.is_bare(body)


@pytest.mark.parametrize(
    "body",
    [
        f"This one {LINK}",
        f"推荐这个 {LINK}",
        f"{LINK}，讲清楚了昨天的问题",
        f"{LINK} is why it fails",
        f"[Why it fails]({LINK})",
        "No link at all",
        "没有链接",
        "node.js",  # a name like a site's
        "v1.2.3",
        "see chat/models.py",
        "",
    ],
)
def test_a_link_with_a_sentence_is_not_and_neither_is_talk(body):
    assert not links.is_bare(body)


def say(member, room, body, **more):
    return messages.post(member, room, body, client_id=uuid4(), **more)


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_a_bare_link_is_held_and_goes_out_once_it_is_explained(ben, square):
    again = uuid4()
    assert refused(lambda: messages.post(ben, square, LINK, client_id=again)) == "link.bare"
    assert not square.messages.exists()
    said = messages.post(ben, square, f"Here is why it fails: {LINK}", client_id=again)
    assert (said.seq, said.client_id) == (1, again)


def test_words_are_not_taken_away_from_a_link_later(ben, square):
    said = say(ben, square, f"Here is why it fails: {LINK}")
    assert refused(lambda: messages.edit(ben, Message.objects.get(pk=said.id), LINK)) == "link.bare"


def test_an_answer_to_somebody_may_be_a_link(ada, ben, square):
    asked = say(ada, square, "Where is that text?")
    say(ben, square, LINK, reply_to=asked.id)
    own = say(ben, square, "Look")
    assert refused(lambda: say(ben, square, LINK, reply_to=own.id)) == "link.bare"


def test_what_comes_along_says_why_too(api, ben, square):
    file = upload(api(ben), picture(), "image")
    say(ben, square, LINK, files=[file["id"]])


def test_hosts_and_two_who_talk_alone_post_links_as_they_like(ada, ben, square):
    say(ada, square, LINK)
    say(ben, rooms.direct(ben, ada), LINK)


def test_a_room_may_let_links_stand_alone_or_leave_them_to_hosts(ada, ben, square):
    rooms.edit(ada, square, {"terms": {"links": "free"}})
    say(ben, square, LINK)
    rooms.edit(ada, square, {"terms": {"links": "hosts"}})
    assert refused(lambda: say(ben, square, f"Here is why it fails: {LINK}")) == "link.refused"
    say(ada, square, LINK)


def test_long_texts_do_not_make_it_slow():
    assert not links.is_bare("word " * 1200)
    assert links.is_bare("https://example.org/" + "a" * 5000)
    assert links.is_bare(("https://example.org/" + "a.b" * 20 + " ") * 60)
