"""What the votes of a jury come to."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from community.clock import now
from community.jury import measures

ORDER = [one.key for one in measures.MEASURES]
VOTES = st.lists(st.sampled_from(ORDER), min_size=2, max_size=9)


def test_the_median_of_five_decides():
    assert measures.verdict(["ban", "ban", "silence_7", "notice", "dismiss"], ORDER) == "silence_7"


def test_of_two_medians_the_milder_decides():
    assert measures.verdict(["ban", "ban_30", "notice", "dismiss"], ORDER) == "notice"
    assert measures.verdict(["lifted", "upheld"], measures.OF_APPEALS) == "lifted"


def test_what_more_than_half_want_is_decided():
    assert measures.verdict(["ban", "ban", "ban", "dismiss", "dismiss"], ORDER) == "ban"


@given(VOTES)
def test_more_than_half_would_go_so_far_and_no_more_than_half_any_farther(votes):
    place = ORDER.index(measures.verdict(votes, ORDER))
    places = [ORDER.index(vote) for vote in votes]
    assert sum(1 for one in places if one >= place) * 2 > len(votes)
    assert sum(1 for one in places if one > place) * 2 <= len(votes)


@given(VOTES, st.integers(0, 8), st.data())
def test_no_other_measure_beats_it(votes, other, data):
    """Against the verdict, no other measure is nearer to more than half of the votes."""
    chosen = ORDER.index(measures.verdict(votes, ORDER))
    nearer = [vote for vote in map(ORDER.index, votes) if abs(vote - other) < abs(vote - chosen)]
    assert len(nearer) * 2 <= len(votes)


@given(VOTES)
def test_who_exaggerates_moves_nothing(votes):
    """A vote on one side of the verdict can go to the end of that side without changing it."""
    place = ORDER.index(measures.verdict(votes, ORDER))
    pushed = [ORDER[-1] if ORDER.index(vote) > place else vote for vote in votes]
    assert measures.verdict(pushed, ORDER) == ORDER[place]


def test_nothing_harsher_than_was_asked_for_is_offered_and_mutes_only_in_rooms():
    assert measures.offered("room:5", "silence_7") == ["dismiss", "notice", "mute_7", "silence_7"]
    assert "mute_7" not in measures.offered("thread:2")
    assert measures.offered("thread:2")[-1] == "ban"


def test_long_is_for_good_or_longer_than_the_charter_says():
    week = now() + timedelta(days=7)
    assert measures.is_long("ban", now(), None, 7)
    assert not measures.is_long("ban", now(), week, 7)
    assert measures.is_long("silence", now(), week + timedelta(days=1), 7)
    assert not measures.is_long("mute", now(), week + timedelta(days=300), 7)
