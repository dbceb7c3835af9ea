"""The bridge shows nobody words that were not said to them, unless those who said them agree."""

import pytest

from board import audiences, categories, promotions, threads
from board.models import Category, Consent, Promotion, Thread
from chat import messages, rooms, seats
from chat.models import Message, Room
from community.access import Role
from community.errors import Conflict, Forbidden, NotFound
from community.members import communities, people
from community.members.models import Member
from community.moderation.audit import Moderator
from tests.board.acts import category_for, promote, say, start
from tests.conftest import joined

KINDS = ("open", "closed", "direct")
AUDIENCES = ("members", "staff", "same room", "other room")
pairs = pytest.mark.parametrize(("kind", "audience"), [(kind, audience) for kind in KINDS for audience in AUDIENCES])


@pytest.fixture
def everyone(ada, ben, mo, olga):
    return [ada, ben, mo, olga]


@pytest.fixture
def room_of(ada, ben, everyone, square, den):
    return {"open": square, "closed": den, "direct": rooms.direct(ada, ben)}


@pytest.fixture
def attic(ada, ben, mo):
    """Another closed room, of Ada, Ben and Mo."""
    room = rooms.create(ada, "closed", "Attic")
    for member in (ben, mo):
        seats.take(room, member)
    return room


@pytest.fixture
def category_of(ada, attic):
    def make(audience: str, room: Room) -> Category:
        if "room" in audience:
            return category_for(ada, "room", room if audience == "same room" else attic)
        return category_for(ada, audience)

    return make


def outsiders(category: Category, room: Room, everyone: list[Member]) -> set[int]:
    return {one.pk for one in everyone if category.is_visible_to(one) and not room.is_visible_to(one)}


@pairs
def test_consent_is_needed_exactly_where_somebody_new_would_or_could_read(
    kind, audience, ada, ben, everyone, room_of, category_of
):
    room = room_of[kind]
    category = category_of(audience, room)
    chosen = [say(ada, room, "Mine"), say(ben, room, "Ben's words")]
    strangers = outsiders(category, room, everyone)
    if kind == "open" or audience == "same room":
        assert not strangers
        assert promote(ada, room, chosen, category).state == "done"
        return
    with pytest.raises(Forbidden) as refusal:
        promote(ada, room, chosen, category)
    assert refusal.value.code == "promotion.audience"
    assert refusal.value.data == {"outsiders": len(strangers), "authors": [ben.pk], "absent": []}
    assert not Thread.objects.exists()
    assert not Promotion.objects.exists()
    assert promote(ada, room, chosen, category, ask=True).state == "waiting"


@pairs
def test_ones_own_words_need_nobodys_consent(kind, audience, ada, room_of, category_of):
    room = room_of[kind]
    promotion = promote(ada, room, [say(ada, room), say(ada, room)], category_of(audience, room))
    assert promotion.state == "done"


@pairs
def test_a_promoted_thread_is_read_by_the_readers_of_its_category_and_nobody_else(
    kind, audience, ada, ben, everyone, cleo, room_of, category_of, api
):
    room = room_of[kind]
    category = category_of(audience, room)
    promotion = promote(ada, room, [say(ben, room, "Ben's words")], category, ask=True)
    if promotion.state == "waiting":
        promotions.answer(ben, promotion, True)
        promotion.refresh_from_db()
    for member in everyone:
        answer = api(member).request("GET", f"threads/{promotion.thread_id}/posts/")
        assert (answer.status_code == 200) == category.is_visible_to(member)
        assert ("Ben's words" in answer.content.decode()) == category.is_visible_to(member)
    assert api(cleo).refused("GET", f"threads/{promotion.thread_id}/posts/") == "not_found"


