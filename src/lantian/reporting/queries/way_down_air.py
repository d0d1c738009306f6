"""From an assessed number to its readings, and from a reading to the bytes it came in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from lantian.accounts.rules import Actor
from lantian.assessment import permissions as assessment_permissions
from lantian.assessment import queries as assessment
from lantian.assessment.models import SubjectKind
from lantian.kernel.references import Address
from lantian.kernel.refusals import gettext_noop
from lantian.observations import queries as observations
from lantian.observations import rules as observing
from lantian.registry.models import Region, Station
from lantian.reporting.queries.tree import CannotTrace, Fact, Name, Step, StepKind, Walk, reads_chinese
from lantian.reporting.queries.way_down_packets import packet_of, stamp

OPENED = 1  # inputs of an assessed number that are opened: those that decide
READINGS_OPENED = 6

WHAT = {
    ("hour", True): gettext_noop("Hourly index"),
    ("hour", False): gettext_noop("Hourly value"),
    ("day", True): gettext_noop("Daily index"),
    ("day", False): gettext_noop("Daily value"),
    ("composite", True): gettext_noop("Composite index"),
    ("composite", False): gettext_noop("Value of the period"),
    ("rank", True): gettext_noop("Place in a ranking"),
    ("rank", False): gettext_noop("Place in a ranking"),
}
READING = gettext_noop("Reading")
INPUT = gettext_noop("Input")
FORMULA, STANDARD, EDITION = gettext_noop("Formula"), gettext_noop("Standard"), gettext_noop("Edition")
CLAUSE, STEP = gettext_noop("Clause"), gettext_noop("Step")
COMPLETENESS, AS_OF = gettext_noop("Completeness"), gettext_noop("Journal position")
CONVENTION, MISSING = gettext_noop("Convention"), gettext_noop("Missing")
KEPT_NOW = gettext_noop("Kept now")
AGAIN = gettext_noop("Computed again")
AGREES = {
    True: gettext_noop("the same as kept"),
    False: gettext_noop("not the same as kept"),
    None: gettext_noop("not compared: nothing kept is as old as this"),
}
PARAMETER, MARK, FLAG = gettext_noop("Parameter"), gettext_noop("Data mark"), gettext_noop("Flag")
RECEIVED, REVISION = gettext_noop("Received at"), gettext_noop("Revision")
WEIGHT = gettext_noop("Weight")
COUNTS, WHY = gettext_noop("Counts in assessments"), gettext_noop("Why")
YES, NO = gettext_noop("yes"), gettext_noop("no")


def assessed(address: Address, walk: Walk) -> Step:
    """An assessed number: how it was computed as of its position, and what it rests on."""
    _check_subject(address, walk.by)
    found = assessment.explain(str(address))
    is_index = found.figure in {"aqi", "composite"}
    return Step(
        kind=StepKind.VALUE,
        address=found.address,
        what=WHAT[found.kind, is_index],
        of=_name(found.subject_kind, found.subject),
        at=_moment(found.at),
        day=_day(found.at),
        text=found.value or "—",
        unit=found.unit,
        facts=tuple(_facts(found)),
        note="" if found.value is not None else "no_value",
        worked=found,
        below=tuple(_inputs(found, walk)),
    )


def reading(address: Address, walk: Walk) -> Step:
    """One value as it came: mark, flags, when it was received, and the packet it lies in."""
    found = observations.reading_at(str(address))
    if walk.by is not None and not _may_see_station(walk.by, found.station):
        raise CannotTrace(str(address), "nothing is registered under this name")
    is_chinese = reads_chinese()
    flags = (
        Fact(label=FLAG, text=f"{flag.kind}: {flag.said(is_chinese=is_chinese)} ({flag.author})")
        for flag in found.flags
    )
    return Step(
        kind=StepKind.READING,
        address=str(found.address),
        what=READING,
        of=_name(SubjectKind.STATION, found.station),
        at=found.begins_at,
        text="—" if found.value is None else f"{Decimal(str(found.value)).normalize():f}",
        unit=observing.UNITS[found.parameter],
        facts=(
            Fact(label=PARAMETER, text=found.parameter),
            Fact(label=MARK, text=found.mark),
            *flags,
            Fact(label=COUNTS, text=YES if found.counts else NO),
            Fact(label=REVISION, text=YES if found.is_rev else NO),
            Fact(label=RECEIVED, text=stamp(found.received_at)),
            Fact(label=AS_OF, text=str(found.position)),
        ),
        reading=found,
        below=(packet_of(found.position, begins_at=found.begins_at),),
    )


def _facts(found: assessment.Explained) -> Iterator[Fact]:
    for label, text in (
        (FORMULA, found.formula),
        (STANDARD, found.standard),
        (EDITION, found.edition),
        (CLAUSE, found.clause),
    ):
        if text:
            yield Fact(label=label, text=text)
    for step in found.steps:
        clause = f"  [{step.clause}]" if step.clause else ""
        yield Fact(label=STEP, text=f"{step.label}: {step.before} → {step.after}{clause}")
    if found.completeness:
        yield Fact(label=COMPLETENESS, text=_pairs(found.completeness))
    if found.missing:
        yield Fact(label=MISSING, text=_pairs(found.missing))
    if found.parameters:
        yield Fact(label=CONVENTION, text=_pairs(found.parameters))
    yield Fact(label=AS_OF, text=str(found.as_of))
    yield Fact(label=AGAIN, text=AGREES[found.agrees])
    if found.stored is not None and found.stored != found.value:
        yield Fact(label=KEPT_NOW, text=found.stored)


def _inputs(found: assessment.Explained, walk: Walk) -> Iterator[Step]:
    """The inputs: readings down to their packets, of other numbers those that decide; the rest by address."""
    readings = {one.address for one in found.inputs if one.address.startswith("observations.reading:")}
    deciding = _deciding(found, opened=READINGS_OPENED if readings else OPENED)
    for one in found.inputs:
        label = one.label
        weighed = (Fact(label=WEIGHT, text=one.weight),) if one.weight else ()
        if label in deciding:
            below = walk.below(one.address, what=INPUT, text=one.value or "—", unit=one.unit)
            yield replace(below, facts=(*below.facts, *weighed))
        else:
            yield Step(
                kind=StepKind.VALUE if one.value is not None else StepKind.GAP,
                address=one.address,
                what=INPUT,
                of=Name(zh=label, en=label),
                text=one.value or "—",
                unit=one.unit,
                facts=(*((Fact(label=WHY, text=one.note),) if one.note else ()), *weighed),
                note="not_opened" if one.value is not None else "no_value",
            )


def _deciding(found: assessment.Explained, *, opened: int) -> set[str]:
    """The inputs to open: the largest part of an index, the unit of a place, else the highest value."""
    if found.kind == "rank":
        return {found.subject}
    parts = {
        step.label.partition(":")[0]: number
        for step in found.steps
        if step.label.endswith((":sub_index", ":single", ":outside"))
        and (number := _number(step.after)) is not None
    }
    present = {one.label: _number(one.value or "") for one in found.inputs if one.value is not None}
    ranked = sorted(
        (label for label, value in present.items() if value is not None),
        key=lambda label: (parts.get(label, Decimal(-1)), present[label] or Decimal(0)),
        reverse=True,
    )
    return set(ranked[:opened])


def _check_subject(address: Address, by: Actor | None) -> None:
    """A stranger to a station's numbers is told what everybody is told of what does not exist."""
    if by is None or address.kind == "rank" or len(address.parts) < 2:
        return
    kind, subject = address.parts[:2]
    if not assessment_permissions.may_see_subject(by, kind=kind, subject=subject):
        raise CannotTrace(str(address), "nothing is registered under this name")


def _may_see_station(by: Actor, code: str) -> bool:
    return assessment_permissions.may_see_subject(by, kind=SubjectKind.STATION, subject=code)


def _name(kind: str, code: str) -> Name:
    model = Region if kind == SubjectKind.REGION else Station
    found = model.objects.filter(code=code).values_list("name_zh", "name_en").first()
    return Name(zh=found[0], en=found[1]) if found else Name(zh=code, en=code)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    """The day, or the last day of a stretch."""
    try:
        return date.fromisoformat(text.rpartition("..")[2])
    except ValueError:
        return None


def _pairs(facts: object) -> str:
    return ", ".join(f"{name} {value}" for name, value in dict(facts).items())  # type: ignore[call-overload]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
