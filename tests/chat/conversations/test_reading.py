"""A room is read as it goes, and its conversations follow from that."""

import json
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction

from chat import messages, reactions
from chat.conversations import gists, grouping, hearing, listing, proposals, reading, signs, suggestions
from chat.conversations.engine import Link as Judged
from chat.conversations.lines import window
from chat.conversations.models import Conversation, Label, Link, Suggestion
from chat.models import Message, Removal
from community.clock import now
from community.errors import Forbidden, NotFound
from community.members.models import Member
from tests.board.acts import promote, say
from tests.chat.catchup import talks
from tests.chat.conversations.links import groups, tell
from tests.conftest import joined


def read(room) -> None:
    reading.read_all(room.pk)


@pytest.fixture
def talk(ada, ben, mo, square):
    """Two conversations: 1-3-5 and 2-4-6."""
    ladder = say(ada, square, "Who has a ladder I can borrow on Saturday?")
    lunch = say(mo, square, "Lunch is at one in the garden")
    offer = say(ben, square, "I have one, three metres", reply_to=ladder.pk)
    plate = say(ada, square, "Do we bring plates?", reply_to=lunch.pk)
    thanks = say(ada, square, "Perfect, thanks Ben!", reply_to=offer.pk)
    yes = say(mo, square, "Yes please, and a cup", reply_to=plate.pk)
    tell(square, 0, 0, 1, 2, 3, 4)
    return [ladder, lunch, offer, plate, thanks, yes]


def test_links_make_conversations(talk, square):
    assert groups(square) == [[1, 3, 5], [2, 4, 6]]
    first = Conversation.objects.get(first_seq=1)
    assert (first.messages, first.people, first.last_seq) == (3, 2, 5)


def test_a_reply_stays_with_what_it_answers_whatever_else_is_said(ada, ben, mo, square):
    asked = say(ada, square, "Who has a ladder I can borrow on Saturday?")
    for number in range(30):
        say(mo, square, f"Boat {number} leaves at {number} past ten")
    say(ben, square, "I do", reply_to=asked.pk)
    read(square)
    first, last = (Link.objects.get(room=square, seq=seq) for seq in (1, 32))
    assert (last.parent_seq, last.conversation_id) == (1, first.conversation_id)


def test_late_evidence_moves_a_message_and_all_that_follows_from_it(talk, square):
    tell(square, 0, 0, 2, 2, 3, 4)
    assert groups(square) == [[1], [2, 3, 4, 5, 6]]
    tell(square, 0, 0, 1, 1, 3, 4)
    assert groups(square) == [[1, 3, 4, 5, 6], [2]]
    assert Conversation.objects.filter(room=square).count() == 2


def test_reading_again_changes_nothing(talk, square):
    before = list(Link.objects.order_by("seq").values())
    read(square)
    assert list(Link.objects.order_by("seq").values()) == before


def test_what_else_a_message_may_answer_is_kept_and_follows_later_evidence(talk, square):
    for others in ((1, 0.3), (2, 0.1)), ((2, 0.2),), ():
        with transaction.atomic():
            reading.held(square)
            grouping.write(square, window(square, 1, 6), [Judged(5, 3, 0.6, others=others)])
        assert Link.objects.get(seq=5).others == [list(other) for other in others]
    assert groups(square) == [[1, 3, 5], [2, 4, 6]]


def test_a_read_room_knows_what_else_its_messages_may_answer(ada, ben, mo, square):
    for number in range(12):
        say((ada, ben, mo)[number % 3], square, f"Is boat {number % 4} back, or was it boat {number % 5}?")
    read(square)
    links = list(Link.objects.order_by("seq"))
    assert any(link.others for link in links)
    for link in links:
        assert all(place <= link.seq and place != (link.parent_seq or link.seq) for place, _ in link.others)
        assert link.probability + sum(chance for _, chance in link.others) < 1.01


def test_what_somebody_confirmed_leaves_no_doubt(talk, ben, square):
    Link.objects.filter(seq=3).update(others=[[2, 0.4]])
    proposals.confirm(ben, talk[0], [talk[0].pk, talk[2].pk])
    assert Link.objects.get(seq=3).others == []


