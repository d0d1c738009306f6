"""One site or plant: its plate, what waits, its sheets, replies, cases, visits, and what applies to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import KEEPERS, Actor, Verb
from lantian.assessment import queries as assessment
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.console.sites import told, waiting, wording
from lantian.console.sites.told import PartRow
from lantian.registry.models import Source
from lantian.sites import queries as sites
from lantian.sites.models import Demand, Statement
from lantian.sites.queries import DayRow, OwnCase, OwnVisit, Standing
from lantian.ui import formats
from lantian.ui.parts import KeyValue, TimelineRow, TodoItem


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day in the strip of sheets."""

    day: str
    url: str
    word: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """One demand for a reply."""

    number: str
    url: str
    opened: str
    due: str
    state: str
    is_waiting: bool
    is_late: bool
    remaining: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case of the place."""

    number: str
    url: str
    title: str
    asked: str
    due: str
    state: str
    looks: tuple[str, ...]
    is_public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateCard:
    """The plate, since when, what is missing, and how it would stand tonight."""

    colour: str
    word: str
    since: str
    computed: str
    missing: tuple[PartRow, ...]
    tonight: str
    rule: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The page of one place."""

    code: str
    name: str
    sentence: str
    facts: tuple[str, ...]
    is_site: bool
    is_own: bool
    plate: PlateCard | None
    todo: tuple[TodoItem, ...]
    days: tuple[DayCell, ...]
    weeks: tuple[DayCell, ...]
    replies: tuple[ReplyRow, ...]
    cases: tuple[CaseRow, ...]
    visits: tuple[TimelineRow, ...]
    year: str
    three_facts: tuple[KeyValue, ...]
    facts_url: str
    applies: tuple[KeyValue, ...]
    contact: tuple[KeyValue, ...]
    self_checks: tuple[DayCell, ...]


def compose(code: str, by: Actor, *, kind: str, now: datetime) -> Place:
    """One place; Source.DoesNotExist for another kind of place or somebody else's."""
    source = sites.place(code, by)
    if source.kind != kind:
        raise Source.DoesNotExist(code)
    is_site = kind == Source.Kind.SITE
    standing = sites.standing(source, now=now)
    todo = waiting.of_place(source, by, now=now)
    days = sites.days(source, now=now)
    is_own = sites.keeps(by, source)
    return Place(
        code=code,
        name=words.name(source),
        sentence=_sentence(source, standing, todo, is_own=is_own),
        facts=_facts(source),
        is_site=is_site,
        is_own=is_own,
        plate=None if standing is None else plate_card(source, standing, by),
        todo=todo,
        days=tuple(_cell(source, row) for row in reversed(days)) if is_site else (),
        weeks=_weeks(source, now=now) if is_site else (),
        replies=tuple(reply_row(one, now=now) for one in sites.demands_of(source, limit=6)),
        cases=tuple(case_row(source, one, by) for one in sites.cases_of(source, by, limit=20)),
        visits=tuple(_visit(one) for one in sites.visits_of(source)),
        year=_year(source, on=calendar.local_day(now)),
        three_facts=() if is_site else three_facts(sites.statement_of(source)),
        facts_url=reverse("console:plant-facts", args=[code]) if is_own and by.may(Verb.STATE_FACTS) else "",
        applies=applies(source, on=calendar.local_day(now)),
        contact=_contact(source, on=calendar.local_day(now)),
        self_checks=() if is_site else _checks(source, days),
    )


def plate_card(source: Source, standing: Standing, by: Actor) -> PlateCard:
    """The plate that stands, and the colour the next night would give."""
    plate, now = standing.plate, standing.now
    tonight = ""
    if plate is not None and plate.colour != now.colour:
        tonight = _("As things stand now the next night makes it %(colour)s.") % {
            "colour": words.word(wording.COLOURS, now.colour)
        }
    return PlateCard(
        colour=plate.colour if plate else "",
        word=wording.plate(plate.colour if plate else ""),
        since=formats.when_short(plate.since) if plate else "",
        computed=formats.when_short(plate.computed_at) if plate else "",
        missing=told.part_rows(now.missing, source, by),
        tonight=tonight,
        rule=words.name(standing.rule),
        origin=words.origin(standing.rule.origin),
    )


def reply_row(one: Demand, *, now: datetime) -> ReplyRow:
    """A demand with its countdown."""
    is_waiting = one.state in {"open", "missed"} and one.decided_at is None
    return ReplyRow(
        number=one.number,
        url=reverse("console:site-reply", args=[one.source.code, one.number]),
        opened=formats.when_short(one.opened_at),
        due=formats.when_short(one.due_at),
        state=words.word(wording.DEMAND_STATES, one.state),
        is_waiting=is_waiting,
        is_late=one.state in {"missed", "late"},
        remaining=formats.remaining(one.due_at - now) if is_waiting else "",
    )


