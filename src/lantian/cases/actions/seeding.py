"""Lay down what the loop runs by."""

from datetime import datetime
from pathlib import Path

import yaml
from django.db import transaction

from lantian.cases import models

SEEDS = Path(__file__).parents[1] / "seeds"
KEYS: dict[str, tuple[type, tuple[str, ...]]] = {
    "policies": (models.Policy, ("code", "valid_from")),
    "limits": (models.Limit, ("step", "level", "category", "channel", "valid_from")),
    "channels": (models.Channel, ("code", "valid_from")),
    "procedure": (models.ProcedureStep, ("code", "valid_from")),
    "clauses": (models.LawClause, ("code", "valid_from")),
    "routes": (models.Route, ("category", "source_kind", "valid_from")),
}


@transaction.atomic
def seed(*, now: datetime) -> int:
    """Lay down every row that ships; rows already there stay as they are."""
    made = 0
    for name, (model, keys) in KEYS.items():
        for row in yaml.safe_load((SEEDS / f"{name}.yaml").read_text(encoding="utf-8")):
            key = {field: row.pop(field) for field in keys}
            made += model.objects.get_or_create(**key, defaults=row)[1]
    return made
