"""Questions about points: who stands where, and what each point came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.kernel.models import Event
from lantian.scoring import models, permissions, rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Points of one unit or person over some days; equal points share a place."""

    place: int
    id: int
    name_zh: str
    name_en: str
    points: Decimal
    given: Decimal
    taken: Decimal
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Points given or taken once, with the rule and the event they came from."""

    at: datetime
    about: str
    event_uuid: str
    event_name: str
    rule: str
    rule_zh: str
    rule_en: str
    why_zh: str
    why_en: str
    origin: str
    points: Decimal
    unit_zh: str
    unit_en: str
    person_zh: str
    person_en: str


def rules_in_force(*, event_name: str, on: date) -> list[models.Rule]:
    """Rules that listen to an event on a day; of one code the newest version."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = models.Rule.objects.filter(current, event_name=event_name, valid_from__lte=on)
    newest = {rule.code: rule for rule in found.order_by("version")}
    return [newest[code] for code in sorted(newest)]


def rule_name(text: str) -> str:
    """What a rule written as `late v1` is called in the office; the text itself for one that is not kept."""
    code, _, version = text.rpartition(" v")
    found = models.Rule.objects.filter(code=code, version=int(version) if version.isdigit() else 0)
    return found.values_list("name_zh", flat=True).first() or text


def standings(*, first: date, last: date, by: Actor, of: str = "unit") -> list[Standing]:
    """Units or persons by points over local days, the most first; ties share a place (1, 1, 3)."""
    scores = _between(first, last, by)
    if of == "person":
        scores = scores.filter(person__isnull=False)
    key, zh, en = f"{of}_id", f"{of}__name_zh", f"{of}__name_en"
    rows = list(
        scores.values(key, zh, en)
        .annotate(
            total=Sum("points"),
            given=Sum("points", filter=Q(points__gt=0), default=Decimal(0)),
            taken=Sum("points", filter=Q(points__lt=0), default=Decimal(0)),
            n=Count("pk"),
        )
        .order_by("-total", key)
    )
    totals = [row["total"] for row in rows]
    return [
        Standing(
            place=1 + totals.index(row["total"]),
            id=row[key],
            name_zh=row[zh],
            name_en=row[en],
            points=row["total"],
            given=row["given"],
            taken=row["taken"],
            entries=row["n"],
        )
        for row in rows
    ]


def entries(*, first: date, last: date, by: Actor, unit_id: int | None = None) -> list[Entry]:
    """Every point given or taken over local days, oldest first."""
    scores = _between(first, last, by)
    if unit_id is not None:
        scores = scores.filter(unit_id=unit_id)
    return told(scores.order_by("at", "pk"))


def entries_about(about: str, by: Actor) -> list[Entry]:
    """The points that came from one case, oldest first."""
    return told(permissions.visible_scores(by).filter(about=about).order_by("at", "pk"))


def told(scores: QuerySet[models.Score]) -> list[Entry]:
    """Some points, in their order, each with its rule, its event and the reason; two statements."""
    rows = list(scores.select_related("rule", "unit", "person"))
    events = Event.objects.filter(uuid__in=[row.event_uuid for row in rows])
    facts = {event.uuid: event.facts for event in events}
    return [_entry(row, facts=facts.get(row.event_uuid, {})) for row in rows]


def _between(first: date, last: date, by: Actor) -> QuerySet[models.Score]:
    begins, _ = calendar.day_bounds(first)
    _, ends = calendar.day_bounds(last)
    return permissions.visible_scores(by).filter(at__gte=begins, at__lt=ends)


def _entry(score: models.Score, *, facts: Mapping[str, object]) -> Entry:
    rule = score.rule
    why_zh, why_en = rules.why(
        rule.event_name,
        condition=rule.condition,
        points=rule.points,
        times_fact=rule.times_fact,
        facts=facts,
    )
    return Entry(
        at=score.at,
        about=score.about,
        event_uuid=str(score.event_uuid),
        event_name=rule.event_name,
        rule=str(rule),
        rule_zh=rule.name_zh,
        rule_en=rule.name_en,
        why_zh=why_zh,
        why_en=why_en,
        origin=rule.origin,
        points=score.points,
        unit_zh=score.unit.name_zh,
        unit_en=score.unit.name_en,
        person_zh=score.person.name_zh if score.person else "",
        person_en=score.person.name_en if score.person else "",
    )
