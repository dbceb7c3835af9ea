"""A draft on two devices: nobody's words are written over unseen."""

import pytest

from community.drafts.models import Draft

PLACE = "communities/lake/drafts/room:5/"

pytestmark = pytest.mark.django_db


def words(body: str, **more: object) -> dict[str, object]:
    return {"body": body, "data": {}} | more


def test_a_device_that_did_not_see_the_latest_words_is_told_of_them(api, ben):
    desk, phone = api(ben), api(ben)
    first = desk.put(PLACE, words("Dear all"))
    phone.put(PLACE, words("Dear all, from the phone", base=first["rev"]))
    response = desk.request("PUT", PLACE, words("Dear all, from the desk", base=first["rev"]))
    assert (response.status_code, response.json()["code"]) == (409, "draft.changed")
    assert response.json()["data"]["draft"]["body"] == "Dear all, from the phone"
    assert Draft.objects.get().body == "Dear all, from the phone"


def test_an_appeal_can_be_begun_on_one_device_and_sent_from_another(api, ben):
    place = "communities/lake/drafts/appeal:3/"
    api(ben).put(place, words("I did not mean it like that"))
    (kept,) = api(ben).get("communities/lake/drafts/")["results"]
    assert kept["place"] == "appeal:3"


def test_whoever_saw_them_may_write_over_them(api, ben):
    first = api(ben).put(PLACE, words("one"))
    second = api(ben).put(PLACE, words("two", base=first["rev"]))
    assert api(ben).put(PLACE, words("three", base=second["rev"]))["rev"] == first["rev"] + 2


def test_the_same_words_are_no_conflict(api, ben):
    first = api(ben).put(PLACE, words("one"))
    api(ben).put(PLACE, words("two", base=first["rev"]))
    assert api(ben).put(PLACE, words("two", base=first["rev"]))["body"] == "two"


def test_words_that_were_sent_elsewhere_are_no_conflict(api, ben):
    first = api(ben).put(PLACE, words("one"))
    api(ben).delete(PLACE)
    assert api(ben).put(PLACE, words("another thought", base=first["rev"]))["rev"] == first["rev"] + 1


def test_without_a_base_the_last_one_wins(api, ben):
    api(ben).put(PLACE, words("one"))
    assert api(ben).put(PLACE, words("two"))["body"] == "two"


def test_what_was_written_on_after_what_was_sent_stays_and_is_told(api, ben, django_capture_on_commit_callbacks):
    first = api(ben).put(PLACE, words("The ferry is la"))
    later = api(ben).put(PLACE, words("The ferry is lazy today", base=first["rev"]))
    with django_capture_on_commit_callbacks() as told:
        api(ben).request("DELETE", PLACE, {"base": first["rev"]})
    assert (Draft.objects.get().body, len(told)) == ("The ferry is lazy today", 1)
    api(ben).request("DELETE", PLACE, {"base": later["rev"]})
    assert not Draft.objects.exists()
