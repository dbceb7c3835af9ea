"""What stands at a door beside its words, and who sets it."""

from uuid import uuid4

import pytest
from django.core.cache import cache

from chat import messages
from community.errors import Forbidden
from community.joining import entrances
from community.members import communities
from community.members.models import Community


@pytest.mark.parametrize(("counted", "shown"), [(0, 0), (9, 0), (10, 10), (19, 10), (99, 90), (1234, 1000)])
def test_the_door_counts_nobodys_words(counted, shown):
    assert entrances.rounded(counted) == shown


def test_a_stranger_sees_how_lively_an_open_community_is(ada, square, cleo, api):
    for number in range(12):
        messages.post(ada, square, f"Words {number}", client_id=uuid4(), limited=False)
    cache.delete(f"joining:week:{ada.community_id}")
    assert api(cleo).get("communities/lake/entrance/")["messages"] == 10


def test_a_stranger_reads_what_the_community_is_for_for_whom_by_which_rules_and_how_many_there_are(
    ada, ben, cleo, api
):  # fmt: skip
    told = {"purpose": "To swim.", "audience": "Swimmers.", "slogan": "Cold!", "rules": "1. Be kind."}
    communities.edit(ada, dict(told))
    door = api(cleo).get("communities/lake/")
    assert {name: door[name] for name in (*told, "people")} == told | {"people": 2}


def test_a_hidden_door_has_no_entrance_for_strangers(ada, cleo, api):
    Community.objects.update(door=Community.Door.INVITATION)
    assert api(cleo).refused("GET", "communities/lake/entrance/") == "not_found"
    assert api().refused("GET", "communities/lake/entrance/") == "not_found"
    assert api(cleo).refused("POST", "communities/lake/applications/", {"answers": []}) == "not_found"


def test_the_entrance_never_says_the_word(ada, cleo, api):
    entrances.edit(ada, {"word": "Heron"})
    door = api(cleo).get("communities/lake/entrance/")
    assert door["has_word"]
    assert "Heron" not in str(door)


def test_only_those_who_edit_the_community_set_it(ben):
    with pytest.raises(Forbidden):
        entrances.edit(ben, {"word": "Heron"})
    with pytest.raises(Forbidden):
        entrances.to_edit(ben)


@pytest.mark.parametrize(
    "wanted",
    [
        {"questions": [{"words": "Why?", "choices": []}] * 6},
        {"questions": [{"words": " ", "choices": []}]},
        {"questions": [{"words": "Why?", "choices": ["x"] * 9}]},
        {"interests": [f"Tag {number}" for number in range(13)]},
        {"capacity": -1},
        {"word": "x" * 61},
    ],
)
def test_what_a_door_asks_has_limits(ada, api, wanted):
    assert api(ada).refused("PATCH", "communities/lake/entrance/settings/", wanted) == "input.invalid"
