"""What ships with the house: checklists, stages of work, how long a form may be, what about a photo is worth
a look and how long files are kept."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from lantian.inspections import models

SEEDS = Path(__file__).parents[1] / "seeds"


@transaction.atomic
def seed(*, now: datetime) -> int:
    """Lay down the rows that ship with the house; versions already there stay as they are."""
    for place, row in enumerate(_rows("stages"), start=1):
        models.Stage.objects.get_or_create(code=row["code"], defaults={"position": place, **row})
    for row in _rows("budgets"):
        models.FormBudget.objects.get_or_create(kind=row["kind"], valid_from=row["valid_from"], defaults=row)
    for row in _rows("frequencies"):
        key = {name: row[name] for name in ("subject", "object_class", "part_of_day", "valid_from")}
        models.PatrolFrequency.objects.get_or_create(**key, defaults=row)
    for row in _rows("hints"):
        models.HintPolicy.objects.get_or_create(valid_from=row["valid_from"], defaults=row)
    for row in _rows("retention"):
        models.Retention.objects.get_or_create(kind=row["kind"], valid_from=row["valid_from"], defaults=row)
    return sum(_lay_down(row) for path in sorted(SEEDS.glob("lists/*.yaml")) for row in _read(path))


def _lay_down(row: dict[str, Any]) -> bool:  # Any: a row as the file has it
    items = row.pop("items")
    template, is_new = models.Template.objects.get_or_create(
        code=row["code"], version=row["version"], defaults=row
    )
    if is_new:
        models.Item.objects.bulk_create(_items(template, items))
    return is_new


def _items(template: models.Template, items: list[dict[str, Any]]) -> list[models.Item]:
    """The items of a list; one under a section carries its words."""
    made, section = [], {"section_zh": "", "section_en": ""}
    for item in items:
        if "code" not in item:
            section = item
            continue
        condition = item.pop("asked_if", None)
        if condition:
            item |= {"asked_if": condition["item"], "asked_if_values": condition["is"]}
        made.append(models.Item(template=template, position=len(made) + 1, **section, **item))
    return made


def _rows(name: str) -> list[dict[str, Any]]:
    return _read(SEEDS / f"{name}.yaml")


def _read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows
