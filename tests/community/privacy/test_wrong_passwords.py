"""Nobody finds out a password by asking for an erasure: wrong ones count as at the door."""

import pytest
from django.test import Client

from community.members.models import User
from community.privacy.models import Erasure
from tests.conftest import joined

pytestmark = pytest.mark.django_db
SECRET = "a long secret"
ASK = "me/erasure/"


@pytest.fixture
def ben(ben):
    ben.user.set_password(SECRET)
    ben.user.save()
    return ben


def wanted(password: str) -> dict[str, str]:
    return {"password": password, "words": "stay"}


def sign_in(user: User, password: str) -> int:
    path = "/_allauth/browser/v1/auth/login"
    return Client().post(path, {"username": user.username, "password": password}, "application/json").status_code


def test_after_five_wrong_passwords_not_even_the_right_one_is_looked_at(api, ben):
    codes = [api(ben).refused("PUT", ASK, wanted(f"wrong {number}")) for number in range(6)]
    assert codes == [*["account.password"] * 5, "rate.limited"]
    assert api(ben).refused("PUT", ASK, wanted(SECRET)) == "rate.limited"
    assert not Erasure.objects.exists()


def test_wrong_passwords_here_and_at_the_door_are_counted_together(api, ben):
    for number in range(5):
        assert sign_in(ben.user, f"wrong {number}") == 400
    assert api(ben).refused("PUT", ASK, wanted(SECRET)) == "rate.limited"


def test_right_passwords_and_other_refusals_count_for_nothing(api, ada, ben):
    for _ in range(6):
        api(ben).put(ASK, wanted(SECRET))
    ada.user.set_password(SECRET)
    ada.user.save()
    for _ in range(6):
        assert api(ada).refused("PUT", ASK, wanted(SECRET)) == "member.last_owner"


def test_an_address_is_counted_over_its_accounts(api, community):
    answers = []
    for number in range(4):
        somebody = joined(community, f"Person {number}")
        somebody.user.set_password(SECRET)
        somebody.user.save()
        answers += [api(somebody).refused("PUT", ASK, wanted("wrong")) for _ in range(3)]
    assert answers == [*["account.password"] * 10, *["rate.limited"] * 2]
