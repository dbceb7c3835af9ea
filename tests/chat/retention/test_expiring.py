"""What is older than its room keeps is gone everywhere; what somebody needs is not."""

from datetime import timedelta

import pytest

from board.models import Capsule, CapsuleSource, Promotion
from chat import messages, reactions, seats
from chat.models import Message, Removal, Room, Seat, Spared
from chat.retention import expiring, holders
from community.clock import now
from community.files.models import File
from community.files.tidying import tidy
from community.moderation import cases, targets
from community.moderation.audit import Moderator
from community.moderation.models import Case, Sanction
from community.moderation.sanctions import Penalty
from community.search.tasks import read_into_index
from community.trust.models import Flood
from tests.api import Api
from tests.board.acts import category_for, promote, say
from tests.chat.retention.past import DAYS, expire, keep_for, said_long_ago, shown
from tests.everywhere import where
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db
MARK = "quokkabloom"
QUERIES = 10  # of what asks whether some messages are needed, for a whole page of them


@pytest.fixture
def old(ben, square) -> Message:
    return said_long_ago(ben, square, f"I like {MARK}")


def test_nothing_says_what_was_said_once_it_is_too_old(ada, ben, square):
    file = upload(Api(ben), picture(), name=f"{MARK}.png")
    one = said_long_ago(ben, square, f"I like {MARK}, @Ada", files=[file["id"]])
    said_long_ago(ada, square, f"{MARK} for me too", reply_to=one.pk)
    reactions.add(ada, one, "👍")
    Message.objects.filter(pk=one.pk).update(
        preview={"link": f"https://{MARK}.example", "url": f"https://{MARK}.example"}
    )
    read_into_index("room", square.pk)
    keep_for(square)
    assert "search_entry.words" in where(MARK)
    expire(square)
    File.objects.update(released_at=now() - timedelta(days=9))
    tidy()
    assert where(MARK) == []
    assert not Message.objects.get(pk=one.pk).reactions.exists()


def test_what_is_younger_stays(ben, square, old, api):
    said_long_ago(ben, square, "Just in time", days=DAYS - 1)
    keep_for(square)
    expire(square)
    assert shown(api(ben), square) == ["Just in time"]


def test_a_room_that_keeps_for_good_loses_nothing(ben, square, old, api):
    expire(square)
    assert shown(api(ben), square) == [f"I like {MARK}"]


def test_a_promoted_conversation_stays_word_for_word_with_its_files(ada, ben, square, api):
    file = upload(api(ben), picture())
    talk = [said_long_ago(ben, square, "Where to meet?", files=[file["id"]]), said_long_ago(ada, square, "By the lake")]
    said_long_ago(ben, square, "Something else")
    promotion = promote(ada, square, talk)
    before = api(ben).get(f"threads/{promotion.thread_id}/posts/")
    keep_for(square)
    expire(square)
    assert api(ben).get(f"threads/{promotion.thread_id}/posts/") == before
    assert File.objects.get(pk=file["id"]).released_at is None
    assert shown(api(ben), square) == ["Where to meet?", "By the lake"]


def test_what_waits_for_consent_is_pinned_or_carries_a_capsule_stays(ada, ben, den, community, api):
    waiting, pinned, source, plain = (said_long_ago(ben, den, body) for body in ("Wait", "Pin", "Source", "Plain"))
    wider = category_for(ada, "members")
    promotion = promote(ada, den, [waiting], category=wider, ask=True)
    assert promotion.state == Promotion.State.WAITING
    messages.pin(ada, pinned)
    CapsuleSource.objects.create(capsule=_capsule(den, ada), message=source, said="")
    keep_for(den)
    expire(den)
    assert shown(api(ben), den) == ["Wait", "Pin", "Source"]
    assert Removal.objects.get(message=plain).kind == Removal.Kind.EXPIRED


def _capsule(room, by):
    return Capsule.objects.create(community_id=room.community_id, room=room, title="Kept", parts=[], by=by)


def test_what_is_reported_stays_until_the_case_and_what_may_follow_are_over(ada, ben, mo, square, old, api):
    cases.report(ada.user, f"message:{old.pk}", "rude")
    keep_for(square)
    expire(square)
    assert shown(api(ben), square) == [f"I like {MARK}"]
    cases.settle(Moderator(member=mo), Case.objects.get(), "keep")
    expire(square)
    assert shown(api(ben), square) == [f"I like {MARK}"]  # it is looked at again in a day
    Spared.objects.update(looked_at=now() - expiring.AGAIN)
    expire(square)
    assert shown(api(ben), square) == []
    assert Case.objects.get().words == ""


