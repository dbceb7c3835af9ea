"""Bringing files along, what becomes of them, and what is refused."""

import errno
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from struct import pack
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.files.storage import FileSystemStorage
from django.db import connection
from PIL import Image
from PIL.ExifTags import GPS, Base

from community.clock import now
from community.files import kinds, metadata, storage, tidying, uploads
from community.files.models import CommunityUse, DayUse, File
from tests.api import Api
from tests.uploads import UPLOADS, VOICE, begin, picture, send, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    options = settings.STORAGES["files"]["OPTIONS"] | {"location": tmp_path / "files"}
    settings.STORAGES = settings.STORAGES | {"files": settings.STORAGES["files"] | {"OPTIONS": options}}


def stored() -> list[str]:
    """Every file on the disk."""
    folder = storage.of_files().path("")
    return [str(path) for path in Path(folder).rglob("*") if path.is_file()]


# --- Arriving ---------------------------------------------------------------------------------------------------------
def test_a_file_comes_back_as_it_was_sent(ben, api):
    content = bytes(range(256)) * 20
    file = upload(api(ben), content, name="map.bin", part=1000)
    answer = api(ben).client.get(f"/api/v1/files/{file['id']}/")
    assert b"".join(answer.streaming_content) == content
    assert (file["name"], file["size"], file["kind"]) == ("map.bin", len(content), "document")


def test_what_a_browser_keeps_is_asked_about_each_time_and_does_not_travel_again(ben, mo, api):
    file = upload(api(ben), b"0123456789", name="map.bin")
    first = api(ben).client.get(f"/api/v1/files/{file['id']}/")
    assert first["Cache-Control"] == "private, no-cache"
    kept = {"if-none-match": first["ETag"]}
    again = api(ben).client.get(f"/api/v1/files/{file['id']}/", headers=kept)
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    assert api(mo).client.get(f"/api/v1/files/{file['id']}/", headers=kept).status_code == 404


def test_a_part_at_the_wrong_place_changes_nothing_and_says_where_the_file_ends(ben, api):
    address = begin(api(ben), 10)["Location"]
    send(api(ben), address, 0, b"12345")
    for offset in (0, 4, 6):
        answer = send(api(ben), address, offset, b"xxxxx")
        assert (answer.status_code, answer.json()["data"]) == (409, {"offset": 5})
    assert api(ben).client.head(address)["Upload-Offset"] == "5"
    send(api(ben), address, 5, b"67890")
    file = File.objects.get()
    assert storage.of_files().open(f"{file.key[:2]}/{file.key}/whole").read() == b"1234567890"


@pytest.mark.django_db(transaction=True)
def test_two_parts_for_the_same_place_leave_one_whole(ben):
    file = uploads.begin(ben, 10, metadata.Told("x", "document"))
    together, answers = Barrier(2), []

    def bring(part: bytes) -> None:
        mine = File.objects.select_related("owner__user").get(pk=file.pk)
        together.wait()
        try:
            uploads.append(mine, 0, BytesIO(part))
            answers.append("kept")
        except uploads.Conflict as refusal:
            answers.append(refusal.code)
        connection.close()

    both = [Thread(target=bring, args=(part,)) for part in (b"aaaa", b"bbbb")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answers) == ["files.offset", "kept"]
    assert File.objects.get().received == 4
    assert len(stored()) == 1


@pytest.mark.parametrize("part", [uploads.CHUNK + 1, 11])
def test_no_more_is_taken_than_was_announced_or_may_come_at_once(ben, api, part):
    length = 10 if part == 11 else part * 2
    address = begin(api(ben), length)["Location"]
    answer = send(api(ben), address, 0, bytes(part))
    assert (answer.status_code, answer.json()["code"]) == (413, "files.chunk_too_large")
    assert stored() == []


def test_nobody_else_sees_or_touches_what_somebody_brings_along(ada, ben, cleo, api):
    address = begin(api(ben), 10)["Location"]
    for who in (ada, cleo):
        other = api(who).client
        assert other.head(address).status_code == 404
        assert send(api(who), address, 0, b"x").status_code == 404
        assert other.delete(address).status_code == 404
    file = upload(api(ben), b"Hello")
    assert api(ada).client.get(f"/api/v1/files/{file['id']}/").status_code == 404