def test_a_message_that_is_taken_back_no_longer_counts(talk, ada, square):
    messages.recall(ada, Message.objects.select_related("room", "author").get(pk=talk[4].pk))
    hearing.tasks.count_again([talk[4].pk])
    conversation = Conversation.objects.get(first_seq=1)
    assert (conversation.messages, conversation.people) == (2, 2)


def test_every_message_gets_a_link_however_many_come_at_once(ada, ben, square):
    rows = [
        Message(
            community_id=square.community_id, room=square, author=(ada, ben)[seq % 2], client_id=uuid4(), seq=seq,
            rev=seq, body=f"Words about boat number {seq % 7}", created_at=now(),
        )
        for seq in range(1, 901)
    ]  # fmt: skip
    Message.objects.bulk_create(rows)
    read(square)
    assert Link.objects.filter(room=square).count() == 900
    assert sum(row.messages for row in Conversation.objects.filter(room=square)) == 900


def test_a_link_points_to_an_earlier_message_of_the_same_conversation(ada, ben, mo, square):
    for number in range(120):
        say((ada, ben, mo)[number % 3], square, f"Something about the roof and tile {number % 11}")
    read(square)
    for link in Link.objects.filter(room=square).exclude(parent=None).select_related("parent__link"):
        assert link.parent_seq < link.seq
        assert link.parent.link.conversation_id == link.conversation_id


def test_a_proposal_is_the_whole_conversation(talk):
    proposal = proposals.of(Message.objects.select_related("room").get(pk=talk[2].pk))
    assert [message.pk for message in proposal.messages] == [talk[0].pk, talk[2].pk, talk[4].pk]
    assert proposal.ticked == [talk[0].pk, talk[2].pk, talk[4].pk]


def test_a_proposal_never_shows_what_was_removed_or_stands_in_a_thread(talk, ada, square):
    messages.delete(ada, Message.objects.select_related("room", "author").get(pk=talk[4].pk))
    promote(ada, square, [talk[0]], title="The ladder")
    proposal = proposals.of(Message.objects.select_related("room").get(pk=talk[2].pk))
    assert [message.pk for message in proposal.messages] == [talk[2].pk]


def test_a_message_that_was_not_read_yet_has_a_proposal_too(talk, ben, square):
    late = say(ben, square, "I bring it on Friday", reply_to=talk[4].pk)
    proposal = proposals.of(Message.objects.select_related("room").get(pk=late.pk))
    assert [message.pk for message in proposal.messages] == [talk[0].pk, talk[2].pk, talk[4].pk, late.pk]


def test_what_somebody_chose_stays_linked_and_becomes_labels(talk, ada, square):
    anchor = Message.objects.select_related("room").get(pk=talk[0].pk)
    proposals.confirm(ada, anchor, [talk[0].pk, talk[2].pk, talk[3].pk])
    assert set(Label.objects.values_list("message", "chosen")) == {
        (talk[2].pk, True), (talk[3].pk, True), (talk[4].pk, False),
    }  # fmt: skip
    assert [1, 3, 4, 6] in groups(square)
    assert [5] in groups(square)
    say(ada, square, "And something else")
    read(square)
    assert [1, 3, 4, 6] in [group[:4] for group in groups(square)]


def test_enough_signs_suggest_a_conversation_once(talk, ada, ben, mo, square):
    for member in (ada, ben, mo):
        reactions.add(member, Message.objects.select_related("room").get(pk=talk[0].pk), signs.SIGN)
        signs.weigh(talk[0].pk)
        signs.weigh(talk[2].pk)
    suggestion = Suggestion.objects.get()
    assert (suggestion.why, suggestion.conversation.first_seq) == ("sign", 1)


