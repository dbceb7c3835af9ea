"""Posting and changing messages."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from chat import folds, messages, reactions, seats
from chat.models import Mention, Message, Reaction
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.moderation import silences
from community.moderation.audit import Moderator
from tests.conftest import joined


def say(author, room, body="Hello", **options):
    return messages.post(author, room, body, client_id=options.pop("client_id", uuid4()), **options)


def stored(shape) -> Message:
    return Message.objects.select_related("room", "author", "removal").get(pk=shape.id)


def test_posting_the_same_client_id_twice_gives_the_first_answer(ada, square):
    client_id = uuid4()
    first = say(ada, square, "One", client_id=client_id)
    again = say(ada, square, "Two", client_id=client_id)
    assert again == first
    assert square.messages.count() == 1


def test_the_same_client_id_of_two_authors_is_two_messages(ada, ben, square):
    client_id = uuid4()
    assert say(ada, square, client_id=client_id).id != say(ben, square, client_id=client_id).id


@pytest.mark.django_db(transaction=True)
def test_a_stampede_of_one_message_stores_it_once(ada, square):
    client_id, answers = uuid4(), []
    start = threading.Barrier(8)

    def post():
        start.wait()
        answers.append(say(ada, square, client_id=client_id))

    run_all(post for _ in range(8))
    assert len(answers) == 8
    assert len({answer.id for answer in answers}) == 1
    square.refresh_from_db()
    assert (square.seq, square.messages.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_posts_at_the_same_time_get_dense_places_in_one_order(ada, ben, square):
    start = threading.Barrier(6)

    def post(author):
        start.wait()
        for _ in range(10):
            say(author, square)

    run_all(lambda author=author: post(author) for author in (ada, ben, ada, ben, ada, ben))
    rows = list(square.messages.order_by("seq").values_list("seq", "rev"))
    assert [seq for seq, _ in rows] == list(range(1, 61))
    assert [rev for _, rev in rows] == list(range(1, 61))


def run_all(calls):
    from django.db import connection

    def closing(call):
        try:
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=closing, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(
    ("body", "code"), [("", "message.empty"), (" \n\x00 ", "message.empty"), ("x" * 6001, "message.too_long")]
)
def test_a_body_that_cannot_be_sent_is_refused(ada, square, body, code):
    with pytest.raises(InvalidInput) as refusal:
        say(ada, square, body)
    assert refusal.value.code == code
    square.refresh_from_db()
    assert square.rev == 0


def test_an_onlooker_reads_and_cannot_post(olga, square):
    with pytest.raises(Forbidden, match="not write") as refusal:
        say(olga, square)
    assert refusal.value.code == "room.read_only"


def test_a_silenced_member_posts_again_when_the_time_is_over(ben, mo, square):
    silences.silence(Moderator(member=mo), ben, now() + timedelta(hours=1), "Heated")
    ben.refresh_from_db()
    with pytest.raises(Forbidden) as refusal:
        say(ben, square)
    assert refusal.value.code == "member.silenced"
    with time_machine.travel(now() + timedelta(hours=2)):
        say(ben, square)


def test_a_reply_quotes_a_message_of_the_same_room_only(ada, square, den):
    elsewhere = say(ada, den)
    with pytest.raises(NotFound):
        say(ada, square, reply_to=elsewhere.id)
    here = say(ada, square, "A **bold** word")
    assert say(ada, square, reply_to=here.id).reply_to.excerpt == "A bold word"


def test_a_message_is_recalled_within_two_minutes_and_not_after(ben, square):
    message = say(ben, square, "Oops")
    with time_machine.travel(now() + timedelta(seconds=121)), pytest.raises(Forbidden) as refusal:
        messages.recall(ben, stored(message))
    assert refusal.value.code == "message.recall_expired"
    recalled = messages.recall(ben, stored(message))
    assert (recalled.removed, recalled.body, recalled.seq) == ("recalled", "", message.seq)


@pytest.mark.parametrize(("minutes", "after", "goes"), [(10, 9, True), (10, 11, False), (0, 0, False), (60, 59, True)])
def test_a_community_says_how_long_messages_are_taken_back(api, ada, ben, square, minutes, after, goes):
    api(ada).patch("communities/lake/", {"recall_minutes": minutes})
    assert api(ben).get("communities/lake/")["recall_minutes"] == minutes
    message = say(ben, square, "Oops")
    Message.objects.filter(pk=message.id).update(created_at=now() - timedelta(minutes=after, seconds=1))
    if goes:
        assert api(ben).post(f"messages/{message.id}/recall/")["removed"] == "recalled"
    else:
        answer = api(ben).request("POST", f"messages/{message.id}/recall/")
        assert (answer.json()["code"], answer.json()["data"]) == ("message.recall_expired", {"minutes": minutes})


@pytest.mark.parametrize("minutes", [-1, 61, "long"])
def test_how_long_has_bounds_and_is_for_who_edits_the_community(api, ada, ben, community, minutes):
    assert api(ada).refused("PATCH", "communities/lake/", {"recall_minutes": minutes}) == "input.invalid"
    assert api(ben).refused("PATCH", "communities/lake/", {"recall_minutes": 5}) == "forbidden"


def test_only_the_author_edits_recalls_or_deletes(ada, ben, square):
    message = stored(say(ada, square))
    for act in (
        lambda: messages.edit(ben, message, "No"),
        lambda: messages.recall(ben, message),
        lambda: messages.delete(ben, message),
    ):
        with pytest.raises(Forbidden) as refusal:
            act()
        assert refusal.value.code == "message.not_yours"


def test_a_removed_message_is_not_edited_again(ada, square):
    message = say(ada, square)
    messages.delete(ada, stored(message))
    with pytest.raises(InvalidInput) as refusal:
        messages.edit(ada, stored(message), "Back")
    assert refusal.value.code == "message.removed"


def test_a_quote_of_a_removed_message_shows_none_of_its_words(ada, square):
    secret = say(ada, square, "My phone number")
    reply = say(ada, square, reply_to=secret.id)
    messages.delete(ada, stored(secret))
    assert messages.found(reply.id).reply_to.excerpt == ""


def test_a_hidden_message_comes_back_as_it_was(ada, ben, mo, square):
    before = say(ben, square, "Hello @Ada")
    messages.hide(Moderator(member=mo), stored(before), "Rude")
    assert messages.found(before.id).body == ""
    after = messages.restore(Moderator(member=mo), stored(before))
    same = {"rev"}
    assert after.model_dump(exclude=same) == before.model_dump(exclude=same)


def test_a_moderator_does_not_restore_what_its_author_took_back(ben, mo, square):
    message = say(ben, square)
    messages.delete(ben, stored(message))
    assert messages.restore(Moderator(member=mo), stored(message)).removed == "deleted"


def test_names_are_found_with_and_without_spaces_in_both_languages(ada, ben, community, square):
    from tests.conftest import joined

    lin, linlin = joined(community, "林夏"), joined(community, "林夏天")
    assert say(ada, square, "@林夏你好 and @Ben, hi").mentions == sorted([lin.pk, ben.pk])
    assert say(ada, square, "@林夏天在吗").mentions == [linlin.pk]
    assert say(ada, square, "@Benjamin and a@ben").mentions == []


def test_nobody_outside_of_a_closed_room_is_named_in_it(ada, mo, den):
    assert say(ada, den, "@Mo look").mentions == []


def test_all_who_share_a_name_are_called_and_people_with_an_account_before_others(ada, community, square):
    imported = community.members.create(name="Lin", source="talk:lin")
    assert say(ada, square, "@Lin").mentions == [imported.pk]
    namesakes = sorted(joined(community, name).pk for name in ("lin", "ＬＩＮ"))
    assert say(ada, square, "@Lin").mentions == namesakes


def test_a_name_is_compared_as_its_language_folds_it(ada, community, square):
    strasse = joined(community, "Strauß")
    assert say(ada, square, "@STRAUSS, hello").mentions == [strasse.pk]


def test_calling_everybody_needs_a_role(ada, ben, square):
    assert say(ada, square, "@all dinner").mention_all
    with pytest.raises(Forbidden) as refusal:
        say(ben, square, "@所有人 吃饭")
    assert refusal.value.code == "mention.all_capped"


def test_too_many_names_are_refused(ada, community, square):
    from tests.conftest import joined

    names = [joined(community, f"Person{number:02}").name for number in range(11)]
    with pytest.raises(InvalidInput) as refusal:
        say(ada, square, " ".join(f"@{name}" for name in names))
    assert refusal.value.code == "mention.too_many"


def test_one_emoji_of_one_member_counts_once(ada, ben, square):
    message = say(ada, square)
    for member in (ben, ben, ada):
        shape = reactions.add(member, stored(message), "👍")
    assert [(row.emoji, row.count, row.members) for row in shape.reactions] == [("👍", 2, [ben.pk, ada.pk])]
    assert reactions.take_back(ben, stored(message), "👍").reactions[0].count == 1


def test_of_many_reactions_all_are_counted_and_the_first_fifty_named(ada, community, square):
    crowd = [joined(community, f"Guest{number}") for number in range(53)]
    said = say(ada, square)
    Reaction.objects.bulk_create(Reaction(message_id=said.id, member=member, emoji="👍") for member in crowd)
    Reaction.objects.create(message_id=said.id, member=ada, emoji="🎉")
    thumbs, party = messages.found(said.id).reactions
    assert (thumbs.count, thumbs.members) == (53, [member.pk for member in crowd[:50]])
    assert (party.count, party.members) == (1, [ada.pk])


@pytest.mark.parametrize("emoji", ["", "ok", "<b>", "👍" * 40, "a👍", "\u202e", " "])
def test_what_is_not_an_emoji_is_no_reaction(ada, square, emoji):
    message = stored(say(ada, square))
    with pytest.raises(InvalidInput):
        reactions.add(ada, message, emoji)


def test_every_change_takes_the_next_number(ada, mo, square):
    shape = say(ada, square)
    message = stored(shape)
    revs = [
        messages.edit(ada, message, "Edited").rev,
        reactions.add(mo, message, "🎉").rev,
        messages.pin(ada, message).rev,
        messages.unpin(ada, message).rev,
        messages.hide(Moderator(member=mo), message).rev,
        messages.restore(Moderator(member=mo), stored(shape)).rev,
        messages.delete(ada, stored(shape)).rev,
    ]
    assert revs == list(range(2, 9))
    square.refresh_from_db()
    assert (square.rev, square.seq) == (8, 1)


def test_an_author_who_had_unread_messages_keeps_their_place(ada, ben, square):
    say(ada, square)
    say(ada, square)
    seats.read(ben, square, 1)
    say(ben, square)
    square.refresh_from_db()
    assert seats.of(ben, square).unread == 2
    seats.read(ben, square, 3)
    say(ben, square)
    square.refresh_from_db()
    assert seats.of(ben, square).unread == 0


def test_reading_never_moves_back_nor_past_the_end(ada, ben, square):
    say(ada, square, "@Ben")
    square.refresh_from_db()
    assert seats.of(ben, square).mentions == 1
    assert seats.read(ben, square, 99).read_seq == 1
    assert seats.read(ben, square, 0).read_seq == 1
    assert seats.of(ben, square).mentions == 0


def test_removing_a_message_takes_its_mention_away(ada, ben, square):
    message = say(ada, square, "@Ben")
    messages.delete(ada, stored(message))
    assert not Mention.objects.filter(member=ben).exists()


def test_unfolding_gives_every_message_its_place_back(ada, ben, square):
    shapes = [say(author, square, f"Message {author.name}") for author in (ada, ben, ada, ben)]
    before = [messages.found(shape.id).model_dump(exclude={"rev"}) for shape in shapes]
    chosen = folds.chosen(square, [shapes[0].id, shapes[2].id], 10)
    card = folds.fold(ada, square, chosen, "A talk", {"thread": 1})
    assert messages.found(shapes[2].id).fold == card.pk
    folds.unfold(card)
    assert [messages.found(shape.id).model_dump(exclude={"rev"}) for shape in shapes] == before
    with pytest.raises(Conflict):
        folds.unfold(card)


def test_a_message_is_folded_once(ada, square):
    shape = say(ada, square)
    folds.fold(ada, square, folds.chosen(square, [shape.id], 10), "First", {})
    with pytest.raises(Conflict) as refusal:
        folds.chosen(square, [shape.id], 10)
    assert refusal.value.data["messages"] == [shape.id]
