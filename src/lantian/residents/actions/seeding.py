"""Lay down what residents can choose."""

from datetime import datetime
from pathlib import Path

import yaml
from django.db import transaction

from lantian.residents import models

SEEDS = Path(__file__).parents[1] / "seeds"


@transaction.atomic
def seed(*, now: datetime) -> int:
    """Lay down the kinds that ship; rows already there stay as they are."""
    made = 0
    for row in yaml.safe_load((SEEDS / "kinds.yaml").read_text(encoding="utf-8")):
        key = {"code": row.pop("code"), "valid_from": row.pop("valid_from")}
        made += models.Kind.objects.get_or_create(**key, defaults=row)[1]
    return made
