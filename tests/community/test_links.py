"""Looking at pages outside: nothing inside is reached, whatever a link, a name or a redirect says."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from community.links import fetching, pages
from community.links.fetching import Answer, Unreachable, fetch

HTML = ("text/html",)


@contextmanager
def website(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[tuple[int, list[str]]]:
    """A server on this machine, its port and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            answer(self)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        server.server_close()


def say(content: bytes, kind: str = "text/html", status: int = 200, **headers: str):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(content))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


@pytest.fixture
def outside(monkeypatch):
    """`outside(port)`: example.org, a public name, is that server; every other name is looked up as ever."""
    real, connect = socket.getaddrinfo, socket.create_connection

    def place(port: int) -> None:
        def found(host, *args, **options):
            public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))]
            return public if host == "example.org" else real(host, *args, **options)

        monkeypatch.setattr(socket, "getaddrinfo", found)
        monkeypatch.setattr(socket, "create_connection", lambda address, *rest: connect(("127.0.0.1", port), *rest))

    return place


INSIDE = [
    "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/", "http://0/", "http://127.1/",
    "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.8/", "http://172.16.4.1/", "http://192.168.1.1/", "http://100.64.0.1/", "http://[fe80::1]/",
    "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_inside_is_connected_to(url, monkeypatch):
    def refuse(*args, **options):
        raise AssertionError(f"A connection to {args} was tried.")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(Unreachable):
        fetch(url, HTML, 1000)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://example.org/", "ftp://example.org/", "http://user:pass@example.org/",
        "http://example.org:22/", "http://example.org:6379/", "http://example.org:99999/", "http:///x", "http://[/",
        "javascript:alert(1)", "http://example.org:8000/", "",
    ],
)  # fmt: skip
def test_what_is_no_page_at_a_usual_port_is_not_asked_for(url):
    with pytest.raises(Unreachable):
        fetch(url, HTML, 1000)


def test_a_page_is_read_without_cookies_and_as_far_as_was_asked(outside):
    seen = {}

    def answer(handler):
        seen.update(handler.headers)
        say(b"<title>Lake</title>" + b"x" * 5000)(handler)

    with website(answer) as (port, asked):
        outside(port)
        found = fetch("http://example.org/a b/湖?q=1", HTML, 100)
    assert (len(found.content), asked) == (100, ["/a%20b/%E6%B9%96?q=1"])
    assert seen["Host"] == "example.org"
    assert "Cookie" not in seen
    assert "Authorization" not in seen


@pytest.mark.parametrize("place", ["http://127.0.0.1/secret", "http://[::1]/", "file:///etc/passwd", "//10.0.0.1/x"])
def test_a_redirect_leads_nowhere_inside(outside, place):
    with website(say(b"", status=302, Location=place)) as (port, asked):
        outside(port)
        with pytest.raises(Unreachable):
            fetch("http://example.org/", HTML, 1000)
    assert asked == ["/"]


def test_redirects_come_to_an_end(outside):
    with website(say(b"", status=302, Location="/again")) as (port, asked):
        outside(port)
        with pytest.raises(Unreachable, match="redirects"):
            fetch("http://example.org/", HTML, 1000)
    assert len(asked) == fetching.REDIRECTS + 1


def test_a_name_that_changes_its_mind_is_not_asked_twice(monkeypatch):
    """The first answer is public, the second one is this machine; the connection goes where the first one said."""
    answers, connected = iter(["93.184.216.34", "127.0.0.1"]), []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **rest: [(2, 1, 6, "", (next(answers), 80))])

    def note(address, *rest):
        connected.append(address)
        raise OSError("No network here.")

    monkeypatch.setattr(socket, "create_connection", note)
    with pytest.raises(Unreachable):
        fetch("http://rebind.example/", HTML, 1000)
    assert connected == [("93.184.216.34", 80)]


def test_a_name_with_one_address_inside_is_refused(monkeypatch):
    both = [(2, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **rest: both)
    with pytest.raises(Unreachable, match="not public"):
        fetch("http://mixed.example/", HTML, 1000)


@pytest.mark.parametrize("drips", ["headers", "body"])
def test_an_answer_that_drips_is_cut_off(outside, monkeypatch, drips):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)

    def answer(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"\r\n" if drips == "body" else b""))
        try:
            for _ in range(200):
                handler.wfile.write(b"X-Slow: 1\r\n" if drips == "headers" else b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    with website(answer) as (port, _):
        outside(port)
        began = time.monotonic()
        with suppress(Unreachable):
            fetch("http://example.org/", HTML, 10_000)
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "answer",
    [
        say(b"<title>x</title>", "application/json"), say(b"<title>x</title>", status=404),
        say(b"\x1f\x8b", Content_Encoding="gzip"),
    ],
)  # fmt: skip
def test_what_is_no_plain_page_is_left(outside, answer):
    with website(answer) as (port, _):
        outside(port)
        with pytest.raises(Unreachable):
            fetch("http://example.org/", HTML, 1000)


# --- What a page says -------------------------------------------------------------------------------------------------
def page(content: bytes, charset: str = "") -> pages.Told | None:
    return pages.told(Answer("https://www.example.org/a/b", "text/html", charset, content))


def test_a_page_says_its_title_and_picture():
    told = page(
        b"<title>Plain</title><meta property='og:title' content='The &lt;b&gt; Lake'>"
        b"<meta name=description content='All\n of it'><meta property=og:image content='/p.jpg'>"
    )
    assert told == pages.Told(
        "https://www.example.org/a/b", "example.org", "The <b> Lake", "All of it", "https://www.example.org/p.jpg"
    )
    assert page(b"<title>Plain &amp; simple</title>").title == "Plain & simple"
    assert page(b"<p>No title</p>") is None


def test_chinese_pages_are_read_in_their_own_writing():
    text = "<meta charset=gb2312><title>湖邊的一天</title>"
    assert page(text.encode("gb18030")).title == "湖邊的一天"
    assert page("<title>湖</title>".encode(), "no-such-charset").title == "湖"
    assert page(b"<title>" + "长".encode() * 500).title == "长" * 199 + "…"


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("See https://example.org/a?b=1.", "https://example.org/a?b=1"),
        ("看这个https://example.org/湖，很美", "https://example.org/湖"),
        ("[lake](http://example.org/x)", "http://example.org/x"),
        ("no link here :// really", None),
    ],
)
def test_the_first_link_of_a_text_is_found(body, link):
    assert pages.first_link(body) == link
