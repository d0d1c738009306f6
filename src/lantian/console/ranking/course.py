"""The places of a group over the year, month by month, as a figure and a table."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from lantian.assessment.queries import courses, daybook
from lantian.assessment.queries.courses import Courses, Mark
from lantian.console import words
from lantian.console.ranking.columns import measure_words
from lantian.console.ranking.forms import Asked
from lantian.registry import queries as registry
from lantian.ui import formats
from lantian.ui.figures import bump
from lantian.ui.parts import Caption, Download

Choice = tuple[str, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of the table behind the figure."""

    name: str
    is_ours: bool
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePage:
    """Everything the page shows."""

    sentence: str
    facts: tuple[str, ...]
    groups: tuple[Choice, ...]
    svg: str
    is_empty: bool
    caption: Caption
    downloads: tuple[Download, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    ranking_url: str


def compose(asked: Asked) -> CoursePage:
    """A group's year up to a day."""
    found = courses.courses(group=asked.group, last=asked.on)
    columns = _columns(found)
    first = len(found.spans) - len(columns)
    ours = registry.our_district().code if registry.has_district() else ""
    drawn = tuple(_course(found, code, first, is_ours=code == ours) for code in _in_order(found))
    counted = [marks[-1].days for marks in found.marks.values() if marks and marks[-1].place]
    url = reverse("console:ranking-course")
    return CoursePage(
        sentence=_sentence(found, asked),
        facts=_facts(found, counted),
        groups=tuple(
            (words.word(words.RANK_GROUPS, one), url + asked.query(group=one), one == asked.group)
            for one in daybook.groups_with_units()
        ),
        svg=_draw(asked, found, columns, drawn),
        is_empty=not counted,
        caption=_caption(found, asked, counted),
        downloads=(
            Download(label="SVG", url=reverse("console:ranking-course-figure") + asked.query()),
        ) if counted else (),
        columns=columns,
        lines=tuple(_line(found, code, first, is_ours=code == ours) for code in _in_order(found)),
        ranking_url=reverse("console:ranking") + asked.query(kind="ytd"),
    )  # fmt: skip


def _columns(found: Courses) -> tuple[str, ...]:
    """The ends of the months from the first at which somebody has a place."""
    begun = [
        any(marks and marks[at].place for marks in found.marks.values()) for at in range(len(found.spans))
    ]
    first = begun.index(True) if True in begun else len(begun)
    return tuple(dateformat.format(over.last, _("to j M")) for over in found.spans[first:])


def _in_order(found: Courses) -> list[str]:
    """By the last place, those without one last."""
    there = [code for code, marks in found.marks.items() if marks]
    return sorted(there, key=lambda code: (found.marks[code][-1].place or len(there) + 1, code))


def _name(found: Courses, code: str) -> str:
    return found.names[code][0 if words.is_chinese() else 1]


def _course(found: Courses, code: str, first: int, *, is_ours: bool) -> bump.Course:
    marks = found.marks[code][first:]
    name = _name(found, code)
    return bump.Course(
        name=name,
        value=formats.number(found.marks[code][-1].total, "index"),
        places=tuple(mark.place for mark in marks),
        words=tuple(
            f"{name} {formats.day(over.last)} {_told(mark)}"
            for mark, over in zip(marks, found.spans[first:], strict=True)
        ),
        is_ours=is_ours,
    )


def _told(mark: Mark) -> str:
    said = {"index": formats.number(mark.total, "index"), "days": mark.days}
    return _("composite index %(index)s of %(days)d days") % said


def _draw(asked: Asked, found: Courses, columns: tuple[str, ...], drawn: tuple[bump.Course, ...]) -> str:
    return bump.bump(
        bump.Bump(
            label=_("Places by composite index over the year: %(group)s")
            % {"group": words.word(words.RANK_GROUPS, asked.group)},
            columns=columns,
            courses=drawn,
            summary=_sentence(found, asked),
        )
    )


def _sentence(found: Courses, asked: Asked) -> str:
    said = {
        "group": words.word(words.RANK_GROUPS, asked.group),
        "year": asked.on.year,
        "last": formats.day(asked.on),
    }
    placed = [code for code in _in_order(found) if found.marks[code][-1].place]
    if not placed:
        return _("%(group)s, %(year)d to %(last)s: nobody has all six pollutants.") % said
    said |= {"best": _name(found, placed[0]), "worst": _name(found, placed[-1]), "total": len(placed)}
    return _("%(group)s, %(year)d to %(last)s: %(best)s is first and %(worst)s last of %(total)d.") % said


def _facts(found: Courses, counted: list[int]) -> tuple[str, ...]:
    facts = [_("year to date at every month's end, by composite index")]
    if found.needed and counted and min(counted) < found.needed:
        said = {"least": min(counted), "needed": found.needed}
        facts.append(
            _("provisional: %(least)d days at least, a ranking asks %(needed)d (our setting)") % said
        )
    return tuple(facts)


def _caption(found: Courses, asked: Asked, counted: list[int]) -> Caption:
    over = found.spans[-1]
    return Caption(
        place=words.word(words.RANK_GROUPS, asked.group),
        period=_("%(first)s to %(last)s")
        % {"first": formats.day(over.first), "last": formats.day(over.last)},
        averaging=_("%(measure)s: period means, CO 95th, O3 90th percentile")
        % {"measure": measure_words("composite")},
        n=_("n = %(count)d") % {"count": len(counted)},
        completeness=_("%(least)d to %(most)d of %(of)d days each")
        % {
            "least": min(counted, default=0),
            "most": max(counted, default=0),
            "of": (over.last - over.first).days + 1,
        },
        source=found.denominators,
    )


def _line(found: Courses, code: str, first: int, *, is_ours: bool) -> Line:
    return Line(
        name=_name(found, code),
        is_ours=is_ours,
        cells=tuple(
            (formats.MISSING if mark.place is None else str(mark.place), _told(mark))
            for mark in found.marks[code][first:]
        ),
    )
