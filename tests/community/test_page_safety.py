"""What pages may do, and that nobody else's page acts in a member's name."""

import hashlib
import re
from base64 import b64encode

import pytest
from django.conf import settings
from django.test import Client

from tests.contract.permissions.rows import Row
from tests.contract.permissions.table import ROWS

# Doors of pages that have no cookie of ours: what they carry is signed, and no session is looked at.
SIGNED = ("briefs/stop/<str:token>/", "letters/stop/<str:token>/", "communities/<slug:slug>/embed/state/")
UNSAFE = [entry for entry in ROWS if entry.method != "GET" and entry.route not in SIGNED]
STYLE = "@layer tokens,base,ui;"


@pytest.fixture
def built(tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text(f"<html><style>{STYLE}</style><div id=app></div></html>")
    monkeypatch.setattr(settings, "WEB_APP", tmp_path)


def policy(response) -> dict[str, list[str]]:
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.fixture
def page(db, built):
    return Client().get("/c/lake/r/5", headers={"host": "lake.example.org"})


def test_no_page_runs_or_wears_what_stands_in_it(page):
    rules = policy(page)
    assert rules["script-src"] == ["'self'"]
    assert rules["object-src"] == ["'none'"]
    assert not [rule for values in rules.values() for rule in values if "unsafe" in rule or rule == "*"]


def test_the_styles_of_the_built_page_are_known_by_their_hash(page):
    digest = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    assert policy(page)["style-src"] == ["'self'", f"'sha256-{digest}'"]


def test_a_page_speaks_to_its_own_site_only(page):
    assert policy(page)["connect-src"] == ["'self'", "ws://lake.example.org", "wss://lake.example.org"]


def test_text_becomes_html_through_two_named_hands_only(page):
    assert policy(page)["require-trusted-types-for"] == ["'script'"]
    assert policy(page)["trusted-types"] == ["vue", "dompurify", "oxbow"]


def test_addresses_are_not_told_elsewhere_and_only_the_microphone_is_asked_for(page):
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"
    allowed = dict(re.findall(r"([\w-]+)=\(([^)]*)\)", page.headers["Permissions-Policy"]))
    assert {name for name, who in allowed.items() if who} == {"microphone"}
    assert allowed["microphone"] == "self"
    assert allowed["camera"] == allowed["geolocation"] == ""


def test_answers_of_the_api_are_no_pages_and_may_do_nothing(db):
    response = Client().get("/api/v1/me/")
    assert policy(response) == {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}
    assert "Permissions-Policy" in response.headers


@pytest.mark.parametrize("entry", UNSAFE, ids=str)
def test_nothing_is_changed_without_the_token_that_only_our_pages_know(ben, entry: Row):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ben.user)
    path = re.sub(r"<[^>]+>", "1", entry.route)
    response = client.generic(entry.method, f"/api/v1/{path}", "{}", content_type="application/json")
    assert response.status_code == 403
    assert "CSRF" in response.json()["message"]


@pytest.mark.parametrize("path", ["auth/login", "auth/signup"])
def test_nobody_is_signed_in_by_another_page(db, path):
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/_allauth/browser/v1/{path}", "{}", content_type="application/json")
    assert response.status_code == 403
