"""Entering the alarm rules that ship with the product."""

from datetime import datetime
from pathlib import Path

import yaml
from django.db import transaction

from lantian.assessment import events, models
from lantian.kernel import outbox

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "alarm_rules.yaml"


@transaction.atomic
def seed(*, now: datetime) -> list[str]:
    """Enter the rules that are not there yet; a version that exists is never touched."""
    entered = []
    for row in yaml.safe_load(SEEDS.read_text(encoding="utf-8")):
        _, is_new = models.AlarmRule.objects.get_or_create(
            code=row["code"],
            version=row["version"],
            defaults={
                name: row[name] for name in ("name_zh", "name_en", "source", "valid_from", "parameters")
            }
            | {"valid_to": row.get("valid_to")},
        )
        if is_new:
            entered.append(f"{row['code']} v{row['version']}")
    if entered:
        outbox.emit(
            events.AlarmRulesSeeded(about="assessment.rules:shipped", by=None, at=now, rules=tuple(entered))
        )
    return entered