def test_too_few_signs_suggest_nothing(talk, ada, ben):
    for member in (ada, ben):
        reactions.add(member, Message.objects.select_related("room").get(pk=talk[0].pk), signs.SIGN)
    signs.weigh(talk[0].pk)
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(("people", "signs_needed"), [(3, 3), (20, 3), (21, 5), (150, 5), (151, 7)])
def test_a_larger_room_takes_more_signs(people, signs_needed):
    assert signs.needed(people) == signs_needed


def test_only_hosts_see_and_dismiss_suggestions(talk, ada, ben, square):
    suggestion = suggestions.make(Conversation.objects.get(first_seq=1), Suggestion.Why.OVERLOAD)
    with pytest.raises(Forbidden):
        suggestions.waiting(ben, square)
    with pytest.raises(Forbidden):
        suggestions.dismiss(ben, suggestion)
    assert [row.conversation.title for row in listing.suggested(suggestions.waiting(ada, square))] != [""]
    suggestions.dismiss(ada, suggestion)
    assert suggestions.waiting(ada, square) == []
    assert suggestions.make(suggestion.conversation, Suggestion.Why.SIGN).decided_at is not None


def test_a_conversation_of_a_closed_room_is_not_for_others(ada, ben, mo, cleo, den):
    say(ada, den, "Only for us: the surprise party is on Sunday")
    read(den)
    conversation = Conversation.objects.get(room=den)
    assert listing.seen_by(ben.user, conversation.pk)[0] == conversation
    for stranger in (mo.user, cleo):
        with pytest.raises(NotFound):
            listing.seen_by(stranger, conversation.pk)


def test_conversations_are_listed_the_latest_first_page_by_page(ada, community, square):
    people = [joined(community, f"Guest{number}") for number in range(25)]
    for number, member in enumerate(people):
        first = say(member, square, f"Question {number}: where is the key to the shed?")
        say(ada, square, "On the hook", reply_to=first.pk)
    tell(square, *(place - 1 if place % 2 == 0 else 0 for place in range(1, 51)))
    first, more = listing.page(square, None)
    rest, end = listing.page(square, int(more))
    assert (len(first), len(rest)) == (20, 5)
    assert end is None
    assert [row.last_seq for row in first + rest] == sorted((row.last_seq for row in first + rest), reverse=True)


def test_two_people_of_one_name_are_two_speakers(ada, community, square):
    twins: list[Member] = [joined(community, "Kim"), joined(community, "Kim2")]
    Member.objects.filter(pk=twins[1].pk).update(name="Kim")
    for twin in twins:
        say(Member.objects.get(pk=twin.pk), square, "Hello there")
    read(square)
    assert Link.objects.filter(room=square).count() == 2


def test_labels_are_exported_without_the_words_unless_they_are_wanted(talk, ada, community, capsys):
    anchor = Message.objects.select_related("room").get(pk=talk[0].pk)
    proposals.confirm(ada, anchor, [talk[0].pk, talk[2].pk])
    call_command("export_labels", community=community.slug)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["anchor"], line["message"], line["chosen"]) for line in lines] == [(1, 3, True), (1, 5, False)]
    assert not any("text" in line for line in lines)
    call_command("export_labels", texts=True)
    assert "three metres" in capsys.readouterr().out


def test_a_room_that_was_filled_by_other_means_is_found_and_read(talk, ada, square):
    assert reading.lagging() == []
    say(ada, square, "One more")
    assert reading.lagging() == [square.pk]
    read(square)
    assert reading.lagging() == []


def test_a_room_that_is_gone_is_nothing_to_read(transactional_db):
    reading.read_all(10**9)


def test_of_a_flood_only_the_ends_are_read_for_its_gist(ada, ben, square):
    flood = talks.talk(square, *((ada if place % 2 else ben, f"Build {place} passed") for place in range(300)))
    Removal.objects.create(message=square.messages.get(seq=300), kind="deleted", by=ada)
    (read,) = gists.talks([flood.pk]).values()
    assert [message.seq for message in read] == [*range(1, 61), *range(240, 300)]
    (few,) = gists.talks([flood.pk], 4, [150, 300]).values()
    assert [message.seq for message in few] == [1, 2, 150, 298, 299]
