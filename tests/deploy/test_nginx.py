"""nginx's configuration, and what only shows with real processes behind it."""

import json
import re
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests import live, scraping, wire
from tests.deploy import files
from tests.deploy.behind import Behind, nginx_command, write_configuration

PASSWORD = "a boat on the oxbow"


def get(front: Behind, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{front.http}{path}", headers=headers, timeout=30, trust_env=False)


# --- The files --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("where", ["image", "compose", "kubernetes"])
def test_nginx_understands_it(tmp_path: Path, where: str):
    given = {
        "image": {"NGINX_WEB_SERVERS": "server 127.0.0.1:8000;", "NGINX_WS_SERVERS": "server 127.0.0.1:8001;"},
        "compose": files.compose()["services"]["nginx"]["environment"],
        "kubernetes": {
            name: value.replace("web:", "127.0.0.1:").replace("ws:", "127.0.0.1:")
            for name, value in files.literals(files.MANIFESTS / "base", "oxbow-nginx").items()
        },
    }[where]
    said = files.said_by(*nginx_command(write_configuration(tmp_path, **given), "-t"))
    assert "test is successful" in said.stderr, said.stderr
    assert "[warn]" not in said.stderr, said.stderr


# --- Before real processes --------------------------------------------------------------------------------------------
def sign_in(front: Behind, username: str) -> httpx.Client:
    """A browser that signs in as the web app does."""
    browser = httpx.Client(base_url=front.http, timeout=30, trust_env=False)
    browser.get("/")
    headers = {"X-CSRFToken": browser.cookies["csrftoken"], "Origin": front.http}
    answer = browser.post(
        "/_allauth/browser/v1/auth/login", json={"username": username, "password": PASSWORD}, headers=headers
    )
    assert answer.status_code == 200, answer.text
    return browser


@pytest.mark.django_db(transaction=True)
def test_somebody_signs_in_and_posts_over_the_socket(front: Behind, ben, square, monkeypatch):
    ben.user.set_password(PASSWORD)
    ben.user.save()
    browser = sign_in(front, ben.user.username)
    monkeypatch.setattr(wire, "cookies", lambda who: f"sessionid={browser.cookies['sessionid']}")
    with wire.Wire(live.Site(front.port), ben) as socket:
        socket.do("follow", topics=[f"room.{square.pk}"])
        answer = socket.do("post", room=square.pk, client_id=str(uuid4()), body="Good morning.")
        assert socket.event("room.changed")["messages"][0]["id"] == answer["message"]["id"]
    page = browser.get(f"/api/v1/rooms/{square.pk}/messages/").json()
    assert "Good morning." in json.dumps(page)


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/healthz"])
def test_what_is_for_probers_is_not_for_the_world(front: Behind, path: str):
    assert get(front, path, Authorization="Bearer token").status_code == 404
    assert front.status(front.web, "/healthz") == 200


def test_headers_of_safety_come_once(front: Behind):
    for path in ("/", "/api/v1/setup/", "/assets/" + next((files.ROOT / "frontend/dist/assets").glob("*.js")).name):
        headers = get(front, path).headers
        assert headers.get_list("x-content-type-options") == ["nosniff"], path
        assert len(headers.get_list("content-security-policy")) == (0 if path.startswith("/assets/") else 1)


def test_the_built_files_are_kept_for_ever_and_come_compressed(front: Behind):
    script = max((files.ROOT / "frontend/dist/assets").glob("*.js"), key=lambda path: path.stat().st_size)
    answer = get(front, f"/assets/{script.name}", **{"Accept-Encoding": "gzip"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == script.read_text()
    assert get(front, "/assets/nothing.js").status_code == 404


def test_a_request_has_one_id_from_nginx_to_the_log(front: Behind):
    before = get(front, "/api/v1/nowhere/", **{"X-Request-ID": "the-visitors-own"}).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", before)
    lines = [json.loads(line) for line in front.said("web").splitlines() if line.startswith("{")]
    assert [line for line in lines if line.get("request") == before]


def test_the_visitors_own_word_for_their_address_and_scheme_is_worth_nothing(front: Behind):
    get(front, "/api/v1/setup/?q=secret", **{"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"})
    logged = (front.folder / "access.log").read_text()
    assert "203.0.113.9" not in logged
    assert "secret" not in logged


def test_a_body_that_is_too_large_is_refused_before_it_is_read(front: Behind):
    answer = httpx.post(f"{front.http}/api/v1/setup/", content=b"x" * 3_000_000, timeout=30, trust_env=False)
    assert answer.status_code == 413


def test_every_process_tells_its_figures(front: Behind):
    for port in (front.web, *front.ws):
        assert "oxbow_sockets" in scraping.text(port)


@pytest.mark.django_db(transaction=True)
def test_a_worker_tells_what_waits_what_gave_up_and_what_it_did(front: Behind, worker: int, ada, ben, square):
    for name in ("oxbow_jobs_waiting", "oxbow_jobs_failed"):
        assert re.search(rf"^{name}\{{.*\}} \d+\.0$", scraping.text(worker), re.MULTILINE)
    before = jobs_done(worker)
    with wire.Wire(live.Site(front.port), ben) as socket:
        socket.do("post", room=square.pk, client_id=str(uuid4()), body=f"Are you there, @{ada.name}?")
    live.wait_until(lambda: jobs_done(worker) > before, 60, every=1)


def jobs_done(worker: int) -> float:
    lines = [line for line in scraping.text(worker).splitlines() if line.startswith("oxbow_job_seconds_count")]
    return sum(float(line.rpartition(" ")[2]) for line in lines if 'outcome="success"' in line)
