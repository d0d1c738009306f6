"""Writing SVG: escaped text, tidy numbers, and the page's colours by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import ceil, floor, log10

INK, INK_2, INK_3 = "var(--ink)", "var(--ink-2)", "var(--ink-3)"
LINE, LINE_2 = "var(--line)", "var(--line-2)"
SURFACE, SURFACE_3 = "var(--surface)", "var(--surface-3)"
SKY, ACCENT, MARK, OVERDUE = "var(--sky)", "var(--accent)", "var(--mark)", "var(--overdue)"
LAND = "var(--map-land)"
NO_INDEX = LINE_2  # a day that was measured and has no index: plainly grey, on paper too

FONT_SIZE = 12
MINUS, MISSING = "−", "—"

Point = tuple[float, float]


def num(value: float) -> str:
    """A coordinate with at most one decimal, never -0."""
    shown = f"{value:.1f}"
    shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def node(name: str, *children: str, **attributes: object) -> str:
    """An element. Attribute names have _ for -, values are escaped, None leaves the attribute out."""
    written = []
    for key, value in attributes.items():
        if value is None:
            continue
        shown = num(value) if isinstance(value, float) else str(value)
        written.append(f' {key.rstrip("_").replace("_", "-")}="{escape(shown)}"')
    inside = "".join(children)
    head = f"<{name}{''.join(written)}"
    return f"{head}>{inside}</{name}>" if inside else f"{head}/>"


def text(x: float, y: float, words: str, **options: object) -> str:
    """A line of text; options: fill, anchor, size, bold, halo (a colour behind the letters), spacing."""
    halo = options.get("halo")
    return node(
        "text",
        escape(words, quote=False),
        x=float(x),
        y=float(y),
        text_anchor=options.get("anchor"),
        fill=options.get("fill", INK_2),
        font_size=options.get("size", FONT_SIZE),
        font_weight="600" if options.get("bold") else None,
        letter_spacing=options.get("spacing"),
        paint_order="stroke" if halo else None,
        stroke=halo,
        stroke_width=3 if halo else None,
        stroke_linejoin="round" if halo else None,
    )


def title(words: str) -> str:
    """What a pointer resting on the element reads."""
    return f"<title>{escape(words, quote=False)}</title>"


def path(points: Sequence[Point], *, closed: bool = False) -> str:
    """The data of a path through the points."""
    joined = " ".join(f"{num(x)} {num(y)}" for x, y in points)
    return f"M{joined}{'Z' if closed else ''}"


def document(
    body: Iterable[str], *, width: float, height: float, label: str, summary: str = "", kind: str = ""
) -> str:
    """The whole figure: an image with a name, a summary for those who cannot see it, and a class."""
    describe = f"<desc>{escape(summary, quote=False)}</desc>" if summary else ""
    return node(
        "svg",
        describe,
        *body,
        viewBox=f"0 0 {num(width)} {num(height)}",
        width=num(width),
        height=num(height),
        role="img",
        aria_label=label,
        class_=kind or None,
    )


def width_of(words: str, *, size: float = FONT_SIZE, bold: bool = False) -> float:
    """About how wide the words are drawn: a Chinese character is one em, a Latin letter a bit over half."""
    ems = 0.0
    for sign in words:
        if sign > "⺀":
            ems += 1.0
        elif sign in "ilj.,:;|'·! ":
            ems += 0.3
        elif sign in "MWmw%—":
            ems += 0.88
        elif sign.isupper():
            ems += 0.65
        else:
            ems += 0.56
    return ems * size * (1.04 if bold else 1.0)


def nice_step(length: float, pieces: int) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts the length into about that many pieces."""
    raw = (length if length > 0 else float(pieces)) / pieces
    magnitude = 10.0 ** floor(log10(raw))
    for factor in (1, 2, 5, 10):
        if raw <= factor * magnitude * (1 + 1e-9):
            return float(factor * magnitude)
    return 10.0 * magnitude


def ticks(low: float, high: float, pieces: int) -> list[float]:
    """Round values from at or below `low` to at or above `high`."""
    step = nice_step(high - low, pieces)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def tick_text(value: float) -> str:
    """A tick's number, with a true minus sign."""
    return f"{value:g}".replace("-", MINUS)
