"""How much of today's allowed mean is used: a bar against the control value."""

from __future__ import annotations

from dataclasses import dataclass

from lantian.ui.figures import svg

WIDTH, HEIGHT = 262, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Mean so far against the control value, in the same unit."""

    label: str
    so_far: float
    control: float
    so_far_text: str
    control_text: str
    note: str = ""


def budget_bar(figure: Budget) -> str:
    """The bar as SVG text."""
    full = 1.15 * max(figure.so_far, figure.control, 1e-9)
    used, control = WIDTH * figure.so_far / full, WIDTH * figure.control / full
    control_words = svg.width_of(figure.control_text, bold=True)
    used_words = svg.width_of(figure.so_far_text)
    note_room = svg.width_of(figure.note) + 8 if figure.note else 0.0
    used_at = min(max(used, note_room + used_words / 2), WIDTH - used_words / 2)
    body = [
        svg.node("rect", x=0, y=20, width=WIDTH, height=10, rx=2, fill=svg.SURFACE_3),
        svg.node("rect", x=0, y=20, width=used, height=10, rx=2, fill=svg.MARK),
        svg.node("path", d=f"M{svg.num(control)} 14V36", stroke=svg.INK, stroke_width=2),
        svg.text(
            max(control - 5, control_words), 14, figure.control_text, anchor="end", fill=svg.INK, bold=True
        ),
        svg.text(used_at, 46, figure.so_far_text, anchor="middle"),
    ]
    if figure.note:
        body.append(svg.text(0, 46, figure.note, fill=svg.INK_3))
    return svg.document(body, width=WIDTH, height=HEIGHT, label=figure.label)
