"""Fills an empty home with a million cases: `python benchmarks/million_fill.py [--cases 1000000]`.

The home is LANTIAN_HOME, its database LANTIAN_DATABASE_URL or SQLite; both must be empty.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")
django.setup()

from django.db import connection  # noqa: E402  # after the settings
from million_rows import Cast, Made, Writer, cases, gram_rows, key  # noqa: E402

from lantian.accounts import queries as accounts  # noqa: E402
from lantian.accounts.models import Organisation, Person  # noqa: E402
from lantian.cases import models, rules  # noqa: E402
from lantian.cli import migrate  # noqa: E402
from lantian.inspections.models import Evidence  # noqa: E402
from lantian.kernel import clock  # noqa: E402
from lantian.kernel.models import Event, StoredFile  # noqa: E402
from lantian.registry import queries as registry  # noqa: E402
from lantian.registry.models import Grid, Source  # noqa: E402
from lantian.simulate.district import loading  # noqa: E402

PHOTO = "0" * 64
SOURCES = 2000
REFUSED = "cases.recheck_refused"
TOLD = ("cases.reported", "cases.filed", "cases.assigned", "cases.accepted", "cases.started")
FACTS = {
    name: json.dumps(facts)
    for name, facts in {
        "cases.reported": {
            "channel": "patrol_day",
            "medium": "air",
            "happened_at": None,
            "category": "road_dust",
            "grid": "GR0101",
            "source": "",
            "visit_key": "",
            "suspicion_number": "",
            "reading_address": "",
        },
        "cases.filed": {
            "level": "minor",
            "category": "road_dust",
            "standard_code": "",
            "is_violation": False,
            "is_separate": True,
            "finder": 5,
            "finder_unit": 4,
        },
        "cases.assigned": {
            "unit": 4,
            "unit_code": "housing",
            "route": "table",
            "order_number": "",
            "clock": "working",
            "due_at": "2026-12-11T09:30:00Z",
        },
        "cases.accepted": {"unit": 4, "handler": 9},
        "cases.started": {"unit": 4, "handler": 9},
        REFUSED: {"round": 1, "reason": "same_unit", "unit": 4, "handler": 5},
    }.items()
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    count = parser.parse_args().cases
    migrate.bring_up_to_date()
    now = clock.now().replace(microsecond=0)
    loading.load(now=now)
    prepare()
    writer, cast = Writer(), make_cast(now=now)
    step = Step()
    made = list(cases(cast, count, now=now))
    step.done("cases thought up", len(made))
    write_cases(writer, made, cast)
    step.done("cases", len(made))
    writer.write(*scopes(writer, made, cast))
    step.done("scopes")
    write_photos(writer, made, cast)
    step.done("photos")
    write_work(writer, made, cast)
    step.done("mendings and rechecks")
    write_events(writer, made, cast)
    step.done("events", Event.objects.count())
    write_texts(writer, made)
    step.done("texts and pairs", models.CaseGram.objects.count())
    finish()
    step.done("statistics")


class Step:
    """Says what took how long."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()

    def done(self, what: str, number: int = 0) -> None:
        """One line a table."""
        spent, self.begun = time.perf_counter() - self.begun, time.perf_counter()
        print(f"{what}: {number or ''} {spent:.0f} s", flush=True)


