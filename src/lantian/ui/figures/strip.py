"""A rank strip: everybody's value on one line, ours filled, and the gap to the one ahead."""

from __future__ import annotations

from dataclasses import dataclass

from lantian.ui.figures import svg

WIDTH, HEIGHT = 278, 62
LEFT, RIGHT, LEVEL = 12.0, 266.0, 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The values of all; `own` and `ahead` are indices into them, `ahead` absent for the first."""

    label: str
    values: tuple[float, ...]
    own: int
    own_text: str
    ahead: int | None = None
    ahead_text: str = ""
    gap_text: str = ""


def strip(figure: Strip) -> str:
    """The strip as SVG text."""
    low, high = min(figure.values), max(figure.values)
    room = high - low or 1.0

    def x(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (value - low) / room

    body = [svg.node("path", d=f"M4 {LEVEL}H274", stroke=svg.LINE_2)]
    for index, value in enumerate(figure.values):
        if index not in (figure.own, figure.ahead):
            body.append(
                svg.node(
                    "circle",
                    cx=x(value),
                    cy=LEVEL,
                    r=4,
                    fill=svg.SURFACE,
                    stroke=svg.MARK,
                    stroke_width="1.5",
                )
            )
    own = x(figure.values[figure.own])
    if figure.ahead is not None:
        body.append(_ahead(figure, x(figure.values[figure.ahead]), own))
    body.append(
        svg.node("circle", cx=own, cy=LEVEL, r="6.5", fill=svg.SKY, stroke=svg.SURFACE, stroke_width="1.5")
    )
    body.append(_under(figure, own, None if figure.ahead is None else x(figure.values[figure.ahead])))
    return svg.document(body, width=WIDTH, height=HEIGHT, label=figure.label)


def _ahead(figure: Strip, ahead: float, own: float) -> str:
    """The one ahead, and a bracket with the gap."""
    dot = svg.node("circle", cx=ahead, cy=LEVEL, r=4, fill=svg.INK_2, stroke=svg.INK_2, stroke_width="1.5")
    bracket = svg.node(
        "path",
        d=f"M{svg.num(ahead)} 24V19H{svg.num(own)}V24",
        fill="none",
        stroke=svg.ACCENT,
        stroke_width="1.2",
    )
    half = svg.width_of(figure.gap_text, bold=True) / 2
    middle = min(max((ahead + own) / 2, half), WIDTH - half)
    return bracket + dot + svg.text(middle, 14, figure.gap_text, anchor="middle", fill=svg.ACCENT, bold=True)


def _under(figure: Strip, own: float, ahead: float | None) -> str:
    """The names under the line, kept apart and inside the figure."""
    own_room = svg.width_of(figure.own_text, bold=True)
    ahead_room = svg.width_of(figure.ahead_text) if ahead is not None else 0.0
    is_right = ahead is None or ahead <= own
    start = own + 2 if is_right else own - 2 - own_room
    if is_right:
        start = min(max(start, ahead_room + 8 if ahead_room else 0.0), WIDTH - own_room)
        other = start - 8 - ahead_room
    else:
        start = max(min(start, WIDTH - own_room - 8 - ahead_room), 0.0)
        other = start + own_room + 8
    drawn = svg.text(start, 56, figure.own_text, fill=svg.INK, bold=True)
    return drawn if ahead is None else svg.text(other, 56, figure.ahead_text) + drawn