@pytest.fixture
def quarrel(ben, square) -> list[Message]:
    """More than a case's page shows around the one in the middle."""
    return [said_long_ago(ben, square, f"Words {number}") for number in range(15)]


def test_what_was_said_around_stays_as_long_as_somebody_has_to_judge_by_it(ada, ben, mo, square, quarrel, api):
    cases.report(ada.user, f"message:{quarrel[7].pk}", "rude")
    keep_for(square)
    expire(square)
    assert shown(api(ben), square) == [f"Words {number}" for number in range(2, 13)]
    (case,) = Case.objects.all()
    assert [line.words for line in targets.around(case.object)] == [f"Words {number}" for number in range(2, 13)]
    cases.settle(Moderator(member=mo), case, "keep")
    Spared.objects.update(looked_at=now() - expiring.AGAIN)
    expire(square)
    assert shown(api(ben), square) == []


def test_what_was_said_around_stays_while_an_appeal_may_come(ada, ben, mo, square, quarrel, api):
    cases.report(ada.user, f"message:{quarrel[7].pk}", "rude")
    cases.settle(
        Moderator(member=mo), Case.objects.get(), "hide", penalty=Penalty("silence", now() + timedelta(days=3))
    )
    keep_for(square)
    expire(square)
    assert Removal.objects.filter(kind=Removal.Kind.EXPIRED).count() == 4
    Sanction.objects.update(at=now() - timedelta(days=60), until=now() - timedelta(days=57))
    Spared.objects.update(looked_at=now() - expiring.AGAIN)
    expire(square)
    assert Removal.objects.filter(kind=Removal.Kind.EXPIRED).count() == 15


def test_what_was_said_around_is_looked_for_in_the_same_room_only(ada, ben, square, den, old, quarrel, api):
    cases.report(ada.user, f"message:{said_long_ago(ben, den, 'Elsewhere').pk}", "rude")
    keep_for(square)
    expire(square)
    assert shown(api(ben), square) == []


def test_however_many_are_reported_a_page_asks_once(ada, ben, square, quarrel, django_assert_num_queries):
    ids = [message.pk for message in quarrel]
    for message in quarrel[3:6]:
        cases.report(ada.user, f"message:{message.pk}", "rude")
    with django_assert_num_queries(QUERIES):
        assert len(holders.needed(ids)) == 11


def test_what_was_swept_up_stays_until_somebody_decided(ada, ben, mo, square, old, api):
    flood = Flood.objects.create(community=ada.community, mark="alike", number=1, things=[f"message:{old.pk}"])
    case = Case.objects.create(
        community=ada.community, object=flood.name(), member=ben, path="/", words="Alike", due_at=now()
    )
    keep_for(square)
    expire(square)
    assert shown(api(ben), square) == [f"I like {MARK}"]
    cases.settle(Moderator(member=mo), case, "keep")
    Spared.objects.update(looked_at=now() - expiring.AGAIN)
    expire(square)
    assert shown(api(ben), square) == []


def test_an_undone_promotion_gives_back_what_is_too_old_by_now(ada, ben, square, old, api):
    promotion = promote(ada, square, [old])
    keep_for(square)
    expire(square)
    api(ada).post(f"promotions/{promotion.pk}/undo/")
    Spared.objects.update(looked_at=now() - expiring.AGAIN)
    expire(square)
    assert shown(api(ben), square) == []


def test_hidden_words_expire_as_all_others_and_are_restored_no_more(ben, mo, square, old):
    by_mo = Moderator(member=mo)
    messages.hide(by_mo, old)
    keep_for(square)
    expire(square)
    assert where(MARK) == []
    assert messages.restore(by_mo, Message.objects.select_related("room").get(pk=old.pk)).body == ""


