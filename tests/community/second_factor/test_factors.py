"""A code counts once, whoever sends it; without one the admin stays shut."""

import time
from base64 import b32encode
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from community.members.models import Member, User
from community.second_factor import checks, codes, door, factors
from community.second_factor.models import Factor, RecoveryCode
from tests.community.second_factor.phones import code, factor_of, prove

HOME = "/admin/"
ASK = "/admin/second-factor/"
AGAIN = "/admin/second-factor/again/"


@pytest.fixture
def browser(mo) -> Client:
    """Mo's, signed in by password."""
    client = Client()
    client.force_login(mo.user)
    return client


@pytest.fixture
def factor(mo) -> Factor:
    return factor_of(mo.user)


@pytest.fixture
def paper(mo) -> list[str]:
    """What Mo kept when setting it up."""
    factor = factors.of(mo.user)
    return factors.confirm(factor, code(factor))


# --- The codes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(moment, shown):
    """The last six digits of the table in RFC 6238."""
    assert codes.code_at(b"12345678901234567890", moment // codes.STEP) == shown


@pytest.mark.parametrize(("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_half_a_minute_off(off, fits):
    moment = 1_700_000_000
    shown = codes.code_at(b"secret", moment // codes.STEP + off)
    assert (codes.step_of(b"secret", shown, moment) is not None) == fits


def test_the_picture_says_who_and_where(settings):
    settings.SITE_URL = "https://lake.example"
    secret = b32encode(b"x" * 20).decode()
    said = f"otpauth://totp/Oxbow%20lake.example%3AMo?secret={secret}&issuer=Oxbow%20lake.example"
    assert codes.address(secret, "Mo") == said


def test_a_secret_lies_encrypted_and_paper_as_digests(mo, paper):
    factor = Factor.objects.get()
    assert codes.opened(factor.secret) not in factor.secret
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(kept) == len(set(paper)) == 10
    assert kept.isdisjoint(paper)


def test_no_code_fits_once_the_sites_key_is_another(factor, settings):
    shown = code(factor)
    settings.SECRET_KEY = "another"
    with pytest.raises(factors.WrongCode):
        factors.prove(factor, shown)


# --- Coming in --------------------------------------------------------------------------------------------------------


def test_the_first_visit_leads_to_the_set_up_and_then_where_one_was_going(browser, mo):
    asked = browser.get("/admin/moderation/case/", follow=True)
    assert asked.redirect_chain[-1][0] == f"{ASK}?next=%2Fadmin%2Fmoderation%2Fcase%2F"
    assert b"<svg" in asked.content
    assert b"viewBox=" in asked.content.partition(b"factor-picture")[2].partition(b"</svg>")[0]  # whole at any size
    answer = browser.post(ASK, {"code": code(Factor.objects.get()), "next": "/admin/moderation/case/"})
    assert len(answer.context["paper"]) == 10
    assert answer.context["onward"] == "/admin/moderation/case/"
    assert browser.get("/admin/moderation/case/").status_code == 200


def test_it_is_asked_in_each_session_and_after_twelve_hours(browser, mo, factor, monkeypatch):
    assert browser.get(HOME).status_code == 302
    assert b"factor-picture" not in browser.get(ASK).content
    assert browser.post(ASK, {"code": code(factor)}).url == HOME
    assert browser.get(HOME).status_code == 200
    other = Client()
    other.force_login(mo.user)
    assert other.get(HOME).status_code == 302
    later = time.time() + door.LASTS + 1
    monkeypatch.setattr(door.time, "time", lambda: later)
    assert browser.get(HOME).status_code == 302


def test_operators_are_asked_too(db):
    root = User.objects.create(username="root", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(root)
    assert client.get(HOME, follow=True).redirect_chain[-1][0].startswith(ASK)
    assert client.post("/admin/members/user/add/", {"username": "eve"}).status_code == 302
    assert not User.objects.filter(username="eve").exists()


def test_who_has_no_business_there_is_not_shown_a_secret(cleo, ben):
    for user in (cleo, ben.user):
        client = Client()
        client.force_login(user)
        assert client.get(ASK).url.startswith("/admin/login/")
        assert client.post(AGAIN).status_code == 302
    assert Client().get(ASK).status_code == 302
    assert not Factor.objects.exists()


def test_the_number_of_the_session_changes_with_the_proof(browser, factor):
    before = browser.session.session_key
    browser.post(ASK, {"code": code(factor)})
    assert browser.session.session_key != before


def test_a_proof_is_the_accounts_own(browser, factor, ada):
    """The session of another account with the proof of this one."""
    prove(browser, ada.user)
    assert browser.get(HOME).status_code == 302


@pytest.mark.parametrize("wanted", ["https://evil.example/admin/", "//evil.example", "/c/lake", "javascript:alert(1)"])
def test_nobody_is_led_out_of_the_admin(browser, factor, wanted):
    assert browser.post(ASK, {"code": code(factor), "next": wanted}).url == HOME


# --- Wrong codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["", "000000000", "abcdef", "一二三四五六", "١٢٣٤٥٦", "\x00"])
def test_a_wrong_code_opens_nothing_and_the_page_says_so(browser, factor, wrong):
    page = browser.post(ASK, {"code": wrong})
    assert "not the code of now" in page.content.decode()
    assert browser.get(HOME).status_code == 302


def test_a_code_of_before_the_set_up_of_another_is_wrong(browser, mo, factor):
    shown = code(factor)
    factors.forget(mo.user)
    browser.post(ASK, {"code": shown})
    assert browser.get(HOME).status_code == 302


def test_guessing_ends_after_five(browser, factor):
    for _ in range(5):
        assert browser.post(ASK, {"code": "000000000"}).status_code == 200
    assert browser.post(ASK, {"code": code(factor)}).status_code == 429
    assert browser.get(HOME).status_code == 302


def test_a_code_of_the_phone_counts_once(factor):
    shown = code(factor)
    factors.prove(factor, shown)
    with pytest.raises(factors.WrongCode):
        factors.prove(factor, shown)


def test_a_code_that_is_older_than_the_last_one_does_not_count(factor):
    factors.prove(factor, code(factor, 1))
    with pytest.raises(factors.WrongCode):
        factors.prove(factor, code(factor))


# --- Paper ------------------------------------------------------------------------------------------------------------


def test_a_code_on_paper_opens_once_and_offers_another_phone(browser, mo, paper):
    assert browser.post(ASK, {"code": paper[0].upper().replace("-", " ")}).url == AGAIN
    assert "You have 9 more" in browser.get(AGAIN).content.decode()
    assert browser.get(HOME).status_code == 200
    with pytest.raises(factors.WrongCode):
        factors.prove(Factor.objects.get(), paper[0])
    assert browser.post(AGAIN).url == ASK
    assert browser.get(HOME).status_code == 302
    assert not RecoveryCode.objects.exists()


def test_who_came_by_phone_cannot_put_another_in_its_place(browser, factor):
    browser.post(ASK, {"code": code(factor)})
    assert browser.post(AGAIN).url == HOME
    assert Factor.objects.get() == factor


@pytest.mark.parametrize("kind", ["paper", "phone"])
@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_code_at_once_one_comes_in(mo, kind):
    factor = factors.of(mo.user)
    paper = factors.confirm(factor, code(factor))
    shown = paper[0] if kind == "paper" else code(factor, 1)
    start = Barrier(2)

    def send(_: int) -> bool:
        try:
            start.wait()
            factors.prove(Factor.objects.get(), shown)
        except factors.WrongCode:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_up_at_once_one_gets_codes(mo):
    start = Barrier(2)

    def confirm(later: int) -> int:
        try:
            start.wait()
            factor = factors.of(User.objects.get(pk=mo.user_id))
            return len(factors.confirm(factor, code(factor, later)))
        except factors.WrongCode:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm, range(2))) == [0, 10]
    assert RecoveryCode.objects.count() == 10


# --- The operator -----------------------------------------------------------------------------------------------------


def test_the_operator_lets_who_lost_it_begin_anew_and_ends_what_was_open(browser, mo, factor, capsys):
    prove(browser, mo.user)
    assert browser.get(HOME).status_code == 200
    call_command("reset_second_factor", mo.user.username)
    assert "sets up" in capsys.readouterr().out
    assert browser.get(HOME).status_code == 302
    call_command("reset_second_factor", mo.user.username)
    assert "had none" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody")


def test_the_demand_can_be_turned_off_and_the_check_says_so(browser, settings):
    assert checks.demand() == []
    settings.OXBOW = settings.OXBOW | {"SECOND_FACTOR": False}
    assert browser.get(HOME).status_code == 200
    settings.DEBUG = False
    assert [warning.id for warning in checks.demand()] == ["second_factor.W001"]
    settings.DEBUG = True
    assert checks.demand() == []


# --- Signing in -------------------------------------------------------------------------------------------------------


def test_a_moderator_signs_in_at_the_admins_own_door(mo):
    mo.user.set_password("a long password")
    mo.user.save()
    answer = Client().post("/admin/login/", {"username": "mo", "password": "a long password"})
    assert answer.status_code == 302


def test_a_member_does_not_and_is_told_no_more_than_a_stranger(ben):
    ben.user.set_password("a long password")
    ben.user.save()
    given = [{"username": "ben", "password": word} for word in ("a long password", "wrong")]
    errors = [Client().post("/admin/login/", one).context["form"].non_field_errors() for one in given]
    assert errors[0] == errors[1]


def test_guessing_passwords_at_the_admins_door_ends(mo):
    client = Client()
    for _ in range(5):
        client.post("/admin/login/", {"username": "mo", "password": "wrong"})
    mo.user.set_password("a long password")
    mo.user.save()
    answer = client.post("/admin/login/", {"username": "mo", "password": "a long password"})
    assert "Too many failed login attempts" in answer.content.decode()
    assert Member.objects.filter(pk=mo.pk).exists()
