"""The rows the room starts from, and the places that have these duties."""

from datetime import date, datetime
from pathlib import Path

import yaml
from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.kernel import outbox
from lantian.registry.models import Source
from lantian.sites import events, models, rules
from lantian.sites.actions import own

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


@transaction.atomic
def take_up(
    *,
    source_code: str,
    begins_on: date,
    by: Actor | None,
    now: datetime,
    area_m2: int | None = None,
    is_demo: bool = False,
) -> None:
    """Say that a site or plant has these duties from a day on; said again nothing changes.

    An administrator says it of the places of their area; without a person it is the demo.
    """
    found = Source.objects.filter(kind__in=(Source.Kind.SITE, Source.Kind.PLANT))
    if by is not None:
        require(Verb.ADMINISTER, by)
        found = found.filter(grid__organisation__path__startswith=by.area_path)
    source = found.get(code=source_code)
    _premises, is_new = models.Premises.objects.get_or_create(
        source=source, defaults={"begins_on": begins_on, "area_m2": area_m2, "is_demo": is_demo}
    )
    if is_new:
        outbox.emit(
            events.DutiesBegun(
                about=own.about(source),
                by=by.id if by else None,
                at=now,
                source=source_code,
                begins_on=begins_on.isoformat(),
                area_m2=area_m2,
            )
        )


def _rows(name: str) -> list[dict]:
    found: list[dict] = yaml.safe_load((SEEDS / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