def case_row(source: Source, one: OwnCase, by: Actor) -> CaseRow:
    """A case: what is asked, until when, what the rechecks said."""
    is_keeper = by.role in KEEPERS
    url = (
        reverse("console:site-case", args=[source.code, one.number])
        if is_keeper
        else reverse("console:case", args=[one.number])
    )
    return CaseRow(
        number=one.number,
        url=url,
        title=words.category(one.category),
        asked=one.standard,
        due=formats.when_short(one.due_at) if one.due_at else formats.MISSING,
        state=words.word(words.CASE_STATES, one.state),
        looks=tuple(
            (_("%(when)s passed") if passed else _("%(when)s not passed")) % {"when": formats.when_short(at)}
            for at, passed, _why in one.looks
        ),
        is_public=one.state == "in_publicity",
    )


def three_facts(stated: Statement | None) -> tuple[KeyValue, ...]:
    """What a plant stated last of itself."""
    if stated is None:
        nothing = _("not stated yet")
        names = (_("Energy"), _("Vehicles"), _("Trips a day"))
        return tuple(KeyValue(key=name, value=nothing) for name in names)
    energy = "，".join(
        f"{words.word(wording.ENERGIES, kind)} {share} %" for kind, share in stated.energy.items()
    )
    vehicles = "，".join(_vehicles(row) for row in stated.vehicles)
    when = _("stated on %(day)s") % {"day": formats.day(stated.at)}
    return (
        KeyValue(key=_("Energy"), value=energy),
        KeyValue(key=_("Vehicles"), value=vehicles or formats.MISSING),
        KeyValue(key=_("Trips a day"), value=str(stated.trips_per_day), note=when),
    )


def _vehicles(row: Mapping[str, object]) -> str:
    fuel, stage = (
        words.word(wording.FUELS, str(row["fuel"])),
        words.word(wording.EMISSIONS, str(row["stage"])),
    )
    return f"{fuel} {stage} × {row['number']}"


def applies(source: Source, *, on: date) -> tuple[KeyValue, ...]:
    """The duties, limits and checklists in force for such a place, each with where it comes from."""
    rows = []
    if source.kind == Source.Kind.SITE:
        rows += [
            _applied(words.name(one), f"{one.value.normalize():f} {wording.unit(one.unit)}", one.origin)
            for one in sites.policies(on=on)
        ]
        rule = assessment.rules_in_force(on).get("R7_site_dust")
        if rule is not None:
            rows.append(_applied(words.name(rule), f"{rule.parameters['limit']} µg/m³", rule.source))
    checklists = sites.checklists_for(source.kind, on=on)
    rows += [_applied(_("Checklist"), words.name(one), one.origin) for one in checklists]
    return tuple(rows)


def _applied(name: str, value: str, origin: str) -> KeyValue:
    return KeyValue(key=name, value=value, note=words.origin(origin))


def _sentence(source: Source, standing: Standing | None, todo: tuple[TodoItem, ...], *, is_own: bool) -> str:
    parts = []
    if standing is not None:
        parts.append(wording.plate(standing.plate.colour if standing.plate else ""))
        missing = len(standing.now.missing)
        if missing:
            parts.append(wording.WAITS % missing)
    if is_own:
        first = todo[0].title if todo else _("nothing waits for you")
        parts.append(first)
    said = _(", ").join(parts)
    name = words.name(source)
    return _("%(name)s: %(said)s.") % {"name": name, "said": said} if said else name


def _facts(source: Source) -> tuple[str, ...]:
    kind = words.word(words.SOURCE_KINDS, source.kind)
    facts = [kind, words.name(source.grid), words.name(source.answerable)]
    if source.premises.area_m2:
        facts.append(f"{source.premises.area_m2:,} m²")
    return tuple(facts)


def _cell(source: Source, row: DayRow) -> DayCell:
    word, kind = _("to sign"), "us"
    if row.is_signed:
        word, kind = (_("signed late"), "open") if row.is_late else (_("signed"), "")
    elif row.is_missing:
        word, kind = _("missing"), "late"
    return DayCell(
        day=f"{row.day.month}-{row.day.day}",
        url=reverse("console:site-sheet", args=[source.code, row.day.isoformat()]),
        word=word,
        kind=kind,
    )


def _checks(source: Source, days: list[DayRow]) -> tuple[DayCell, ...]:
    """A plant's own checks: it need not do one every day."""
    return tuple(_cell(source, row) for row in days if row.is_signed)


