"""Points are given for what happened, once for each rule and event."""

from datetime import datetime
from pathlib import Path

import yaml
from django.db import transaction

from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.kernel import outbox
from lantian.kernel.models import Event
from lantian.scoring import events, models, queries, rules

SEEDS = Path(__file__).parent / "seeds"


@transaction.atomic
def seed(*, now: datetime) -> int:
    """Lay down the rules that ship with the house; versions already there stay as they are."""
    made = 0
    for row in yaml.safe_load((SEEDS / "rules.yaml").read_text(encoding="utf-8")):
        rules.check_rule(row["code"], event_name=row["event_name"])
        key = {"code": row.pop("code"), "version": row.pop("version")}
        made += models.Rule.objects.get_or_create(**key, defaults=row)[1]
    return made


def score(event: Event, *, now: datetime) -> list[models.Score]:
    """Give the points an event earns under the rules in force then; doing it twice adds nothing."""
    if not rules.is_scorable(event.name):
        return []
    in_force = queries.rules_in_force(event_name=event.name, on=calendar.local_day(event.at))
    return [given for rule in in_force if (given := _apply(rule, event, now=now)) is not None]


@transaction.atomic
def _apply(rule: models.Rule, event: Event, *, now: datetime) -> models.Score | None:
    """The score of one rule; None when it does not apply or was given before."""
    if not rules.meets(event.facts, condition=rule.condition):
        return None
    whose = rules.beneficiary(rule.beneficiary, facts=event.facts, by_id=event.by_id)
    points = rules.worth(rule.points, times_fact=rule.times_fact, facts=event.facts)
    if whose is None or not points or (points < 0 and not cases.may_cost_points(event.about)):
        return None
    given, is_new = models.Score.objects.get_or_create(
        rule=rule,
        event_uuid=event.uuid,
        defaults={
            "about": event.about,
            "unit_id": whose.unit_id,
            "person_id": whose.person_id,
            "points": points,
            "at": event.at,
        },
    )
    if not is_new:
        return None
    outbox.emit(
        events.Scored(
            about=event.about,
            by=None,
            at=now,
            rule=str(rule),
            points=str(points),
            unit=whose.unit_id,
            person=whose.person_id,
            event=str(event.uuid),
        )
    )
    return given
