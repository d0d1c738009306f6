"""The rows the room starts from, and the places that have these duties."""

from datetime import date, datetime
from pathlib import Path

import yaml
from django.db import transaction

from lantian.registry.models import Source
from lantian.sites import models, rules

SEEDS = Path(__file__).parent.parent / "seeds"


@transaction.atomic
def seed(*, now: datetime) -> int:
    """Lay down policies, lines of sheets and the plate's rule; what is there stays as it is."""
    made = 0
    for row in _rows("policies"):
        key = {"code": row.pop("code"), "valid_from": row.pop("valid_from")}
        made += models.Policy.objects.get_or_create(**key, defaults=row)[1]
    for row in _rows("sheet_items"):
        key = {"code": row.pop("code"), "version": row.pop("version")}
        made += models.SheetItem.objects.get_or_create(**key, defaults=row)[1]
    for row in _rows("plate_rules"):
        rules.rows_of(row["parameters"])  # a rule that cannot be read is not laid down
        key = {"code": row.pop("code"), "version": row.pop("version")}
        made += models.PlateRule.objects.get_or_create(**key, defaults=row)[1]
    return made


def take_up(*, source_code: str, begins_on: date, area_m2: int | None = None, is_demo: bool = False) -> None:
    """Say that a site or plant has these duties from a day on; said once."""
    models.Premises.objects.get_or_create(
        source=Source.objects.get(code=source_code),
        defaults={"begins_on": begins_on, "area_m2": area_m2, "is_demo": is_demo},
    )


def _rows(name: str) -> list[dict]:
    found: list[dict] = yaml.safe_load((SEEDS / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
