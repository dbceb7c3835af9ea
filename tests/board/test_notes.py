"""Notes that everybody writes: every version stays, and nobody writes over what they have not seen."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board import posts, threads
from board.kinds import comparing, notes, revisions
from board.models import Revision
from community.errors import Conflict, Forbidden, InvalidInput
from community.moderation.audit import Moderator
from tests.board.acts import fresh, fresh_post, reply, start, together
from tests.board.test_kinds import convert
from tests.board.test_thread_acts import refused


@pytest.fixture
def note(ben):
    """A note that Ben began."""
    return start(ben, "How to sow", "In March.", kind="note")


def write(member, note, body, revision=1):
    return notes.write(member, fresh(note), body, revision=revision)


def text(note):
    return note.posts.get(seq=1).body


def test_anybody_who_may_write_changes_it_and_what_it_said_before_stays(mo, ben, olga, note, api):
    assert write(mo, note, "In April.").revision == 2
    with refused(Forbidden, "forbidden"):
        write(olga, note, "Never.", 2)
    write(ben, note, "In May.", 2)
    rows = api(olga).get(f"threads/{note.pk}/revisions/")["results"]
    assert [(row["number"], row["by"]["name"]) for row in rows] == [(3, ben.name), (2, mo.name), (1, ben.name)]
    assert api(olga).get(f"threads/{note.pk}/revisions/1/")["body"] == "In March."
    assert text(note) == "In May."


def test_who_changed_an_older_revision_is_told_what_it_says_now(mo, ben, note):
    write(mo, note, "In April.")
    with refused(Conflict, "note.changed") as refusal:
        write(ben, note, "In May.")
    assert refusal.value.data == {"revision": 2, "body": "In April."}


def test_writing_what_stands_there_is_no_revision(mo, note):
    assert write(mo, note, "In March.").revision == 1
    assert not Revision.objects.exists()


def test_its_author_does_not_write_over_it_as_over_any_post_nor_take_it_away(mo, ben, note):
    with refused(InvalidInput, "note.shared"):
        posts.edit(ben, fresh_post(note.posts.get().pk), "Mine alone.")
    write(mo, note, "In April.")
    with refused(Forbidden, "thread.answered"):
        posts.delete(ben, fresh_post(note.posts.get().pk))
    with refused(Forbidden, "thread.answered"):
        threads.remove(Moderator(member=ben), fresh(note))


def test_a_locked_note_is_read_only_and_a_discussion_is_no_note(mo, ben, note):
    threads.lock(Moderator(member=mo), fresh(note))
    with refused(Forbidden, "thread.locked"):
        write(ben, note, "In April.")
    with refused(Conflict, "thread.kind"):
        write(ben, start(mo), "Mine")


def test_revisions_come_back_when_it_is_a_note_again(mo, ben, note):
    write(mo, note, "In April.")
    convert(ben, note, "discussion")
    posts.edit(ben, fresh_post(note.posts.get().pk), "In May.")
    assert convert(ben, note, "note").revision == 3
    assert list(Revision.objects.order_by("number").values_list("body", flat=True)) == [
        "In March.", "In April.", "In May.",
    ]  # fmt: skip


def test_what_was_carried_over_from_the_chat_is_no_note(ada, promotion):
    with refused(InvalidInput, "note.promoted"):
        convert(ada, promotion.thread, "note")


def test_revisions_page_by_number(mo, note, monkeypatch):
    monkeypatch.setattr(revisions, "PAGE", 2)
    for number in range(1, 5):
        write(mo, note, f"Version {number}", number)
    first, after = revisions.page(note, None)
    rest, _ = revisions.page(note, int(after))
    assert [row.number for row in (*first, *rest)] == [5, 4, 3, 2]


def test_who_is_forgotten_takes_their_versions_along(mo, ben, note):
    write(mo, note, "In April.")
    write(ben, note, "In May.", 2)
    assert revisions.forget(fresh(note), [ben.pk]) == {note.posts.get().pk}
    assert text(note) == "In April."
    assert set(Revision.objects.filter(by=ben).values_list("body", flat=True)) == {""}


def test_replies_to_a_note_are_posts_like_any(ben, mo, note):
    assert reply(mo, note, "Why?").body == "Why?"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_revision_at_once_one_is_told(ben, mo, note):
    outcomes = together([lambda: write(ben, note, "In April."), lambda: write(mo, note, "In May.")])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "ThreadShape"]
    lost = next(outcome for outcome in outcomes if isinstance(outcome, Conflict))
    assert lost.data == {"revision": 2, "body": text(note)}


# --- What differs -----------------------------------------------------------------------------------------------------


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.fate, piece.text) for piece in comparing.compared(old, new)]


def test_chinese_is_compared_by_characters_and_other_text_by_words():
    assert pieces("番茄三月播种。", "番茄四月播种。") == [
        ("same", "番茄"), ("removed", "三"), ("added", "四"), ("same", "月播种。")
    ]  # fmt: skip
    assert pieces("Sow in March.", "Sow in May.") == [
        ("same", "Sow in "), ("removed", "March"), ("added", "May"), ("same", ".")
    ]  # fmt: skip


def test_lines_that_stay_stay_though_much_comes_between():
    old, new = "# Beds\n\nOne.\nTwo.\n", "# Beds\n\nNought.\nOne.\nTwo and a half.\n"
    assert pieces(old, new) == [
        ("same", "# Beds\n\n"), ("added", "Nought.\n"), ("same", "One.\nTwo"), ("added", " and a half"), ("same", ".\n")
    ]  # fmt: skip


@given(old=st.text("ab \n中文。", max_size=30), new=st.text("ab \n中文。", max_size=30))
def test_both_texts_can_be_read_from_what_differs(old, new):
    found = pieces(old, new)
    assert "".join(text for fate, text in found if fate != "added") == old
    assert "".join(text for fate, text in found if fate != "removed") == new
    assert all(before[0] != after[0] for before, after in pairwise(found))


def test_texts_that_share_nothing_are_given_up_before_they_cost_much(monkeypatch):
    monkeypatch.setattr(comparing, "STEPS", 2_000)
    old, new = "的一是在" * 500, "不了有和" * 500
    assert pieces(f"{old}。", f"{new}。") == [("removed", old), ("added", new), ("same", "。")]


def test_any_two_versions_are_compared_by_whoever_reads_the_note(mo, ben, olga, cleo, note, api):
    write(mo, note, "In April.")
    write(ben, note, "In May.", 2)
    found = api(olga).get(f"threads/{note.pk}/revisions/1/3/")
    assert (found["since"]["number"], found["revision"]["by"]["name"]) == (1, ben.name)
    assert [(piece["fate"], piece["text"]) for piece in found["pieces"]] == pieces("In March.", "In May.")
    assert api(olga).refused("GET", f"threads/{note.pk}/revisions/1/9/") == "not_found"
    assert api(cleo).refused("GET", f"threads/{note.pk}/revisions/1/3/") == "not_found"
    posts.hide(Moderator(member=mo), fresh_post(note.posts.get(seq=1).pk))
    assert api(olga).refused("GET", f"threads/{note.pk}/revisions/1/3/") == "not_found"
