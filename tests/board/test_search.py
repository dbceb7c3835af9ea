"""Members find what they may read, in the stream and on the board, and nothing else."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from board import posts, promotions, threads
from board.models import Promotion
from chat import messages, rooms
from chat.models import Message, Room
from community.errors import InvalidInput
from community.members import communities
from community.moderation.audit import Moderator
from community.search import index, searching
from community.search.models import Bookmark, Entry
from community.search.shapes import Hit
from tests.api import Api
from tests.board.acts import category_for, fresh, fresh_post, promote, reply, say, start
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db


def find(member, text: str) -> list[Hit]:
    read()
    return searching.page(member, text)[0]


def read() -> None:
    """Read everything that the index has not seen; in the site a worker does so."""
    for source, pk in index.lagging():
        index.read_all(source, pk)


def texts(hits: list[Hit]) -> list[str]:
    return ["".join(piece.text for piece in hit.pieces) for hit in hits]


def test_messages_and_threads_are_found_together_the_newest_first(ada, ben, square):
    say(ada, square, "A heron stands in the shallows")
    thread = start(ben, "Herons of the lake", "Who has seen a heron?")
    reply(ada, thread, "No heron today")
    say(ben, square, "群里有人看到苍鹭吗")
    found = find(ben, "heron")
    assert [(hit.kind, text) for hit, text in zip(found, texts(found), strict=True)] == [
        ("post", "No heron today"),
        ("post", "Who has seen a heron?"),
        ("thread", "Herons of the lake"),
        ("message", "A heron stands in the shallows"),
    ]


def test_chinese_is_found_by_any_part_of_it(ada, square):
    said = say(ada, square, "群聊消息太多，看不过来")
    for part in ["消息", "聊消", "看不过来", "多", "群聊消息太多"]:
        assert [hit.id for hit in find(ada, part)] == [said.pk], part
    assert find(ada, "消太") == []


def test_what_is_found_is_marked_and_says_where_it_stands(ada, square):
    said = say(ada, square, f"{'words ' * 60}A **heron** stands, 苍鹭")
    (hit,) = find(ada, "heron 苍鹭")
    assert (hit.room, hit.seq, hit.name, hit.author.id) == (square.pk, said.seq, "Square", ada.pk)
    assert [piece.text for piece in hit.pieces if piece.hit] == ["heron", "苍鹭"]
    assert hit.pieces[0].text == "…"
    assert sum(len(piece.text) for piece in hit.pieces) < 200


def test_nobody_finds_what_they_may_not_read(ada, ben, mo, olga, den, square):
    secret = say(ada, den, "The heron key is under the stone")
    direct = Room.objects.get(pk=rooms.direct(ada, ben).id)
    say(ben, direct, "heron, between us")
    staff = category_for(ada, "staff")
    start(mo, "Heron case", "A heron was reported", staff)
    inner = category_for(ada, "room", den)
    start(ada, "Heron plans", "Only for the heron den", inner)
    assert len(find(ada, "heron")) == 6
    assert [hit.id for hit in find(ben, "heron") if hit.kind == "message"][-1] == secret.pk
    assert {hit.kind for hit in find(mo, "heron")} == {"thread", "post"}
    assert find(olga, "heron") == []


def test_whoever_leaves_a_room_finds_nothing_of_it_any_more(ada, ben, den):
    say(ada, den, "The heron key")
    assert len(find(ben, "heron")) == 1
    rooms.leave(ben, den)
    assert find(ben, "heron") == []


def test_each_hit_is_looked_at_once_more(ada, ben, square):
    """The index may know a message that a moment later nobody may read."""
    said = say(ben, square, "heron")
    read()
    messages.delete(ben, said)
    assert Entry.objects.filter(object_id=said.pk).exists()
    assert searching.page(ada, "heron")[0] == []


def test_another_community_is_another_world(ada, square, cleo):
    say(ada, square, "heron")
    other = communities.found(cleo, slug="pond", name="Pond")
    assert find(other, "heron") == []


def test_what_changes_is_found_as_it_is_now(ada, mo, square):
    said = say(ada, square, "heron")
    assert len(find(ada, "heron")) == 1
    messages.edit(ada, said, "egret")
    assert (find(ada, "heron"), len(find(ada, "egret"))) == ([], 1)
    messages.delete(ada, Message.objects.select_related("room", "author").get(pk=said.pk))
    assert find(ada, "egret") == []
    assert not Entry.objects.filter(object_id=said.pk, kind="message").exists()


def test_a_thread_is_found_by_its_new_title_and_not_by_its_old_one(ada, thread):
    assert [hit.kind for hit in find(ada, "tomatoes")] == ["thread"]
    threads.edit(ada, fresh(thread), "Beans")
    assert find(ada, "tomatoes") == []
    assert [hit.name for hit in find(ada, "beans")] == ["Beans"]
    threads.remove(Moderator(member=ada), fresh(thread))
    assert find(ada, "beans") == []


def test_a_deleted_post_is_not_found(ada, ben, thread):
    post = reply(ben, thread, "A heron")
    assert len(find(ada, "heron")) == 1
    posts.delete(ben, fresh_post(post.pk))
    assert find(ada, "heron") == []


def test_a_promoted_message_is_found_once(ada, ben, square, talk, promotion):
    found = find(ben, "ladder")
    assert sorted(hit.kind for hit in found) == ["message", "thread"]


def test_whoever_reads_only_the_thread_finds_promoted_words_there(ada, ben, mo, den):
    said = say(ada, den, "A heron ladder")
    made = promote(ada, den, [said], title="What was said")
    for consent in made.consents.filter(answer=None):
        promotions.answer(consent.member, made, True)
    made = Promotion.objects.get(pk=made.pk)
    assert [hit.kind for hit in find(ben, "heron")] == ["message"]
    assert [(hit.kind, hit.thread) for hit in find(mo, "heron")] == [("post", made.thread_id)]
    promotions.undo(ada, Promotion.objects.select_related("thread", "fold", "by", "room").get(pk=made.pk))
    assert find(mo, "heron") == []


FILTERS = [
    ("heron from:ben", ["by ben"]),
    ("heron from:@ben -link", ["by ben"]),
    ("来自:Ben", ["by ben"]),
    ("heron from:me", ["by ada", "by ada, https://example.org"]),
    ("heron has:link", ["by ada, https://example.org"]),
    ("heron in:#nook", ["by ada"]),
    ("heron in:square -link", ["by ben"]),
    ("heron -ben -link", ["by ada"]),
    ("heron from:nobody", []),
    ("heron in:nowhere", []),
    ("heron before:2020-01-01", []),
]


@pytest.mark.parametrize(("question", "found"), FILTERS)
def test_filters_narrow(ada, ben, square, question, found):
    nook = Room.objects.get(pk=rooms.create(ada, "open", "The Nook").pk)
    say(ben, square, "heron by ben")
    say(ada, nook, "heron by ada")
    say(ada, square, "heron link by ada, https://example.org")
    shown = [text.replace("heron ", "").replace("link ", "") for text in texts(find(ada, question))]
    assert sorted(shown) == sorted(found)


def test_files_are_found_by_their_kind_and_by_their_names(ben, square):
    picture_of = upload(Api(ben), picture(), "image", "heron at dawn.png")
    notes = upload(Api(ben), b"%PDF-1.4 nothing", "document", "plan.pdf")
    shown = messages.post(ben, square, "Look", client_id=uuid4(), files=[picture_of["id"]]).id
    planned = messages.post(ben, square, "", client_id=uuid4(), files=[notes["id"]]).id
    for question, found in (
        ("has:image", [shown]),
        ("has:file", [planned]),
        ("heron", [shown]),
        ("plan.pdf ", [planned]),
    ):
        assert [hit.id for hit in find(ben, question)] == found, question


def test_days_are_those_of_the_reader(ada, square):
    said = say(ada, square, "heron")
    Message.objects.filter(pk=said.pk).update(created_at=datetime(2026, 11, 21, 22, tzinfo=UTC))
    ada.user.timezone = "Asia/Shanghai"  # where it is the next morning
    assert len(find(ada, "heron after:2026-11-22")) == 1
    assert find(ada, "heron before:2026-11-22") == []
    assert len(find(ada, "heron before:2026-11-23")) == 1


def test_pages_go_by_key_and_show_each_hit_once(ada, square, monkeypatch):
    monkeypatch.setattr(searching, "PAGE", 3)
    ids = [say(ada, square, f"heron {number}").pk for number in range(8)]
    read()
    shown, after = [], ""
    while after is not None:
        hits, after = searching.page(ada, "heron", after)
        shown += [hit.id for hit in hits]
        if len(shown) == 3:
            say(ada, square, "a newer heron")
            read()
    assert shown == ids[::-1]


@pytest.mark.parametrize("after", ["x", "1", "1.2.3", "9" * 40 + ".1", "1.x", "²."])
def test_a_cursor_that_is_none_is_refused(ada, after):
    with pytest.raises(InvalidInput) as refusal:
        searching.page(ada, "heron", after)
    assert refusal.value.code == "input.invalid"


def test_a_common_word_is_found_behind_the_newest_as_well(ada, square, monkeypatch):
    monkeypatch.setattr("community.search.finding.RECENT", 2)
    ids = [say(ada, square, f"heron {number}").pk for number in range(5)]
    assert [hit.id for hit in find(ada, "heron")] == ids[::-1]


def test_reading_twice_or_after_a_crash_changes_nothing(ada, square):
    say(ada, square, "heron")
    find(ada, "heron")
    before = list(Entry.objects.values())
    Bookmark.objects.update(rev=0)
    read()
    assert list(Entry.objects.values()) == before


def test_a_change_of_more_things_than_are_read_at_once_is_read_whole(ada, square, monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 3)
    for number in range(10):
        say(ada, square, f"heron {number}")
    Message.objects.filter(room=square, seq__lte=6).update(rev=2)  # one change of six
    assert len(find(ada, "heron")) == 10


def test_words_that_cannot_be_understood_are_refused_with_a_code(ada, api):
    assert api(ada).refused("GET", "communities/lake/search/?q=has:dreams") == "search.unknown_has"
    assert api(ada).refused("GET", "communities/lake/search/?q=-boat") == "search.empty"
    assert api(ada).get("communities/lake/search/") == {"results": [], "next": None}
