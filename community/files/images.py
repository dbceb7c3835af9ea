"""Images as they are shown: drawn anew from their pixels, so that nothing else of what was sent comes along.

Positions, cameras, comments, thumbnails of thumbnails and whatever stands behind the picture are gone.
"""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from threading import Lock
from typing import BinaryIO, NamedTuple

from django.conf import settings
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from community.errors import InvalidInput
from community.files.kinds import IMAGES

WIDTHS = (320, 1280)  # pixels of the smaller pictures that are made of each
_SMALL: dict[str, object] = {"quality": 80, "method": 3}
_WAYS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 88, "progressive": True},
    "PNG": {},
    "WEBP": {"quality": 88, "method": 3},
    "GIF": {},
}
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_SRGB = ImageCms.createProfile("sRGB")
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, UnidentifiedImageError, OverflowError)

_table = Lock()  # a large picture takes much memory: a process draws one at a time


class Drawn(NamedTuple):
    """An image as it will be stored, and smaller ones by their width."""

    type: str
    content: bytes
    width: int
    height: int
    smaller: dict[int, bytes]


def drawn(source: BinaryIO) -> Drawn:
    """Draw an image anew.

    Raises:
        InvalidInput: `files.broken`, `files.too_many_pixels`.
    """
    return _made(source, lambda image: _moving(image) if getattr(image, "is_animated", False) else _still(image))


def still(source: BinaryIO, longest: int) -> Drawn:
    """Draw an image anew, no longer than so many pixels on either side; of one that moves, its first picture.

    Raises:
        InvalidInput: `files.broken`, `files.too_many_pixels`.
    """
    return _made(source, lambda image: _small(image, longest))


def _made(source: BinaryIO, way: Callable[[Image.Image], Drawn]) -> Drawn:
    try:
        with _table, Image.open(source, formats=list(IMAGES.values())) as image:
            _require_bounded(image)
            return way(image)
    except Image.DecompressionBombError:
        raise _too_many() from None
    except _BROKEN:
        raise InvalidInput("files.broken", "This image cannot be read.") from None


def _require_bounded(image: Image.Image) -> None:
    """Refuse what would fill the memory, before a pixel of it is unpacked."""
    if image.width * image.height > settings.OXBOW["FILE_PIXELS"]:
        raise _too_many()
    if image.width * image.height * getattr(image, "n_frames", 1) > settings.OXBOW["FILE_PIXELS"]:
        raise _too_many()


def _too_many() -> InvalidInput:
    return InvalidInput(
        "files.too_many_pixels", "The image has too many pixels.", megapixels=settings.OXBOW["FILE_PIXELS"] // 1_000_000
    )


def _still(image: Image.Image) -> Drawn:
    made_as = image.format if image.format in _WAYS else "WEBP"
    plain = _plain(ImageOps.exif_transpose(image))
    if made_as == "JPEG":
        plain = plain.convert("RGB")
    return _finished(made_as, _written(plain, made_as), plain)


def _small(image: Image.Image, longest: int) -> Drawn:
    plain = _plain(ImageOps.exif_transpose(image))
    plain.thumbnail((longest, longest))
    return Drawn(_TYPES["WEBP"], _written(plain, "WEBP"), plain.width, plain.height, {})


def _moving(image: Image.Image) -> Drawn:
    """All pictures of an animation, each for as long as it stood."""
    made_as = image.format if image.format in _WAYS else "WEBP"
    timing = {"loop": image.info["loop"]} if "loop" in image.info else {}
    frames, lasts = [], []
    for frame in ImageSequence.Iterator(image):
        lasts.append(frame.info.get("duration", 100))
        frames.append(_bare(frame.convert("RGBA")))
    disposal = {"disposal": 2} if made_as == "GIF" else {}
    content = _written(
        frames[0], made_as, save_all=True, append_images=frames[1:], duration=lasts, **timing, **disposal
    )
    return _finished(made_as, content, frames[0])


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, in colours that every screen understands."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError):
            image = ImageCms.profileToProfile(image, BytesIO(profile), _SRGB, outputMode="RGB") or image
    return _bare(image.convert(mode))


def _bare(image: Image.Image) -> Image.Image:
    image.info = {}
    return image


def _finished(made_as: str, content: bytes, picture: Image.Image) -> Drawn:
    smaller = {width: _smaller(picture, width) for width in WIDTHS}
    return Drawn(_TYPES[made_as], content, picture.width, picture.height, smaller)


def _smaller(picture: Image.Image, width: int) -> bytes:
    copy = picture.copy()
    copy.thumbnail((width, width * 4))
    return _written(copy, "WEBP", **_SMALL)


def _written(picture: Image.Image, made_as: str, **options: object) -> bytes:
    content = BytesIO()
    picture.save(content, made_as, **(_WAYS[made_as] | options))
    return content.getvalue()