def _weeks(source: Source, *, now: datetime) -> tuple[DayCell, ...]:
    back = 28
    late = set(sites.weeks_missing(source, back_days=back, now=now))
    waiting_ones = [
        DayCell(
            day=_("week of %(day)s") % {"day": f"{monday.month}-{monday.day}"},
            url=reverse("console:site-week", args=[source.code, monday.isoformat()]),
            word=_("not confirmed"),
            kind="late" if monday in late else "us",
        )
        for monday in sites.weeks_open(source, back_days=back, now=now)
    ]
    done = [
        DayCell(
            day=_("week of %(day)s") % {"day": f"{one.monday.month}-{one.monday.day}"},
            url=reverse("console:site-week", args=[source.code, one.monday.isoformat()]),
            word=_("confirmed"),
            kind="",
        )
        for one in sites.weeks(source, limit=3)
    ]
    return tuple(waiting_ones + done)


def _year(source: Source, *, on: date) -> str:
    """How much of the year's cap of inspections has been used by visits that have begun."""
    begun, cap = sites.begun_of_year(source, on=on)
    said = {"year": on.year, "begun": begun, "cap": cap}
    if cap is None:
        return _("Inspections of %(year)d so far: %(begun)d") % said
    return _("Inspections of %(year)d so far: %(begun)d of %(cap)d a year") % said


def _visit(one: OwnVisit) -> TimelineRow:
    result = words.word(words.FINDINGS, one.result) if one.result else _("under way")
    score = _("%(score)s points") % {"score": one.score} if one.score else ""
    checklist = one.checklist_zh if words.is_chinese() else one.checklist_en
    kind = words.word(words.KINDS_OF_GOING, one.kind)
    return TimelineRow(
        when=formats.when_short(one.began_at),
        title=kind,
        text=" · ".join(part for part in (checklist, result, score) if part),
    )


def _contact(source: Source, *, on: date) -> tuple[KeyValue, ...]:
    keepers = [
        KeyValue(key=words.word(words.ROLES, one.role), value=words.name(one))
        for one in sites.keepers(source, on=on)
    ]
    office = KeyValue(key=_("Cases go to"), value=words.name(source.answerable))
    grid = KeyValue(key=_("Grid"), value=words.name(source.grid), note=words.name(source.grid.organisation))
    return (*keepers, office, grid)


def plate_history(source: Source) -> tuple[TimelineRow, ...]:
    """The colours a site had, the newest first."""
    rows = []
    for place, one in enumerate(sites.history(source)):
        missing = [words.word(wording.PARTS, part.code) for part in sites.kept_parts(one) if part.is_missing]
        until = formats.when_short(one.until) if one.until else _("now")
        said = _("up to %(until)s") % {"until": until}
        rows.append(
            TimelineRow(
                when=formats.when_short(one.since),
                title=wording.plate(one.colour),
                text=" · ".join([said, *([_(", ").join(missing)] if missing else [])]),
                kind="now" if not place else "",
            )
        )
    return tuple(rows)


def case_facts(one: OwnCase) -> tuple[KeyValue, ...]:
    """What is asked of whom, until when."""
    unit = one.unit_zh if words.is_chinese() else one.unit_en
    rows = [
        KeyValue(key=_("State"), value=words.word(words.CASE_STATES, one.state)),
        KeyValue(key=_("Level"), value=words.word(words.CASE_LEVELS, one.level)),
        KeyValue(key=_("Duty not met"), value=one.standard or formats.MISSING),
        KeyValue(key=_("Answered for by"), value=unit),
    ]
    if one.due_at:
        clock = words.word(words.CLOCKS, one.clock)
        rows.append(KeyValue(key=_("To be mended by"), value=formats.when_short(one.due_at), note=clock))
    if one.publicity_until:
        rows.append(KeyValue(key=_("In public until"), value=formats.when_short(one.publicity_until)))
    if one.closed_at:
        rows.append(KeyValue(key=_("Closed on"), value=formats.when_short(one.closed_at)))
    return tuple(rows)


def case_looks(one: OwnCase) -> tuple[TimelineRow, ...]:
    """What the rechecks came to."""
    return tuple(
        TimelineRow(
            when=formats.when_short(at),
            title=_("Recheck passed") if passed else _("Recheck not passed"),
            text=why,
        )
        for at, passed, why in one.looks
    )


def own_objections(one: OwnCase) -> tuple[TimelineRow, ...]:
    """One's own objections and what was decided about them."""
    rows = []
    for said in one.objections:
        decided = said.decision if said.decided_at else _("not decided yet")
        rows.append(TimelineRow(when=formats.when_short(said.at), title=said.words, text=decided))
    return tuple(rows)
