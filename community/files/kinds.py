"""What a file is, by its first bytes. What its name or its sender says of it counts for nothing."""

HEAD = 64  # bytes that are looked at
UNKNOWN = "application/octet-stream"
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP", "image/avif": "AVIF"}
# What recorders make is a film without pictures.
SOUNDS = {
    "video/webm": "audio/webm", "video/mp4": "audio/mp4", "audio/ogg": "audio/ogg", "audio/mpeg": "audio/mpeg",
    "audio/wav": "audio/wav",
}  # fmt: skip
_SIGNS = [
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
]
_IN_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_AVIF = (b"avif", b"avis")


def type_of(head: bytes) -> str:
    """The type of a file that begins like this; one that no browser would show, where it is none of ours."""
    if head[:4] == b"RIFF":
        return _IN_RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return "image/avif" if head[8:12] in _AVIF else "video/mp4"
    return next((name for sign, name in _SIGNS if head.startswith(sign)), UNKNOWN)