def prepare() -> None:
    """Keys are not checked row by row, nothing is fsynced: the rows are made, not precious."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '1GB'")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -1000000")


def make_cast(*, now) -> Cast:
    """Grids, units, handlers and sources of the demo's district, with two thousand sources more."""
    StoredFile.objects.get_or_create(
        sha256=PHOTO, defaults={"size": 1, "media_type": "image/jpeg", "kind": "photo", "stored_at": now}
    )
    patterns = list(Source.objects.all())
    more = []
    for n in range(SOURCES):
        one = patterns[n % len(patterns)]
        more.append(
            Source(
                code=f"B{n:05d}",
                name_zh=f"示例{one.get_kind_display()} {n + 20} 号",
                name_en=f"example {one.kind} {n + 20}",
                kind=one.kind,
                lon=one.lon,
                lat=one.lat,
                grid=one.grid,
                answerable=one.answerable,
            )
        )
    Source.objects.bulk_create(more)
    units = list(Organisation.objects.filter(kind__in=["department", "township"]).order_by("code"))
    units += [unit for unit in units if unit.code in {"housing", "urban"} for _ in range(3)]
    handlers = {
        unit.pk: list(unit.people.filter(role="handler").values_list("pk", flat=True)) for unit in units
    }
    grids = []
    for grid in Grid.objects.select_related("organisation").order_by("code"):
        lon, lat = registry.middle_of(grid)
        grids.append(
            SimpleNamespace(
                pk=grid.pk,
                lon=lon,
                lat=lat,
                name_zh=grid.name_zh,
                name_en=grid.name_en,
                organisation=grid.organisation,
            )
        )
    every = {unit.pk: unit for unit in [*units, *(grid.organisation for grid in grids)]}
    above = {pk: [one.pk for one in accounts.ancestors(unit.path)] for pk, unit in every.items()}
    return Cast(
        grids=grids,
        units=units,
        handlers=handlers,
        sources=list(Source.objects.all()),
        above=above,
        officer=Person.objects.get(username="grid-a").pk,
        rechecker=Person.objects.get(username="super-a").pk,
        photo=PHOTO,
    )


def write_cases(writer: Writer, made: list[Made], cast: Cast) -> None:
    columns, row = writer.rows(
        models.Case, id=0, channel="patrol_day", reported_by_id=cast.officer, unit_id=None, handler_id=None
    )
    at = writer.moment
    writer.write(
        models.Case,
        columns,
        (
            row(
                id=one.id,
                number=one.number,
                key=key(1, one.id),
                state=one.state,
                level=one.level,
                category=one.kind,
                title=one.title,
                words=one.words,
                address=one.address,
                lon=one.lon,
                lat=one.lat,
                grid_id=one.grid.pk,
                source_id=one.source.pk if one.source else None,
                unit_id=one.unit.pk if one.unit else None,
                handler_id=one.handler,
                reported_at=at(one.reported),
                filed_at=at(one.reported),
                assigned_at=at(one.reported) if one.unit else None,
                due_at=at(one.due) if one.due else None,
                closed_at=at(one.closed) if one.closed else None,
                reopened=one.reopened,
            )
            for one in made
        ),
    )


def scopes(writer: Writer, made: list[Made], cast: Cast):
    columns, row = writer.rows(models.CaseScope)
    at = writer.moment

    def rows() -> Iterator[list[object]]:
        for one in made:
            above = set(cast.above[one.grid.organisation.pk])
            above |= set(cast.above[one.unit.pk]) if one.unit else set()
            same = {
                "case_id": one.id,
                "state": one.state,
                "deadline": at(one.deadline),
                "category": one.kind,
                "level": one.level,
                "cell": rules.cell_of(one.lon, one.lat),
                "was_reopened": int(one.reopened > 0),
                "was_refused": int(one.refused),
            }
            for pk in above:
                yield row(ancestor_id=pk, **same)

    return models.CaseScope, columns, rows()


def write_photos(writer: Writer, made: list[Made], cast: Cast) -> None:
    columns, row = writer.rows(StoredFile, sha256="", size=1, media_type="image/jpeg", kind="photo")
    writer.write(
        StoredFile,
        columns,
        (row(sha256=f"{one.id:064x}", stored_at=writer.moment(one.reported)) for one in made),
    )
    columns, row = writer.rows(
        Evidence, id=0, public_copy_id=PHOTO, width=1600, height=1200, by_id=cast.officer
    )
    writer.write(
        Evidence,
        columns,
        (
            row(
                id=one.id,
                key=key(2, one.id),
                original_id=f"{one.id:064x}",
                picture_hash=shown(one.id),
                received_at=writer.moment(one.reported),
                lon=one.lon,
                lat=one.lat,
            )
            for one in made
        ),
    )
    columns, row = writer.rows(models.CaseEvidence)
    writer.write(
        models.CaseEvidence,
        columns,
        (row(case_id=one.id, evidence_id=one.id, added_at=writer.moment(one.reported)) for one in made),
    )


