"""docs/embed.md is done as it says: its snippets sign, as programs of a host's server, and the site judges that."""

import json
import os
import subprocess
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from http.client import HTTPResponse
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from community.embedding import origins
from community.embedding.models import Embedding, Guest
from community.launch import node
from community.members.models import Member
from tests.community.embedding import document

HOST = "https://host.example"
# Each calls what its snippet defines, with a clock that is so many seconds late.
CALLS = {
    "python": """
import json, sys
from types import SimpleNamespace
real = time.time
time.time = lambda: real() - int(sys.argv[1])
print(oxbow_token(SimpleNamespace(**json.loads(sys.argv[2]))))
""",
    "js": """
const real = Date.now;
Date.now = () => real() - 1000 * Number(process.argv[2]);
console.log(oxbowToken(JSON.parse(process.argv[3])));
""",
}
Sign = Callable[..., str]


@pytest.fixture
def embedding(site, ada) -> Embedding:
    origins.edit(ada, [HOST], renew=False)
    return Embedding.objects.get(community=ada.community)


@pytest.fixture(params=["python", "js"])
def sign(request, embedding, tmp_path) -> Sign:
    """What a host's server does with the snippet in this language."""
    program = tmp_path / f"host.{'mjs' if request.param == 'js' else 'py'}"
    program.write_text(document.block(request.param, "jti") + CALLS[request.param])
    runner = str(node.folder() / "node") if request.param == "js" else sys.executable
    variables = {"PATH": os.environ["PATH"]}

    def signed(name: str = "Wren", late: int = 0, secret: str = embedding.secret) -> str:
        user = json.dumps({"id": 7, "name": name})
        command = [runner, program, str(late), user]
        return subprocess.check_output(command, text=True, env=variables | {"OXBOW_SECRET": secret}).strip()

    return signed


def ask(site, path: str, body: dict, **headers: str) -> HTTPResponse:
    wanted = Request(f"{site.http}/api/v1/{path}", json.dumps(body).encode(), headers)
    return urlopen(wanted, timeout=20)


def enter(site, token: str) -> dict:
    path = "communities/lake/embed/session/"
    return json.load(ask(site, path, {"token": token}, **{"Content-Type": "application/json"}))


def refusal(site, token: str) -> tuple[str, str | None]:
    with pytest.raises(HTTPError) as refused:
        enter(site, token)
    said = json.load(refused.value)
    return said["code"], said["data"].get("reason")


def renamed(token: str, name: str) -> str:
    """The same token, with another name under the same signature."""
    head, claims, signature = token.split(".")
    said = json.loads(urlsafe_b64decode(claims + "=="))
    changed = urlsafe_b64encode(json.dumps(said | {"name": name}).encode()).rstrip(b"=").decode()
    return f"{head}.{changed}.{signature}"


@pytest.mark.parametrize("name", ["Wren", "王小燕 🌊"])
def test_whom_a_snippet_vouches_for_comes_in_once_and_is_the_same_person_the_next_time(site, sign, name):
    token = sign(name)
    session = enter(site, token)["session"]
    me = Request(f"{site.http}/api/v1/me/", headers={"Authorization": f"Session {session}"})
    assert json.load(urlopen(me, timeout=20))["user"]["display_name"] == name
    assert refusal(site, token) == ("embed.token_used", None)
    enter(site, sign(name))
    assert Guest.objects.get().subject == "7"
    assert Member.objects.present().count() == 2  # with Ada


def test_what_a_snippet_signed_is_refused_when_it_is_old_altered_or_of_another_secret(site, sign):
    assert refusal(site, sign(late=331)) == ("embed.token_invalid", "ExpiredSignatureError")
    assert refusal(site, renamed(sign(), "Ada")) == ("embed.token_invalid", "InvalidSignatureError")
    assert refusal(site, sign(secret="x" * 43)) == ("embed.token_invalid", "InvalidSignatureError")
    assert not Guest.objects.exists()


def test_what_a_snippet_signed_is_refused_in_another_community(site, sign, embedding):
    embedding.community.slug = "pond"
    embedding.community.save()
    with pytest.raises(HTTPError) as refused:
        ask(site, "communities/pond/embed/session/", {"token": sign()}, **{"Content-Type": "application/json"})
    assert json.load(refused.value)["data"] == {"reason": "InvalidAudienceError"}


def test_only_a_page_that_is_allowed_reads_what_the_button_shows(site, sign):
    enter(site, sign())
    for origin, readable in ((HOST, HOST), ("https://elsewhere.example", None)):
        answer = ask(
            site, "communities/lake/embed/state/", {"token": sign()}, **{"Content-Type": "text/plain", "Origin": origin}
        )
        assert answer.headers["Access-Control-Allow-Origin"] == readable
        assert json.load(answer)["unread"] == 0
