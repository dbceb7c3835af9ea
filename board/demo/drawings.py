"""The stickers that the demo's communities begin with: a few shapes with faces, drawn here."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFilter
from PIL.ImageDraw import ImageDraw as Pen

SIZE = 512  # pixels
FINE = 2  # drawn as many times larger: edges become smooth
INK = "#3b3a4a"
Point = tuple[float, float]


@cache
def content(name: str) -> bytes:
    """A drawing, as a file of it would be."""
    sheet = Image.new("RGBA", (SIZE * FINE, SIZE * FINE))
    DRAWINGS[name](ImageDraw.Draw(sheet))
    kept = BytesIO()
    _cut_out(sheet.resize((SIZE, SIZE), Image.Resampling.LANCZOS)).save(kept, "PNG")
    return kept.getvalue()


def _cut_out(picture: Image.Image) -> Image.Image:
    """With a white rim, so that it stands on any ground."""
    rim = Image.new("RGBA", picture.size, "white")
    edge = picture.getchannel("A").filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.MaxFilter(9))
    rim.putalpha(edge.filter(ImageFilter.GaussianBlur(1)))
    return Image.alpha_composite(rim, picture)


def _round(pen: Pen, at: Point, radius: float, colour: str) -> None:
    x, y = at
    pen.ellipse([FINE * side for side in (x - radius, y - radius, x + radius, y + radius)], fill=colour)


def _line(pen: Pen, points: list[Point], colour: str, width: float) -> None:
    pen.line([(FINE * x, FINE * y) for x, y in points], fill=colour, width=int(FINE * width), joint="curve")
    for end in (points[0], points[-1]):
        _round(pen, end, width / 2, colour)


def _shape(pen: Pen, points: list[Point], colour: str) -> None:
    pen.polygon([(FINE * x, FINE * y) for x, y in points], fill=colour)


def _turn(at: Point, radius: float, share: float) -> Point:
    """A point on a circle, a share of the whole way around from the top."""
    return at[0] + radius * sin(2 * pi * share), at[1] - radius * cos(2 * pi * share)


def _face(pen: Pen, at: Point, *, sad: bool = False, asleep: bool = False) -> None:
    x, y = at
    for side in (x - 44, x + 44):
        if asleep:
            _line(pen, [_turn((side, y - 18), 16, 0.25 + step / 20) for step in range(11)], INK, 9)
        else:
            _round(pen, (side, y - 10), 13, INK)
    for side in (x - 80, x + 80):
        _round(pen, (side, y + 22), 17, "#f58fa0")
    middle, first = ((x, y + 74), 0.85) if sad else ((x, y + 12), 0.35)
    _line(pen, [_turn(middle, 34, first + step / 33) for step in range(11)], INK, 9)


def _sun(pen: Pen) -> None:
    for ray in range(12):
        _line(pen, [_turn((256, 256), radius, ray / 12) for radius in (170, 216)], "#f7a531", 30)
    _round(pen, (256, 256), 145, "#ffcb45")
    _face(pen, (256, 256))


def _moon(pen: Pen) -> None:
    _round(pen, (256, 256), 190, "#8f9be8")
    _round(pen, (330, 200), 14, "#aab4f2")
    _round(pen, (180, 370), 22, "#aab4f2")
    _round(pen, (352, 330), 18, "#aab4f2")
    _face(pen, (246, 262), asleep=True)


def _cup(pen: Pen) -> None:
    for x in (200, 256, 312):
        _line(pen, [(x + 12 * sin(step / 3), 60 + 9 * step) for step in range(9)], "#c9c5d6", 13)
    pen.ellipse([FINE * side for side in (340, 220, 470, 350)], outline="#5aa9a2", width=30 * FINE)
    pen.rounded_rectangle([FINE * side for side in (96, 170, 400, 430)], radius=90 * FINE, fill="#6fc2ba")
    pen.rectangle([FINE * side for side in (96, 170, 400, 260)], fill="#6fc2ba")
    pen.ellipse([FINE * side for side in (96, 150, 400, 196)], fill="#a9723f")
    _face(pen, (248, 300))


def _heart(pen: Pen) -> None:
    def edge(step: int) -> Point:
        turn = 2 * pi * step / 90
        across = 16 * sin(turn) ** 3
        up = 13 * cos(turn) - 5 * cos(2 * turn) - 2 * cos(3 * turn) - cos(4 * turn)
        return 256 + 12.5 * across, 240 - 12.5 * up

    _shape(pen, [edge(step) for step in range(90)], "#ef6a76")
    _face(pen, (256, 224))


def _drop(pen: Pen) -> None:
    _shape(pen, [(256, 40), *(_turn((256, 310), 160, 0.149 + step * 0.702 / 30) for step in range(31))], "#56a8e6")
    _line(pen, [_turn((256, 310), 124, 0.66 + step / 60) for step in range(7)], "#bfe0fa", 14)
    _face(pen, (256, 310))


def _star(pen: Pen) -> None:
    points = [_turn((256, 270), 205 if step % 2 == 0 else 112, step / 10) for step in range(10)]
    _shape(pen, points, "#ffd24f")
    _line(pen, [*points, points[0]], "#ffd24f", 44)
    _face(pen, (256, 270))


def _cloud(pen: Pen) -> None:
    for x in (160, 256, 352):
        _line(pen, [(x, 380), (x - 18, 440)], "#56a8e6", 20)
    for at, radius in (((150, 260), 90), ((250, 200), 120), ((362, 262), 88), ((256, 290), 90)):
        _round(pen, at, radius, "#b9c3d3")
    pen.rounded_rectangle([FINE * side for side in (100, 250, 410, 350)], radius=50 * FINE, fill="#b9c3d3")
    _face(pen, (256, 250), sad=True)


def _leaf(pen: Pen) -> None:
    _round(pen, (256, 256), 190, "#7cc576")
    _line(pen, [(160, 262), (230, 332), (358, 186)], "#ffffff", 46)


DRAWINGS: dict[str, Callable[[Pen], None]] = {
    "sun": _sun, "moon": _moon, "cup": _cup, "heart": _heart, "drop": _drop, "star": _star, "cloud": _cloud,
    "done": _leaf,
}  # fmt: skip
