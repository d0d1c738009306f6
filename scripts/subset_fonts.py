"""Cut the fonts that ship with Lantian out of Noto Sans CJK SC.

A maintainer's script, run once a font edition and never at install time. It needs Debian's
`fonts-noto-cjk` (apt-get install fonts-noto-cjk) and the development extra (fonttools with brotli):

    .venv/bin/python scripts/subset_fonts.py

Both weights carry every character of GBK and the signs in EXTRA; other regions' glyph forms (locl) stay out.
OTF is for the PDF (typst reads no WOFF2), WOFF2 for pages on machines without a Chinese font.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "src" / "lantian" / "ui"
PRINT_FONTS = UI / "fonts"
WEB_FONTS = UI / "static" / "ui" / "fonts"
LOCK = PRINT_FONTS / "fonts.lock.json"

SOURCE_FOLDER = Path("/usr/share/fonts/opentype/noto")
FACE = "Noto Sans CJK SC"
CUTS = {
    "Regular": ("NotoSansCJK-Regular.ttc", "gbk"),
    "Bold": ("NotoSansCJK-Bold.ttc", "gbk"),
}
EXTRA = "µμ²³₀₁₂₃₄₅₆₇₈₉⁰¹⁴⁵⁶⁷⁸⁹⁺⁻≤≥≠≈±−×÷°℃‰·•…–—―‘’“”′″←↑→↓↗↘↙↖○●◎◇◆□■△▲▽▼☆★✓✗①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤⅥ№§¥￥"
FEATURES = ["ccmp", "kern", "mark", "mkmk", "tnum", "pnum", "palt"]


def characters(codec: str) -> set[int]:
    """Every code point the codec can write, plus Latin-1 and the signs of EXTRA."""
    points = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {ord(sign) for sign in EXTRA}
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                text = bytes((high, low)).decode(codec)
            except UnicodeDecodeError:
                continue
            points.update(ord(sign) for sign in text)
    return points


def face_number(collection: Path) -> int:
    """Where in the collection the simplified-Chinese face lies."""
    for number in range(20):
        font = TTFont(collection, fontNumber=number, lazy=True)
        if font["name"].getDebugName(1) == FACE or font["name"].getDebugName(16) == FACE:
            return number
    raise SystemExit(f"{collection} holds no face named {FACE}")


def cut(collection: Path, codec: str) -> TTFont:
    """The face reduced to the characters of one codec."""
    font = TTFont(collection, fontNumber=face_number(collection), recalcTimestamp=False)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.desubroutinize = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters(codec))
    subsetter.subset(font)
    return font


def digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Cut both weights, write both formats and the lock."""
    lock: dict[str, object] = {"face": FACE, "sources": {}, "files": {}}
    for weight, (collection_name, codec) in CUTS.items():
        collection = SOURCE_FOLDER / collection_name
        if not collection.exists():
            sys.exit(f"{collection} is missing; type: apt-get install fonts-noto-cjk")
        font = cut(collection, codec)
        edition = font["name"].getDebugName(5)
        lock["sources"][collection_name] = {"sha256": digest(collection), "version": edition}  # type: ignore[index]
        otf = PRINT_FONTS / f"NotoSansCJKsc-{weight}.otf"
        font.save(otf)
        font.flavor = "woff2"
        woff2 = WEB_FONTS / f"NotoSansCJKsc-{weight}.woff2"
        font.save(woff2)
        for path in (otf, woff2):
            name = path.relative_to(UI).as_posix()
            lock["files"][name] = {  # type: ignore[index]
                "characters": codec,
                "bytes": path.stat().st_size,
                "sha256": digest(path),
            }
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