@pairs
def test_the_card_tells_the_room_nothing_live_of_a_thread_that_some_there_cannot_read(
    kind, audience, ada, ben, everyone, room_of, category_of
):
    room = room_of[kind]
    category = category_of(audience, room)
    promotion = promote(ada, room, [say(ada, room)], category)
    hidden = any(room.is_visible_to(one) and not category.is_visible_to(one) for one in everyone)
    assert (promotion.fold.card["replies"] is None) == hidden


@pairs
def test_readers_as_a_set_and_one_by_one_agree(kind, audience, everyone, room_of, category_of):
    room = room_of[kind]
    category = category_of(audience, room)
    assert set(audiences.readers(category)) == {one for one in everyone if category.is_visible_to(one)}
    assert set(audiences.outsiders(category, room).values_list("pk", flat=True)) == outsiders(category, room, everyone)
    for member in everyone:
        assert (category in Category.objects.visible_to(member)) == category.is_visible_to(member)
        assert (category in Category.objects.visible_to_user(member.user)) == category.is_visible_to(member)


def test_who_has_left_reads_no_category(ada, ben, square):
    communities.leave(ben)
    ben.refresh_from_db()
    assert not Category.objects.visible_to(ben).exists()
    assert not Category.objects.get(community=ada.community).is_visible_to(ben)


def test_a_refusal_ends_the_promotion_and_moves_nothing(ada, ben, den, category_of):
    chosen = [say(ada, den), say(ben, den)]
    promotion = promote(ada, den, chosen, category_of("members", den), ask=True)
    assert promotions.answer(ben, promotion, False).state == "undone"
    assert not Message.objects.exclude(fold=None).exists()
    assert promotions.answer(ben, promotion, True).state == "undone"
    assert not Thread.objects.exists()


def test_nothing_moves_before_the_last_author_has_agreed(ada, ben, mo, den, category_of):
    seats.take(den, mo)
    chosen = [say(ben, den), say(mo, den), say(ada, den)]
    category = category_of("members", den)
    joined(ada.community, "Dora")
    promotion = promote(ada, den, chosen, category, ask=True)
    assert promotions.answer(ben, promotion, True).state == "waiting"
    assert not Message.objects.exclude(fold=None).exists()
    assert promotions.answer(mo, promotion, True).state == "done"
    assert Message.objects.exclude(fold=None).count() == 3


def test_only_those_who_were_asked_can_answer(ada, ben, mo, den, category_of):
    promotion = promote(ada, den, [say(ben, den)], category_of("members", den), ask=True)
    for member in (ada, mo):
        with pytest.raises(NotFound):
            promotions.answer(member, promotion, True)
    assert Consent.objects.get(promotion=promotion).answer is None


def test_a_waiting_promotion_is_known_to_nobody_but_who_asks_and_is_asked(ada, ben, mo, square, den, category_of, api):
    seats.take(den, mo)
    joined(ada.community, "Dora")
    promotion = promote(ada, den, [say(ben, den)], category_of("members", den), ask=True)
    assert api(ben).get(f"promotions/{promotion.pk}/")["state"] == "waiting"
    assert api(ada).get(f"promotions/{promotion.pk}/")["consents"][0]["member"]["name"] == "Ben"
    assert api(mo).refused("GET", f"promotions/{promotion.pk}/") == "not_found"


@pytest.mark.parametrize("reason", ["imported", "left"])
def test_whoever_cannot_be_asked_cannot_agree(reason, ada, ben, mo, den, category_of):
    author = ben
    message = say(ben, den)
    if reason == "imported":
        author = Member.objects.create(community=ada.community, name="kmartin", source="irc:kmartin")
        Message.objects.filter(pk=message.pk).update(author=author)
    else:
        Member.objects.filter(pk=ben.pk).update(left_at=message.created_at)
    with pytest.raises(Forbidden) as refusal:
        promote(ada, den, [message], category_of("members", den), ask=True)
    assert refusal.value.data["absent"] == [author.pk]