def test_what_was_given_up_is_gone_with_all_its_bytes(ben, api):
    address = begin(api(ben), 10)["Location"]
    send(api(ben), address, 0, b"12345")
    assert api(ben).client.delete(address).status_code == 204
    assert api(ben).client.head(address).status_code == 404
    assert stored() == []
    assert (CommunityUse.objects.get().bytes, DayUse.objects.get().bytes) == (0, 0)


def test_another_version_of_the_protocol_is_refused(ben, api):
    answer = api(ben).client.post(UPLOADS, headers={"Tus-Resumable": "0.2.2", "Upload-Length": "5"})
    assert (answer.status_code, answer.json()["code"]) == (412, "files.version")
    told = api(ben).client.options(UPLOADS)
    assert told["Tus-Extension"] == "creation,termination"
    assert told["Tus-Max-Size"] == "50000000"


@pytest.mark.parametrize(
    ("header", "field"),
    [("kind !!", "kind"), ("kind aGVsbG8=", "kind"), ("name " + "A" * 5000, "Upload-Metadata"), ("name /w==", "name")],
)
def test_what_cannot_be_said_of_a_file_is_refused(ben, api, header, field):
    answer = api(ben).client.post(UPLOADS, headers={"Upload-Length": "5", "Upload-Metadata": header})
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, [field])


# --- How much ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "length"), [("image", 20_000_001), ("voice", 10_000_001), ("document", 50_000_001)])
def test_a_file_that_is_too_large_is_refused_before_it_comes(ben, api, kind, length):
    told = {"seconds": "5"} if kind == "voice" else {}
    answer = begin(api(ben), length, kind=kind, **told)
    assert answer.json()["code"] == "files.too_large"
    assert answer.json()["data"] == {"kind": kind, "mb": length // 1_000_000}


def test_a_large_image_cannot_come_as_a_document(ben, api, settings):
    settings.OXBOW = settings.OXBOW | {"FILE_SIZES": settings.OXBOW["FILE_SIZES"] | {"image": 50}}
    content = picture("JPEG")
    address = begin(api(ben), len(content))["Location"]
    assert send(api(ben), address, 0, content).json()["code"] == "files.too_large"
    assert (stored(), File.objects.count()) == ([], 0)


@pytest.mark.parametrize("limit", ["FILE_DAY", "FILE_COMMUNITY"])
def test_quotas_end_where_they_end(ben, api, settings, limit):
    settings.OXBOW = settings.OXBOW | {limit: 100}
    assert begin(api(ben), 60).status_code == 201
    answer = begin(api(ben), 41)
    assert answer.json()["code"] == {"FILE_DAY": "files.day_quota", "FILE_COMMUNITY": "files.community_quota"}[limit]
    assert begin(api(ben), 40).status_code == 201
    assert (CommunityUse.objects.get().bytes, DayUse.objects.get().bytes) == (100, 100)


@pytest.mark.django_db(transaction=True)
def test_quotas_hold_when_many_come_at_once(ben, settings):
    settings.OXBOW = settings.OXBOW | {"FILE_DAY": 100}
    together, answers = Barrier(6), []

    def announce() -> None:
        together.wait()
        try:
            answers.append(uploads.begin(ben, 30, metadata.Told("x", "document")))
        except uploads.Forbidden:
            pass
        finally:
            connection.close()

    all_of_them = [Thread(target=announce) for _ in range(6)]
    for one in all_of_them:
        one.start()
    for one in all_of_them:
        one.join()
    assert (len(answers), DayUse.objects.get().bytes) == (3, 90)


def test_nothing_is_taken_when_the_disk_is_nearly_full(ben, api, settings):
    settings.OXBOW = settings.OXBOW | {"FILE_FLOOR": 10**18}
    answer = begin(api(ben), 10)
    assert (answer.status_code, answer.json()["code"]) == (507, "files.no_space")
    assert not File.objects.exists()


def test_a_disk_that_fills_up_leaves_nothing_half_written(ben, api, monkeypatch):
    address = begin(api(ben), 10)["Location"]
    send(api(ben), address, 0, b"12345")
    save = FileSystemStorage._save

    def full(self, name, content):
        save(self, name, content)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        answer = send(api(ben), address, 5, b"67890")
    assert (answer.status_code, answer.json()["code"]) == (507, "files.no_space")
    assert len(stored()) == 1
    assert send(api(ben), address, 5, b"67890").status_code == 204


def test_a_process_that_dies_over_the_last_part_loses_nothing(ben, api, monkeypatch):
    address = begin(api(ben), 5)["Location"]
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "finished", lambda file: file)
        send(api(ben), address, 0, b"12345")
    assert api(ben).get(address.removeprefix("/api/v1/"))["size"] == 5