def test_pages_pass_over_what_is_gone_and_end_where_nothing_is_left(ada, ben, square, api):
    spared = [said_long_ago(ben, square, "First"), *(said_long_ago(ben, square, str(n)) for n in range(30))]
    messages.pin(ada, spared[0])
    messages.pin(ada, spared[20])
    for number in range(5):
        say(ada, square, f"New {number}")
    keep_for(square)
    expire(square)
    here = f"rooms/{square.pk}/messages/"
    latest = api(ben).get(f"{here}?limit=6")
    assert [row["body"] for row in latest["messages"]] == ["19", *(f"New {number}" for number in range(5))]
    assert latest["before"] is True
    older = api(ben).get(f"{here}?limit=6&before={latest['messages'][0]['seq']}")
    assert ([row["body"] for row in older["messages"]], older["before"]) == (["First"], False)
    upward = api(ben).get(f"{here}?limit=3&after=1")
    assert [row["body"] for row in upward["messages"]] == ["19", "New 0", "New 1"]
    around = api(ben).get(f"{here}?limit=4&around={spared[10].seq}")
    assert [row["body"] for row in around["messages"]] == ["First", "19", "New 0", "New 1"]


def test_nothing_below_a_room_s_end_is_asked_for_twice(ben, square, old, api):
    say(ben, square, "New")
    keep_for(square)
    expire(square)
    assert api(ben).get(f"rooms/{square.pk}/messages/?limit=1")["before"] is False


def test_an_old_link_says_that_it_is_kept_no_more(ben, square, old, api):
    keep_for(square)
    expire(square)
    told = api(ben).get(f"messages/{old.pk}/")["message"]
    assert (told["removed"], told["body"], told["rev"]) == ("expired", "", 0)


def test_a_quote_of_what_is_gone_says_so(ada, ben, square, old, api):
    say(ada, square, "Quite", reply_to=old.pk)
    since = Room.objects.get(pk=square.pk).rev
    keep_for(square)
    expire(square)
    (row,) = api(ben).get(f"rooms/{square.pk}/changes/?since={since}")["messages"]
    assert (row["reply_to"]["removed"], row["reply_to"]["excerpt"]) == ("expired", "")


def test_whoever_is_behind_hears_of_all_that_is_gone_at_once(ben, square, api):
    for number in range(20):
        said_long_ago(ben, square, str(number))
    since = Room.objects.get(pk=square.pk).rev
    keep_for(square)
    expire(square)
    told = api(ben).get(f"rooms/{square.pk}/changes/?since={since}")
    assert (told["messages"], told["more"]) == ([], False)
    assert (told["info"]["gone_seq"], told["info"]["gone_rev"], told["rev"]) == (20, since + 1, since + 1)


def test_what_is_gone_is_unread_no_more(ada, ben, square, old):
    said_long_ago(ada, square, "Where are you, @Ben?")
    Seat.objects.filter(member=ben, room=square).update(read_seq=0)
    say(ada, square, "New, @Ben")
    keep_for(square)
    expire(square)
    mine = seats.of(ben, square)
    assert (mine.unread, mine.mentions) == (1, 1)


def test_a_run_that_ends_early_is_gone_on_with(monkeypatch, ben, square):
    for number in range(5):
        said_long_ago(ben, square, f"{MARK} {number}")
    keep_for(square)
    monkeypatch.setattr(expiring, "PAGE", 2)
    expiring.expire(square.pk, seconds=0)
    assert Removal.objects.count() == 2
    expire(square)
    assert where(MARK) == []


def test_running_again_changes_nothing(ben, square, old):
    keep_for(square)
    expire(square)
    rev = square.rev
    expire(square)
    assert square.rev == rev


def test_nothing_can_be_done_any_more_with_what_is_gone(ada, ben, square, old, api):
    keep_for(square)
    expire(square)
    for act in (
        lambda: messages.edit(ben, old, "Again"),
        lambda: reactions.add(ada, old, "👍"),
        lambda: messages.pin(ada, old),
        lambda: messages.delete(ben, old),
    ):
        with pytest.raises(Exception, match="removed"):
            act()
    assert Message.objects.get(pk=old.pk).rev == 0


def test_imported_talk_that_stands_out_of_time_is_not_taken_for_old(ben, square, api):
    said_long_ago(ben, square, "Old")
    said_long_ago(ben, square, "Young", days=1)
    said_long_ago(ben, square, "Old too")
    keep_for(square)
    expire(square)
    assert "Young" in shown(api(ben), square)


def test_a_day_of_which_nothing_is_left_leads_to_what_came_after(ben, square, api):
    for number in range(5):
        said_long_ago(ben, square, str(number))
    say(ben, square, "New")
    keep_for(square)
    expire(square)
    day = (now() - timedelta(days=DAYS + 5)).isoformat().replace("+00:00", "Z")
    assert shown(api(ben), square, f"?date={day}&limit=1") == ["New"]
