"""Pictures for the demo, drawn by code and marked as such: the same place before and after it was mended."""

import io
import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

import lantian.ui

FONT = Path(lantian.ui.__file__).parent / "fonts" / "NotoSansCJKsc-Regular.otf"
MARK = "演示图，非真照片 · drawn for the demo, not a photo"
SIZE = (960, 640)
GROUND = 470  # height of the street's far edge
SKY, FAR, NEAR, STREET = "#dde4ea", "#c3cdd6", "#aab7c2", "#b9bfc4"
SOIL, SHADE, NET = "#b3a08a", "#9a8772", "#6b7c74"
QUALITY = 82

Draw = ImageDraw.ImageDraw
Scene = Callable[[Draw, random.Random, bool], None]


def picture(category: str, *, place: str, caption: str, is_mended: bool) -> bytes:
    """A JPEG of a place; the same place gives the same view, mended or not."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    _skyline(draw, random.Random(f"{place}/skyline"))
    SCENES.get(category, _mounds)(draw, random.Random(f"{place}/scene"), is_mended)
    if not is_mended:
        image = _hazed(image, random.Random(f"{place}/haze"), smoke=category in SMOKY)
    _mark(image, caption)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def _skyline(draw: Draw, chance: random.Random) -> None:
    x = -20
    while x < SIZE[0]:
        width, height = chance.randint(60, 120), chance.randint(70, 230)
        draw.rectangle([x, 360 - height, x + width, 400], fill=FAR)
        x += width + chance.randint(8, 46)
    draw.rectangle([0, 360, SIZE[0], GROUND], fill="#ccd4d9")
    draw.rectangle([0, GROUND, SIZE[0], SIZE[1]], fill=STREET)


def _mounds(draw: Draw, chance: random.Random, is_mended: bool) -> None:
    """Bare soil behind a fence; netted when mended."""
    _crane(draw, chance.randint(620, 800))
    left = [chance.randint(60, 160), chance.randint(360, 460)]
    mounds = [(x, chance.randint(280, 380), chance.randint(110, 160)) for x in left]
    for x, width, height in mounds:
        box = [x, GROUND - height, x + width, GROUND + height]
        draw.pieslice(box, 180, 360, fill=NET if is_mended else SOIL)
        for step in range(0, width, 18) if is_mended else ():
            draw.arc([x + step // 2, box[1], x + width - step // 2, box[3]], 180, 360, fill="#55665e")
        for _ in range(0 if is_mended else 26):
            at = (x + chance.randint(40, width - 40), GROUND - chance.randint(6, height // 2))
            draw.ellipse([*at, at[0] + 9, at[1] + 5], fill=SHADE)
    _fence(draw, gap=None if is_mended else chance.randint(3, 7))


def _piles(draw: Draw, chance: random.Random, is_mended: bool) -> None:
    """Heaps of gravel under the open sky; under sheets when mended."""
    for number in range(3):
        x, height = 80 + 280 * number + chance.randint(-20, 20), chance.randint(130, 190)
        heap = [(x, GROUND), (x + 120, GROUND - height), (x + 240, GROUND)]
        draw.polygon(heap, fill="#7d8f9c" if is_mended else "#a9a49b")
        for k in range(6):
            rib = x + 20 + 40 * k
            draw.line([(x + 120, GROUND - height), (rib, GROUND)], fill="#667884" if is_mended else "#97928a")
    if not is_mended:
        draw.rectangle([560, GROUND - 60, 700, GROUND - 12], fill="#c79a3a")
        draw.line([(690, GROUND - 50), (780, GROUND - 120)], fill="#8d6f2b", width=10)


def _road(draw: Draw, chance: random.Random, is_mended: bool) -> None:
    """A road with mud on it; swept when mended."""
    draw.polygon([(360, 400), (600, 400), (960, 640), (0, 640)], fill="#8c9298")
    for y in range(410, 640, 46):
        half = 3 + (y - 400) // 40
        draw.polygon(
            [(480 - half, y), (480 + half, y), (482 + half, y + 24), (478 - half, y + 24)], fill="#e8ebee"
        )
    for _ in range(0 if is_mended else 60):
        y = chance.randint(430, 620)
        x = 480 + chance.randint(-1, 1) * (y - 380) + chance.randint(-60, 60)
        draw.ellipse([x, y, x + chance.randint(20, 90), y + chance.randint(4, 12)], fill="#9c8a70")
    if is_mended:
        draw.rectangle([600, 430, 730, 500], fill="#e9edf0", outline="#7e8a94")
        draw.ellipse([615, 490, 640, 515], fill="#4a545c")
        draw.ellipse([690, 490, 715, 515], fill="#4a545c")


def _plot(draw: Draw, chance: random.Random, is_mended: bool) -> None:
    """A burning heap of leaves on idle ground; cleared when mended."""
    draw.rectangle([0, 430, SIZE[0], SIZE[1]], fill="#b5b39a" if is_mended else "#b1a78d")
    for _ in range(70):
        x, y = chance.randint(0, SIZE[0]), chance.randint(440, 620)
        draw.line([(x, y), (x + 3, y - 9)], fill="#8c9873")
    if is_mended:
        draw.ellipse([400, 515, 560, 545], fill="#9b957f")
        return
    draw.pieslice([370, 460, 590, 580], 180, 360, fill="#6b5a48")
    for _ in range(9):
        x = chance.randint(400, 550)
        draw.polygon([(x - 9, 520), (x, 520 - chance.randint(20, 46)), (x + 9, 520)], fill="#d98a2b")


def _plant(draw: Draw, chance: random.Random, is_mended: bool) -> None:
    """A hall with an open door; shut when mended."""
    draw.polygon([(150, 300), (480, 230), (810, 300), (810, GROUND), (150, GROUND)], fill="#9fadb8")
    draw.rectangle([680, 120, 730, 300], fill="#8896a1")
    draw.rectangle([400, 340, 560, GROUND], fill="#73828d" if is_mended else "#3c454d")
    for y in range(350, GROUND, 16) if is_mended else ():
        draw.line([(400, y), (560, y)], fill="#62717b", width=2)


def _crane(draw: Draw, x: int) -> None:
    draw.line([(x, 120), (x, GROUND)], fill=NEAR, width=7)
    draw.line([(x - 190, 130), (x + 90, 130)], fill=NEAR, width=5)
    draw.line([(x, 95), (x - 190, 130)], fill=NEAR, width=2)
    draw.line([(x - 150, 130), (x - 150, 220)], fill=NEAR, width=2)


def _fence(draw: Draw, *, gap: int | None) -> None:
    for number in range(12):
        if gap is not None and number in {gap, gap + 1}:
            continue
        x = number * 80
        draw.rectangle([x, GROUND - 26, x + 77, GROUND + 62], fill="#c6d2da", outline="#94a5b1", width=2)


def _hazed(image: Image.Image, chance: random.Random, *, smoke: bool) -> Image.Image:
    """Dust or smoke in the air."""
    veil = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(veil)
    for number in range(16):
        x = 480 + (number * 22 if smoke else chance.randint(-330, 330))
        y = 480 - number * 26 if smoke else chance.randint(350, 460)
        reach = chance.randint(40, 90)
        draw.ellipse([x - reach, y - reach // 2, x + reach, y + reach // 2], fill=120)
    tint = Image.new("RGB", SIZE, "#8d8f90" if smoke else "#cbb999")
    return Image.composite(tint, image, veil.filter(ImageFilter.GaussianBlur(26)))


def _mark(image: Image.Image, caption: str) -> None:
    """Say what it is, on the picture itself."""
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, SIZE[1] - 64, SIZE[0], SIZE[1]], fill="#22303a")
    draw.text((18, SIZE[1] - 58), MARK, fill="#ffffff", font=_font(20))
    draw.text((18, SIZE[1] - 30), caption, fill="#b9c8d2", font=_font(17))


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


SMOKY = frozenset({"open_burning", "industry"})
SCENES: dict[str, Scene] = {
    "construction_dust": _mounds,
    "bare_land": _mounds,
    "stockpile": _piles,
    "road_dust": _road,
    "open_burning": _plot,
    "industry": _plant,
}


def signature(seed: str, *, name: str) -> bytes:
    """A PNG as of a name drawn on glass: loops by chance, and the mark that it is drawn for the demo."""
    chance = random.Random(seed)
    image = Image.new("RGB", (660, 220), "white")
    draw = ImageDraw.Draw(image)
    x, points = 70.0, []
    while x < 560:
        points.append((x, 110 + chance.uniform(-60, 60)))
        x += chance.uniform(14, 42)
    draw.line(points, fill="#101418", width=5, joint="curve")
    draw.text((70, 178), f"{name} · {MARK}", fill="#888888", font=ImageFont.truetype(str(FONT), 18))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