def test_what_was_taken_back_while_the_promotion_waited_stays_behind(ada, ben, mo, den, category_of):
    kept, regretted = say(ben, den, "Kept"), say(ben, den, "Regretted")
    promotion = promote(ada, den, [kept, regretted], category_of("members", den), ask=True)
    messages.delete(ben, regretted)
    done = promotions.answer(ben, promotion, True)
    assert [post.words() for post in Thread.objects.get(pk=done.thread).posts.order_by("seq")] == ["Kept"]
    regretted.refresh_from_db()
    assert regretted.fold is None


def test_a_quoted_message_that_was_not_promoted_is_not_quoted_on_the_board(ada, ben, mo, den, category_of, api):
    secret = say(ben, den, "A secret")
    answer = say(ada, den, "My answer", reply_to=secret.pk)
    promotion = promote(ada, den, [answer], category_of("members", den))
    page = api(mo).get(f"threads/{promotion.thread_id}/posts/")
    assert page["posts"][0]["reply_to"] is None
    assert "secret" not in str(page)


def test_a_private_rooms_name_is_not_told_to_who_cannot_know_it(ada, mo, den, square, category_of, api):
    private = promote(ada, den, [say(ada, den)], category_of("members", den))
    public = promote(ada, square, [say(ada, square)], category_of("members", square))
    assert api(mo).get(f"threads/{private.thread_id}/")["origin"]["room_name"] == ""
    assert api(mo).get(f"threads/{public.thread_id}/")["origin"]["room_name"] == "Square"


def test_late_replies_need_the_same_consent(ada, ben, mo, den, category_of):
    promotion = promote(ada, den, [say(ada, den)], category_of("members", den))
    late = say(ben, den, "Late")
    with pytest.raises(Forbidden) as refusal:
        promotions.absorb(ada, promotion, [late.pk])
    assert refusal.value.code == "promotion.audience"
    late.refresh_from_db()
    assert late.fold is None
    promotions.absorb(ada, promotion, [say(ada, den, "My own").pk])


def test_a_category_for_a_room_that_one_cannot_read_cannot_be_made(ada):
    room = rooms.create(joined(ada.community, "Hal", Role.HOST), "closed", "Hal's")
    with pytest.raises(NotFound):
        category_for(ada, "room", room)


def test_who_reads_a_category_is_fixed_once_a_promotion_waits_for_it(ada, ben, mo, den, category_of):
    category = category_of("staff", den)
    categories.edit(ada, category, {"audience": "members"})
    category.refresh_from_db()
    promote(ada, den, [say(ben, den)], category, ask=True)
    with pytest.raises(Conflict, match="fixed"):
        categories.edit(ada, category, {"audience": "staff"})


def test_predicate_and_lookup_of_promotions_agree(ada, ben, mo, olga, cleo, den, square, category_of):
    seats.take(den, mo)
    made = [
        promote(ada, den, [say(ben, den)], category_of("members", den), ask=True),
        promote(mo, den, [say(mo, den)], category_of("same room", den)),
        promote(ben, square, [say(ada, square)], category_of("members", square)),
    ]
    for member in (ada, ben, mo, olga):
        seen = {promotion.pk for promotion in made if promotion.is_visible_to(member)}
        assert set(Promotion.objects.visible_to(member).values_list("pk", flat=True)) == seen
        assert set(Promotion.objects.visible_to_user(member.user).values_list("pk", flat=True)) == seen
    assert not Promotion.objects.visible_to_user(cleo).exists()


def test_whoever_loses_the_sight_of_something_closes_the_gate_of_the_board(ada, ben, mo, community):
    den = rooms.create(ada, "closed", "Den")
    seats.take(den, ben)
    thread = start(ada)
    losses = [
        lambda: seats.give_up(den, ben),
        lambda: people.give_role(ada, mo, Role.MEMBER),
        lambda: threads.remove(Moderator(member=ada), thread),
        lambda: communities.leave(ben),
    ]
    for lose in losses:
        before = communities.gate(community.pk)
        lose()
        assert communities.gate(community.pk) == before + 1
