"""A site's plate: what is seen of each part, the plate as it is kept, and what stands in its way to green."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases.models import Case
from lantian.cases.states import OPEN_STATES, State
from lantian.inspections.models import Answer, Visit
from lantian.registry.models import Source
from lantian.sites import models, permissions, rules
from lantian.sites.queries import machine, policy, replies, roster, sheets
from lantian.sites.rules import Colour, Judged, PartCode, Seen

HOUR = timedelta(hours=1)
GIVEN = frozenset(OPEN_STATES) - {State.REPORTED, State.VERIFYING, State.FILED}
ON_CLOCK = (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING)
NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a site would be judged now, beside the plate that stands since last night."""

    plate: models.Plate | None
    now: Judged
    rule: models.PlateRule


def judged(source: Source, *, rule: models.PlateRule, now: datetime) -> Judged:
    """The plate of a site by a rule as things stand now."""
    today = calendar.local_day(now)
    rows = rules.rows_of(rule.parameters)
    days = {row.code: row.days for row in rows}
    seen = {code: look(source, rule=rule, days=days.get(code, 0), now=now) for code, look in _LOOKS.items()}
    return rules.judge(rows, seen, green_lost_on=green_lost_on(source), on=today)


def standing(source: Source, *, now: datetime) -> Standing | None:
    """The plate and its parts; None for a kind of place that has no plate."""
    rule = policy.plate_rule(source.kind, on=calendar.local_day(now))
    if rule is None:
        return None
    return Standing(plate=current(source), now=judged(source, rule=rule, now=now), rule=rule)


def current(source: Source) -> models.Plate | None:
    """The plate that stands; None before the first night."""
    return models.Plate.objects.filter(source=source, until__isnull=True).select_related("rule").first()


def current_of(sources: Iterable[Source]) -> dict[int, models.Plate]:
    """The plates of several sites by their id; one statement."""
    found = models.Plate.objects.filter(source__in=list(sources), until__isnull=True)
    return {plate.source_id: plate for plate in found}


def history(source: Source, *, limit: int = 20) -> list[models.Plate]:
    """The colours a site had, the newest first."""
    return list(models.Plate.objects.filter(source=source).select_related("rule").order_by("-since")[:limit])


def sites_with_plates(by: Actor) -> list[Source]:
    """The sites of a person's sight that have a plate, by code."""
    found = permissions.visible_places(by).filter(plates__until__isnull=True, plates__isnull=False)
    return list(found.distinct())


def green_lost_on(source: Source) -> date | None:
    """The day on which a site last lost green; None when it never did or has it."""
    last = models.Plate.objects.filter(source=source, colour=Colour.GREEN).order_by("-since").first()
    return None if last is None or last.until is None else calendar.local_day(last.until)


def kept_parts(plate: models.Plate) -> tuple[rules.Part, ...]:
    """The parts of a plate as they were computed."""
    return tuple(_from_kept(row) for row in plate.parts)


def as_kept(found: Judged) -> list[dict[str, object]]:
    """The parts of a plate as they are kept."""
    return [
        {
            "code": part.code,
            "colour": part.colour.value,
            "value": None if part.value is None else str(part.value),
            "green": str(part.green),
            "red": None if part.red is None else str(part.red),
            "better": part.better,
            "days": part.days,
            "because": list(part.because),
            "is_applied": part.is_applied,
        }
        for part in found.parts
    ]


def _from_kept(row: Mapping[str, object]) -> rules.Part:
    value, red, because = row["value"], row["red"], row["because"]
    return rules.Part(
        code=str(row["code"]),
        colour=Colour(str(row["colour"])),
        value=None if value is None else Decimal(str(value)),
        green=Decimal(str(row["green"])),
        red=None if red is None else Decimal(str(red)),
        better=str(row["better"]),
        days=int(str(row["days"])),
        because=tuple(map(str, because)) if isinstance(because, list) else (),
        is_applied=bool(row["is_applied"]),
    )


def _score(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    visit = _last_check(source, days=days, now=now)
    if visit is None:
        return Seen(value=None)
    return Seen(value=visit.score, because=(f"inspections.visit:{visit.key}",))


def _red_lines(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    """Red lines of the last check that were not met, and a monitor that a site of this size must have."""
    found: list[str] = []
    visit = _last_check(source, days=days, now=now)
    if visit is not None:
        is_red = Q(item__code__in=rule.red_line_items) | Q(item__is_red_line=True)
        unmet = visit.answers.filter(is_red, value=Answer.Value.NO)
        found += [f"inspections.item:{code}" for code in unmet.values_list("item__code", flat=True)]
    if source.monitor_id is None and (_area(source) or 0) >= rule.monitor_from_m2:
        found.append("sites.red_line:no_monitor")
    return Seen(value=Decimal(len(found)), because=tuple(found))


def _open_cases(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    """Cases that were given to a unit; what is only reported or suspected counts nothing."""
    given = Case.objects.filter(source=source, state__in=GIVEN, assigned_at__isnull=False)
    numbers = given.order_by("number")
    return _counted("cases.case", numbers.values_list("number", flat=True))


def _overdue_cases(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    late = Case.objects.filter(source=source, state__in=ON_CLOCK, due_at__lt=now).order_by("number")
    return _counted("cases.case", late.values_list("number", flat=True))


def _online(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    if source.monitor is None:
        return Seen(value=None, is_applied=False)
    until = now.replace(minute=0, second=0, microsecond=0)
    since = until - days * timedelta(days=1)
    heard = machine.hours_online(source.monitor, since=since, until=until)
    share = (Decimal(heard) * HOUR.seconds / int((until - since).total_seconds())).quantize(Decimal("0.001"))
    return Seen(value=share, because=(f"registry.station:{source.monitor.code}",))


def _sheets(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    return _counted("sites.day", sheets.missing(source, back_days=days, now=now))


def _weeks(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    return _counted("sites.week", sheets.weeks_missing(source, back_days=days, now=now))


def _replies(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    failed = replies.failed_of(source, since=now - days * timedelta(days=1))
    return _counted("sites.demand", [one.number for one in failed])


def _check_ins(source: Source, *, rule: models.PlateRule, days: int, now: datetime) -> Seen:
    return _counted("sites.shift", roster.missed(source, back_days=days, now=now))


def _counted(kind: str, found: Iterable[object]) -> Seen:
    because = tuple(f"{kind}:{one}" for one in found)
    return Seen(value=Decimal(len(because)), because=because)


def _last_check(source: Source, *, days: int, now: datetime) -> Visit | None:
    """The last check of a site that came to a score."""
    filed = Visit.objects.filter(
        source=source,
        state=Visit.State.FILED,
        score__isnull=False,
        filed_at__gte=now - days * timedelta(days=1),
        filed_at__lte=now,
    )
    return filed.order_by("-filed_at", "-pk").first()


def _area(source: Source) -> int | None:
    return models.Premises.objects.values_list("area_m2", flat=True).get(source=source)


_LOOKS = {
    PartCode.SCORE: _score,
    PartCode.RED_LINES: _red_lines,
    PartCode.OPEN_CASES: _open_cases,
    PartCode.OVERDUE_CASES: _overdue_cases,
    PartCode.ONLINE: _online,
    PartCode.SHEETS: _sheets,
    PartCode.WEEKS: _weeks,
    PartCode.REPLIES: _replies,
    PartCode.CHECK_INS: _check_ins,
}
