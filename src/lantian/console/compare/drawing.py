"""Comparisons drawn: up to three subjects as lines with their names, more of them as small figures.

A line is told from another by its name and its dashes, never by its colour alone.
"""

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lantian.console import air, words
from lantian.console.compare.forms import AQI, COMPOSITE
from lantian.console.compare.measured import Comparison, Measured
from lantian.ui import formats
from lantian.ui.figures import line, small_multiple
from lantian.ui.figures.series import Tick
from lantian.ui.parts import Panel

AS_LINES = 3
STYLES: tuple[tuple[line.Weight, str], ...] = (("ours", ""), ("other", "7 3"), ("peers", "2 3"))
WIDE, NARROW = (1080.0, 260.0), (340.0, 240.0)
LIMIT_OF_GOOD = 100
NAME_ROOM = 8


def lines(held: Comparison) -> str:
    """One figure for a wide screen and one for a narrow one; nothing for more than three subjects."""
    if not 0 < len(held.found) <= AS_LINES:
        return ""
    return _figure(held, screen="wide") + _figure(held, screen="narrow")


def panels(held: Comparison) -> tuple[Panel, ...]:
    """A small figure each, all on one scale, against the mean of the other ones chosen."""
    if len(held.found) <= AS_LINES:
        return ()
    drawn = {one.subject: _floats(one) for one in held.found}
    top = small_multiple.shared_top(*drawn.values())
    shown = []
    for one in held.found:
        others = air.mean_of([values for subject, values in drawn.items() if subject != one.subject])
        known = len(one.known)
        svg = small_multiple.small_multiple(
            small_multiple.SmallMultiple(
                label=_label(held, words.name(one.subject)),
                values=drawn[one.subject],
                peers=others,
                ticks=_ticks(one)[:1] + _ticks(one)[-1:],
                top=top,
            )
        )
        shown.append(Panel(name=words.name(one.subject), svg=svg, completeness=f"{known}/{len(one.points)}"))
    return tuple(shown)


def _figure(held: Comparison, *, screen: str) -> str:
    width, height = WIDE if screen == "wide" else NARROW
    drawn = tuple(
        line.Line(
            values=_floats(one),
            weight=weight,
            dash=dash,
            name=_name(one, is_short=screen == "narrow"),
        )
        for one, (weight, dash) in zip(held.found, STYLES, strict=False)
    )
    limits = (line.Limit(value=LIMIT_OF_GOOD, text=_("100, Good")),) if held.asked.figure == AQI else ()
    return line.line_figure(
        line.LineFigure(
            label=_label(held, _(", ").join(words.name(one.subject) for one in held.found)),
            lines=drawn,
            ticks=_ticks(held.found[0]),
            limits=limits,
            width=width,
            height=height,
            screen="wide" if screen == "wide" else "narrow",
        )
    )


def _label(held: Comparison, names: str) -> str:
    asked = held.asked
    figure = "AQI" if asked.figure == AQI else formats.substance(asked.figure)
    return _("%(figure)s of %(names)s, %(first)s to %(last)s") % {
        "figure": _("composite index") if asked.figure == COMPOSITE else figure,
        "names": names,
        "first": formats.day(asked.first),
        "last": formats.day(asked.last),
    }


def _name(one: Measured, *, is_short: bool) -> str:
    name = words.name(one.subject)
    return f"{name[:NAME_ROOM]}…" if is_short and len(name) > NAME_ROOM + 1 else name


def _floats(one: Measured) -> tuple[float | None, ...]:
    return tuple(None if point.value is None else float(point.value) for point in one.points)


def _ticks(one: Measured) -> tuple[Tick, ...]:
    """The first and the last day, and where months begin."""
    days = [point.first for point in one.points]
    shown = [index for index, day in enumerate(days) if index in (0, len(days) - 1) or day.day == 1]
    is_by_month = any(point.first != point.last for point in one.points)
    pattern = pgettext("date pattern", "M Y") if is_by_month else pgettext("date pattern", "j M")
    return tuple(Tick(index=index, text=dateformat.format(days[index], pattern)) for index in shown)
