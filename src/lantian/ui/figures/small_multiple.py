"""One panel of several that share a scale: a station's hours against its peers' mean."""

from __future__ import annotations

from dataclasses import dataclass

from lantian.ui.figures import series, svg
from lantian.ui.figures.series import Scale, Tick, Values

WIDTH, HEIGHT = 212, 84


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMultiple:
    """A panel: `top` is the shared upper end, `day_breaks` the indices where a local day begins."""

    label: str
    values: Values
    peers: Values = ()
    ticks: tuple[Tick, ...] = ()
    day_breaks: tuple[int, ...] = ()
    top: float | None = None
    end_text: str = ""


def shared_top(*lines: Values) -> float:
    """The upper end that several panels share: the first round level above every value."""
    return svg.ticks(0.0, max(series.known(*lines), default=1.0), 2)[-1]


def small_multiple(panel: SmallMultiple) -> str:
    """The panel as SVG text."""
    high = panel.top or shared_top(panel.values, panel.peers)
    count = max(len(panel.values), len(panel.peers), 1)
    left = 10 + 7 * len(svg.tick_text(high))
    scale = Scale(left=left, right=178, top=8, bottom=68, count=count, low=0.0, high=high)
    body = [series.grid(scale, [0.0, high / 2, high])]
    for index in panel.day_breaks:
        x = svg.num(scale.x(index - 0.5))
        body.append(svg.node("path", d=f"M{x} 6V68", stroke=svg.LINE_2, stroke_dasharray="2 2"))
    body.append(series.curve(panel.peers, scale, colour=svg.MARK, stroke_width=1.5))
    body.append(series.curve(panel.values, scale, colour=svg.SKY, stroke_width=2))
    body.append(_end(panel, scale))
    body.append(series.tick_row(scale, panel.ticks, 81))
    return svg.document(body, width=WIDTH, height=HEIGHT, label=panel.label)


def _end(panel: SmallMultiple, scale: Scale) -> str:
    """The last value, marked and named when the newest hour has one."""
    if not panel.values or panel.values[-1] is None:
        return svg.text(scale.right + 6, scale.bottom - 26, panel.end_text or "—", fill=svg.INK_3)
    x, y = scale.x(len(panel.values) - 1), scale.y(panel.values[-1])
    dot = svg.node("circle", cx=x, cy=y, r=3, fill=svg.SKY)
    words = panel.end_text or svg.tick_text(round(panel.values[-1]))
    return dot + svg.text(x + 6, max(y + 4, 12), words, fill=svg.INK, bold=True)