# --- What it is -------------------------------------------------------------------------------------------------------
def with_traces() -> Image.Exif:
    traces = Image.Exif()
    traces[Base.Make] = "SECRET-CAMERA"
    traces[Base.Orientation] = 6
    traces.get_ifd(Base.GPSInfo)[GPS.GPSLatitudeRef] = "SECRET-PLACE"
    return traces


SCRIPT = b"<script>alert('SECRET')</script>"


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("JPEG", {"exif": with_traces(), "comment": SCRIPT}),
        ("PNG", {"exif": with_traces()}),
        ("WEBP", {"exif": with_traces(), "xmp": SCRIPT}),
        ("GIF", {"comment": SCRIPT}),
        ("AVIF", {"exif": with_traces(), "xmp": SCRIPT}),
    ],
)
def test_an_image_keeps_nothing_but_its_picture(ben, api, format, options):
    sent = picture(format, **options)
    assert b"SECRET" in sent
    file = upload(api(ben), sent + SCRIPT, "image", "photo.html")
    for path in stored():
        content = Path(path).read_bytes()
        assert b"SECRET" not in content
        assert b"<script" not in content
        assert not dict(Image.open(BytesIO(content)).getexif())
    turned = format in ("JPEG", "PNG", "WEBP", "AVIF")
    assert (file["width"], file["height"]) == ((40, 60) if turned else (60, 40))
    assert not file["name"].endswith(".html")


def test_an_animation_goes_on_moving_without_its_words(ben, api):
    frames = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in (0, 120, 250)]
    content = BytesIO()
    frames[0].save(
        content, "GIF", save_all=True, append_images=frames[1:], duration=[50, 70, 90], loop=0, comment=SCRIPT
    )
    file = upload(api(ben), content.getvalue(), "image", "wave.gif")
    answer = b"".join(api(ben).client.get(f"/api/v1/files/{file['id']}/").streaming_content)
    image = Image.open(BytesIO(answer))
    assert (image.n_frames, image.info["loop"], b"script" in answer) == (3, 0, False)


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(), "files.too_many_pixels"),
        (b"\xff\xd8\xff\xe0" + SCRIPT * 20, "files.broken"),
        (b"GIF89a" + SCRIPT * 20, "files.broken"),
        (picture("PNG", (400, 400))[:200], "files.broken"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(50), "files.broken"),
    ],
    ids=["bomb", "jpeg", "gif", "cut off", "webp"],
)
def test_what_only_begins_like_an_image_is_refused_and_gone(ben, api, content, code):
    address = begin(api(ben), len(content), kind="document", name="x.txt")["Location"]
    assert send(api(ben), address, 0, content).json()["code"] == code
    assert (stored(), File.objects.count(), CommunityUse.objects.get().bytes) == ([], 0, 0)


@pytest.mark.parametrize(
    ("content", "type_"),
    [
        (b"<!doctype html>" + SCRIPT, kinds.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT, kinds.UNKNOWN),
        (b"%PDF-1.7 " + SCRIPT, "application/pdf"),
        (b"GIF7" + SCRIPT, kinds.UNKNOWN),
        (b"hello", kinds.UNKNOWN),
    ],
)
def test_whatever_is_no_image_is_saved_and_never_shown(ben, api, content, type_):
    file = upload(api(ben), content, "image", "picture.png")
    answer = api(ben).client.get(f"/api/v1/files/{file['id']}/")
    assert file["kind"] == "document"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (type_, "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "private" in answer["Cache-Control"]


def test_every_answer_with_bytes_is_harmless(ben, api):
    image, voice = upload(api(ben), picture(), "image"), upload(api(ben), VOICE, "voice", seconds="2")
    for path in (f"{image['id']}/", f"{image['id']}/thumb/320/", f"{voice['id']}/"):
        answer = api(ben).client.get(f"/api/v1/files/{path}")
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] in ("image/png", "image/webp", "audio/webm")


def test_a_recording_keeps_how_long_and_how_loud_it_is(ben, api):
    file = upload(api(ben), VOICE, "voice", "note.webm", seconds="12.34", peaks="0 5 31")
    assert (file["kind"], file["type"], file["seconds"], file["peaks"]) == ("voice", "audio/webm", 12.3, [0, 5, 31])


