"""What a client tells of a file that it brings along, as the tus protocol writes it: `name BASE64,kind BASE64`."""

import math
from base64 import b64decode
from binascii import Error as NoBase64
from typing import NamedTuple

from community.errors import InvalidInput
from community.files.models import File

LONGEST = 4096  # characters
PEAKS = 64  # of a voice note
LOUDEST = 31


class Told(NamedTuple):
    name: str
    kind: str
    seconds: float = 0.0
    peaks: list[int] = []


def read(header: str) -> Told:
    """Read the metadata of a new upload; raises `input.invalid`."""
    if len(header) > LONGEST:
        raise _wrong("Upload-Metadata")
    told = dict(_pair(pair) for pair in header.split(",") if pair.strip())
    kind = told.get("kind", File.Kind.DOCUMENT)
    if kind not in File.Kind.values:
        raise _wrong("kind")
    name = told.get("name") or told.get("filename", "")
    if kind != File.Kind.VOICE:
        return Told(name, kind)
    return Told(name, kind, _seconds(told.get("seconds", "")), _peaks(told.get("peaks", "")))


def _pair(pair: str) -> tuple[str, str]:
    key, _, value = pair.strip().partition(" ")
    try:
        return key, b64decode(value.strip(), validate=True).decode()
    except (NoBase64, ValueError):
        raise _wrong(key[:40]) from None


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        raise _wrong("seconds") from None
    if not math.isfinite(seconds) or seconds <= 0:
        raise _wrong("seconds")
    return round(seconds, 1)


def _peaks(value: str) -> list[int]:
    signs = value.split() if value else []
    if len(signs) > PEAKS or not all(sign.isascii() and sign.isdigit() and int(sign) <= LOUDEST for sign in signs):
        raise _wrong("peaks")
    return [int(sign) for sign in signs]


def _wrong(field: str) -> InvalidInput:
    return InvalidInput("input.invalid", "This cannot be said of a file.", fields={field: "unknown"})
