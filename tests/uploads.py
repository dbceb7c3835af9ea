"""Bringing files along as a tus client does, and pictures to bring."""

from base64 import b64encode
from io import BytesIO
from typing import Any

from PIL import Image

from tests.api import Api

UPLOADS = "/api/v1/communities/lake/uploads/"


def metadata(**told: str) -> str:
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())


def begin(api: Api, length: int, **told: str) -> Any:
    headers = {"Upload-Length": str(length), "Upload-Metadata": metadata(**told), "Tus-Resumable": "1.0.0"}
    return api.client.post(UPLOADS, headers=headers)


def send(api: Api, address: str, offset: int, part: bytes) -> Any:
    headers = {"Upload-Offset": str(offset), "Tus-Resumable": "1.0.0"}
    return api.client.patch(address, part, content_type="application/offset+octet-stream", headers=headers)


def upload(api: Api, content: bytes, kind: str = "document", name: str = "file", part: int = 1024 * 1024, **told: str):
    """The shape of a file that was brought along in parts."""
    begun = begin(api, len(content), kind=kind, name=name, **told)
    assert begun.status_code == 201, begun.content
    address = begun["Location"]
    for offset in range(0, len(content), part):
        sent = send(api, address, offset, content[offset : offset + part])
        assert sent.status_code == 204, sent.content
    return api.get(address.removeprefix("/api/v1/"))


def picture(format: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    content = BytesIO()
    Image.new("RGB", size, (40, 120, 160)).save(content, format, **options)
    return content.getvalue()


VOICE = b"\x1aE\xdf\xa3" + bytes(2000)