@pytest.mark.parametrize(
    "told",
    [
        {"seconds": "0"}, {"seconds": "nan"}, {"seconds": "inf"}, {"seconds": "-3"}, {},
        {"seconds": "3", "peaks": "32"}, {"seconds": "3", "peaks": "-1"}, {"seconds": "3", "peaks": "1 " * 65},
        {"seconds": "3", "peaks": "²"},
    ],
)  # fmt: skip
def test_a_recording_that_cannot_be_is_refused(ben, api, told):
    assert begin(api(ben), 100, kind="voice", **told).json()["code"] == "input.invalid"


def test_a_recording_is_no_longer_than_ten_minutes_and_is_one(ben, api):
    assert begin(api(ben), 100, kind="voice", seconds="601").json()["code"] == "files.too_long"
    address = begin(api(ben), 7, kind="voice", seconds="5")["Location"]
    assert send(api(ben), address, 0, b"<html>x").json()["code"] == "files.broken"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\plan.pdf", "plan.pdf"), ("", "file"), ("...", "file"),
        ("a\x00b\n.txt", "ab.txt"), ("invoice\u202efdp.exe", "invoicefdp.exe"), ("会议 记录.docx", "会议 记录.docx"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"), (".bashrc", "bashrc"),
    ],
)  # fmt: skip
def test_a_name_leads_nowhere_and_hides_nothing(name, shown):
    assert uploads.cleaned_name(name) == shown


# --- Handing out ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=4-99", 206, b"456789", "bytes 4-9/10"),
        ("bytes=10-", 416, None, "bytes */10"),
        ("bytes=5-2", 416, None, "bytes */10"),
        ("bytes=-0", 416, None, "bytes */10"),
        ("lines=1-2", 200, b"0123456789", None),
        ("bytes=1-2,4-5", 200, b"0123456789", None),
    ],
)
def test_a_player_gets_the_place_that_it_asks_for(ben, api, asked, status, content, said):
    file = upload(api(ben), b"0123456789")
    answer = api(ben).client.get(f"/api/v1/files/{file['id']}/", headers={"Range": asked})
    assert (answer.status_code, answer.get("Content-Range")) == (status, said)
    if content is not None:
        assert b"".join(answer.streaming_content) == content
        assert int(answer["Content-Length"]) == len(content)


def test_a_web_server_in_front_hands_the_bytes_out(ben, api, settings):
    settings.OXBOW = settings.OXBOW | {"FILES_ACCEL": "/kept/"}
    file = upload(api(ben), picture(), "image")
    answer = api(ben).client.get(f"/api/v1/files/{file['id']}/thumb/320/")
    key = File.objects.get().key
    assert answer["X-Accel-Redirect"] == f"/kept/{key[:2]}/{key}/320"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


# --- Tidying ----------------------------------------------------------------------------------------------------------
def test_what_nobody_sends_goes_after_a_day_and_nothing_else(ben, api):
    begun = begin(api(ben), 100)["Location"]
    send(api(ben), begun, 0, b"12345")
    upload(api(ben), picture(), "image")
    sent = upload(api(ben), b"Hello")
    File.objects.filter(pk=sent["id"]).update(carrier="message", carrier_id=1)
    assert tidying.tidy() == 0
    with time_machine.travel(now() + timedelta(hours=25)):
        assert tidying.tidy() == 2
    assert list(File.objects.values_list("pk", flat=True)) == [sent["id"]]
    assert len(stored()) == 1
    assert CommunityUse.objects.get().bytes == 5


def test_uploading_needs_a_role_that_may(olga):
    assert Api(olga).refused("POST", UPLOADS.removeprefix("/api/v1/")) == "input.invalid"
    assert begin(Api(olga), 10).json()["code"] == "forbidden"


def test_what_is_stored_while_others_empty_its_folder_is_there():
    """A folder goes with the last thing in it, at the very moment perhaps in which somebody writes the next there."""

    def come_and_go(one: str) -> None:
        for number in range(300):
            name = f"shared/{one}{number}"
            storage.put(name, b"here")
            assert storage.of_files().open(name).read() == b"here"
            storage.delete([name])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(come_and_go, "abcd"))
    assert not storage.of_files().exists("shared")
