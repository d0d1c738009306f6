"""A briefing as paper: the same bytes for the same briefing, from the fonts that ship."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import typst

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.kernel import files
from lantian.reporting import permissions
from lantian.reporting.queries import issues
from lantian.reporting.queries.issues import BriefingView, LineView, StationRow
from lantian.reporting.rules import paper, words
from lantian.reporting.rules.paper import Language
from lantian.ui.figures import line, standalone
from lantian.ui.figures.series import Tick

Json = dict[str, Any]  # Any: JSON for the template

ROOM = Path(__file__).resolve().parents[1]
TEMPLATE = ROOM / "typst" / "briefing.typ"
FONTS = ROOM.parent / "ui" / "fonts"
HOUR = timedelta(hours=1)


def pdf(number: str, by: Actor, *, language: Language = "zh") -> bytes:
    """The PDF of a briefing: the Chinese paper that was kept when it was issued, or a draft's, marked as one.

    The English one is printed from the same stored lines whenever it is asked for, and says that it is one.
    """
    found = permissions.visible_briefings(by).select_related("region__organisation", "pdf").get(number=number)
    if found.pdf is not None and language == "zh":
        return files.read(found.pdf.sha256)
    return printed(issues.view_of(found), language=language)


def printed(view: BriefingView, *, language: Language = "zh") -> bytes:
    """The PDF of a briefing as it stands."""
    made = typst.compile(
        TEMPLATE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(view, language), ensure_ascii=False, sort_keys=True)},
        timestamp=int((view.issued_at or view.written_at).timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__}; the bytes of one PDF are needed")
    return made


def _data(view: BriefingView, language: Language) -> Json:
    day = calendar.local_day(view.issued_at or view.written_at)
    return {
        "language": language,
        "words": paper.SHEET[language],
        "office": view.office[language],
        "serial": paper.serial(view.serial, language),
        "correction": paper.correction(view.day, issue=view.issue, language=language),
        "number": view.number,
        "date": paper.day(day, language),
        "is_draft": view.issued_at is None,
        "is_demo": view.is_demo,
        "lead": _pieces(view.lead, language),
        "blocks": [
            {
                "code": block.code,
                "heading": paper.heading(place, block.title[language], language),
                "until": block.until[language],
                "lines": [{"is_item": one.is_item, "pieces": _pieces(one, language)} for one in block.lines],
            }
            for place, block in enumerate(view.blocks)
        ],
        "stations": [_station(row, language) for row in view.stations],
        "levels": _level_colours(),
        "chart": chart(view, language=language),
        "chart_caption": paper.chart_caption(view.day, view.region[language], language),
        "notes": _notes(view, language),
        "code": view.code,
    }


def _station(row: StationRow, language: Language) -> Json:
    return {
        "name": row.name[language],
        "kind": row.kind[language],
        "aqi": row.aqi.text,
        "level": row.level,
        "word": row.word[language],
        "primary": row.primary[language].removeprefix(words.PRIMARY[language]),
    }


def chart(view: BriefingView, *, language: Language = "zh") -> str:
    """The district's index hour by hour as an SVG that stands alone; empty when no hour has one."""
    points = view.hours.get("points", [])
    values = [None if point["aqi"] is None else float(point["aqi"]) for point in points]
    if not any(value is not None for value in values):
        return ""
    figure = line.LineFigure(
        label=f"{view.region[language]} AQI",
        lines=(line.Line(values=values),),
        ticks=tuple(Tick(index=at, text=paper.hour(at, language)) for at in range(0, len(points), 3)),
        limits=(line.Limit(value=100, text=paper.SHEET[language]["limit"]),),
        height=112,
    )
    return standalone.render(line.line_figure(figure), "light", ground=False)


def _pieces(view: LineView, language: Language) -> list[Json]:
    pieces = view.zh if language == "zh" else view.en
    return [{"text": piece.text, "is_figure": piece.figure is not None} for piece in pieces]


def _level_colours() -> Json:
    """The colours of the six levels, from the same sheet as the pages."""
    tokens = standalone.tokens("light", standalone.TOKENS.read_text(encoding="utf-8"))
    return {
        str(level): standalone.literal(tokens[f"aqi-{level}"]) for level in range(1, len(words.LEVELS) + 1)
    }


def _notes(view: BriefingView, language: Language) -> list[str]:
    said = paper.SHEET[language]
    notes = [said["standard"].format(**view.basis)]
    level = paper.data_level(view.basis.get("levels", {}), language)
    notes += [level] if level else []
    if view.newest_hour is not None:
        notes.append(said["until"].format(until=_minute(view.newest_hour + HOUR, language)))
    notes += [
        said["written"].format(position=view.position, at=_minute(view.written_at, language)),
        said["figures"].format(number=view.number),
    ]
    if view.basis["sources"]:
        notes.insert(0, said["sources"].format(sources=said["between"].join(view.basis["sources"])))
    if said["original"]:
        notes.insert(0, said["original"])
    return notes


def _minute(moment: datetime, language: Language) -> str:
    local = moment.astimezone(calendar.local_zone())
    return f"{paper.day(local.date(), language)} {local:%H:%M}"
