"""From what a briefing prints: a figure, a count, the weather of a day, the effect of a mending."""

from collections.abc import Iterator
from datetime import UTC, datetime

from lantian.accounts.rules import Actor, Verb
from lantian.cases import permissions as cases_permissions
from lantian.cases.models import Case
from lantian.kernel.references import Address
from lantian.kernel.refusals import gettext_noop
from lantian.observations import queries as observations
from lantian.registry.models import Region
from lantian.reporting import models, permissions
from lantian.reporting.queries import counting, effects, way_down_things
from lantian.reporting.queries import weather as felt_weather
from lantian.reporting.queries.counting import Item
from lantian.reporting.queries.tree import CannotTrace, Fact, Name, Step, StepKind, Walk
from lantian.reporting.rules import counts
from lantian.reporting.rules.sheet import written

READINGS_OPENED = 6

FIGURE = gettext_noop("Figure of a briefing")
BRIEFING, ISSUE, WRITTEN = gettext_noop("Briefing"), gettext_noop("Issue"), gettext_noop("Written at")
AS_PRINTED = gettext_noop("As printed")
WIND_SPEED = gettext_noop("Mean wind speed of the day")
HUMIDITY = gettext_noop("Mean relative humidity of the day")
DIFFERENCE = gettext_noop("Site minus background, PM10")
HOURS = gettext_noop("Hours with both values")
FORMULA, FROM, TO = gettext_noop("Formula"), gettext_noop("From (UTC)"), gettext_noop("To (UTC)")
AS_OF, WHY = gettext_noop("Journal position"), gettext_noop("Why")
READING = gettext_noop("Reading")


def figure(address: Address, walk: Walk) -> Step:
    """A printed number: the sheet it stands on, and the number it was printed from."""
    number, _, key = address.key.partition("/")
    briefings = models.Briefing.objects.all() if walk.by is None else permissions.visible_briefings(walk.by)
    briefing = briefings.select_related("region").get(number=number)
    found = briefing.figures.get(key=key)
    return Step(
        kind=StepKind.FIGURE,
        address=str(address),
        what=FIGURE,
        of=Name(zh=briefing.region.name_zh, en=briefing.region.name_en),
        day=briefing.day,
        text=found.text,
        unit=found.unit,
        facts=(
            Fact(label=BRIEFING, text=briefing.number),
            Fact(label=ISSUE, text=str(briefing.issue)),
            Fact(label=WRITTEN, text=_stamp(briefing.written_at)),
            Fact(label=AS_OF, text=str(briefing.position)),
            *((Fact(label=WHY, text=found.reason),) if found.reason else ()),
        ),
        below=(walk.below(found.address, what=AS_PRINTED, text=found.text, unit=found.unit),),
    )


def count(address: Address, walk: Walk) -> Step:
    """A count: what was counted, as events, each with its address."""
    if walk.by is not None and not walk.by.may(Verb.SEE_BRIEFINGS):
        raise CannotTrace(str(address), "nothing is registered under this name")
    key = counts.read_count(address.key)
    items = counting.items_of(key)
    region = Region.objects.get(code=key.region)
    amount = counting.amount(key, items)
    seen = _visible(items, walk.by)
    return Step(
        kind=StepKind.COUNT,
        address=str(address),
        what=counts.label_of(key.kind),
        of=Name(zh=region.name_zh, en=region.name_en),
        day=key.day,
        text=written(amount.value, code="points" if key.kind == counts.POINTS else ""),
        note="no_items" if not items else "" if len(seen) == len(items) else "not_shown",
        below=way_down_things.counted(seen),
    )


def weather(address: Address, walk: Walk) -> Step:
    """Mean wind speed or humidity of a day, with the readings it is the mean of."""
    key = felt_weather.read_weather(address.key)
    region = Region.objects.get(code=key.region)
    hours = list(felt_weather.felt(region, day=key.day, as_of=address.as_of))
    value = felt_weather.mean_of(hours, key.parameter)
    counted = [one for one in hours if getattr(one, key.parameter) is not None]
    readings = [
        observations.address_of(
            station=one.station, parameter=key.parameter, begins_at=one.begins_at, as_of=address.as_of
        )
        for one in counted
    ]
    return Step(
        kind=StepKind.VALUE,
        address=str(address),
        what=WIND_SPEED if key.parameter == "ws" else HUMIDITY,
        of=Name(zh=region.name_zh, en=region.name_en),
        day=key.day,
        text=written(value, code=key.parameter),
        unit=felt_weather.PARAMETERS[key.parameter],
        facts=(Fact(label=FORMULA, text=f"Σ/{len(counted)}"),),
        note="" if counted else "no_value",
        below=tuple(_readings(readings, walk)),
    )


def effect(address: Address, walk: Walk) -> Step:
    """One side of a mending's effect, hour by hour: the site's reading and those of its background."""
    key = effects.read_effect(address.key)
    cases = Case.objects.all() if walk.by is None else cases_permissions.visible_cases(walk.by)
    case = cases.select_related("grid", "source__monitor").get(number=key.case)
    as_of = observations.lake_position() if address.as_of is None else address.as_of
    side = effects.side_of(case, side=key.side, day=key.day, as_of=as_of)
    readings = [
        observations.address_of(
            station=code, parameter=effects.PARAMETER, begins_at=pair.begins_at, as_of=as_of
        )
        for pair in side.pairs
        for code in (side.station, *pair.stations)
    ]
    return Step(
        kind=StepKind.VALUE,
        address=str(address),
        what=HOURS if key.is_count else DIFFERENCE,
        of=Name(zh=case.number, en=case.number),
        day=key.day,
        text=str(len(side.pairs)) if key.is_count else written(side.mean, code="difference"),
        unit="h" if key.is_count else effects.UNIT,
        facts=(
            Fact(label=FROM, text=_stamp(side.since)),
            Fact(label=TO, text=_stamp(side.until)),
            Fact(label=FORMULA, text=f"Σ(C − mean(Cb))/{len(side.pairs)}"),
            *((Fact(label=WHY, text=side.reason),) if side.reason else ()),
        ),
        note="" if side.pairs else "no_value",
        below=tuple(_readings(readings, walk)),
    )


def _readings(addresses: list[Address], walk: Walk) -> Iterator[Step]:
    for place, one in enumerate(addresses):
        if place < READINGS_OPENED:
            yield walk.below(str(one), what=READING)
        else:
            yield Step(kind=StepKind.READING, address=str(one), what=READING, note="not_opened")


def _visible(items: list[Item], by: Actor | None) -> list[Item]:
    if by is None:
        return items
    seen = way_down_things.visible_addresses({item.about for item in items}, by)
    return [item for item in items if item.about in seen]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