def shown(n: int) -> str:
    """64 bits like those of a picture, each case another."""
    return f"{(n * 2654435761) & 0xFFFFFFFF:08x}{(n * 2246822519) & 0xFFFFFFFF:08x}"


def write_work(writer: Writer, made: list[Made], cast: Cast) -> None:
    """One mending and one recheck of each closed case; every tenth mending late."""
    closed = [one for one in made if one.closed]
    at = writer.moment
    columns, row = writer.rows(models.Rectification, round=1, what_was_done="已覆盖防尘网并洒水")
    writer.write(
        models.Rectification,
        columns,
        (
            row(
                case_id=one.id,
                by_id=one.handler,
                before_id=one.id,
                after_id=one.id,
                submitted_at=at(one.closed),
                due_at=at(one.closed + timedelta(hours=-1 if one.id % 10 == 0 else 5)),
            )
            for one in closed
        ),
    )
    columns, row = writer.rows(
        models.Recheck, round=1, is_on_site=0, has_passed=1, answers="{}", by_id=cast.rechecker
    )
    writer.write(models.Recheck, columns, (row(case_id=one.id, at=at(one.closed)) for one in closed))


def write_events(writer: Writer, made: list[Made], cast: Cast) -> None:
    """Five lines a case, and one more of each refused recheck; delivered and sealed long ago."""
    columns, row = writer.rows(Event, is_sealed=1, is_fanned_out=1, version=1, by_id=cast.officer)

    def rows() -> Iterator[list[object]]:
        n = 0
        for one in made:
            about = f"cases.case:{one.number}"
            for name in (*TOLD, REFUSED) if one.refused else TOLD:
                n += 1
                yield row(
                    uuid=key(3, n), name=name, at=writer.moment(one.reported), about=about, facts=FACTS[name]
                )

    writer.write(Event, columns, rows())


def write_texts(writer: Writer, made: list[Made]) -> None:
    """What can be searched, by the room's own rules."""
    words: dict[str, int] = {}
    known: dict[str, np.ndarray] = {}
    packed: list[np.ndarray] = []
    columns, row = writer.rows(models.CaseText, case_id=0)

    def grams_of(part: str) -> np.ndarray:
        if part not in known:
            found = rules.grams(rules.readable([part]))
            known[part] = np.array([words.setdefault(gram, len(words)) for gram in found], dtype=np.int64)
        return known[part]

    def rows() -> Iterator[list[object]]:
        for one in made:
            places = [one.grid, one.source, one.unit]
            names = [name for place in places if place for name in (place.name_zh, place.name_en)]
            parts = [one.title, one.words, one.address, *names]
            ids = np.unique(np.concatenate([grams_of(part) for part in parts]))
            packed.append((ids << 24) | one.id)
            yield row(case_id=one.id, text=rules.readable(parts))

    writer.write(models.CaseText, columns, rows())
    ranked = sorted(words)
    rank = np.empty(len(words), dtype=np.int64)
    rank[[words[word] for word in ranked]] = np.arange(len(words))
    packed = [(rank[one >> 24] << 24) | (one & 0xFFFFFF) for one in packed]
    writer.write(models.CaseGram, ["gram", "case_id"], gram_rows(packed, ranked))


def finish() -> None:
    """Numbers go on behind the made rows, and the planner knows the tables."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("ANALYZE")
            return
        for model in (models.Case, Evidence):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
            )
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
