"""A million cases and five million events as rows, for `million_cases.py`: made from a seed, written in bulk.

Actions would take days. The rows are what actions leave behind: scopes, texts, pairs of characters, photos,
mendings, rechecks and the lines of the history. Three years of a large district, nine of ten cases closed.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import Model

FIRST_ID = 1_000_000
STATES = (
    ("closed", 900),
    ("void", 30),
    ("merged", 20),
    ("rectifying", 14),
    ("assigned", 8),
    ("accepted", 6),
    ("submitted", 4),
    ("self_checked", 4),
    ("filed", 3),
    ("reported", 3),
    ("parked", 2),
    ("passed", 2),
    ("in_publicity", 1),
    ("verifying", 1),
    ("returned", 1),
    ("reopened", 1),
)
LEVELS = (("minor", 850), ("serious", 120), ("major", 25), ("superior", 5))
KINDS = (
    ("construction_dust", 300, "工地扬尘", "工地围挡有缺口，土方作业面未喷淋"),
    ("road_dust", 250, "道路积尘", "路面带泥撒漏，车过扬尘"),
    ("bare_land", 150, "裸土未苫盖", "约两百平方米裸土未覆盖防尘网"),
    ("stockpile", 120, "料堆未苫盖", "砂石料堆未苫盖，装卸时扬尘"),
    ("catering", 60, "油烟直排", "餐饮店净化器未开，油烟直排"),
    ("open_burning", 50, "露天焚烧", "有人焚烧落叶和垃圾"),
    ("vehicle", 30, "车辆冒黑烟", "柴油货车冒黑烟"),
    ("odour", 20, "异味扰民", "夜间有刺激性气味"),
    ("nrmm", 15, "机械冒烟", "挖掘机冒黑烟，未见编码牌"),
    ("coal", 4, "散煤复燃", "院内使用散煤"),
    ("vocs", 1, "喷漆未收集", "露天喷漆，废气未收集"),
)
ROADS = (
    "建设路",
    "人民路",
    "和平街",
    "新华大道",
    "站前路",
    "工业大道",
    "学府街",
    "迎宾路",
    "滨河路",
    "长安街",
    "光明路",
    "胜利街",
    "解放路",
    "青年路",
    "中山街",
    "文化路",
    "东风路",
    "朝阳街",
    "永乐路",
    "幸福巷",
)
SIDES = ("东侧", "西侧", "路口南", "路口北", "桥下", "院内", "对面", "北门外")
ENDS = (
    "现场无人看管",
    "负责人已到场",
    "附近居民多次反映",
    "夜间尤其明显",
    "与上周同一位置",
    "已当场告知",
    "大风天扬尘更重",
)
RARE = ("沥青加热炉", "铸造车间", "粉煤灰罐车", "石灰窑", "秸秆堆垛")  # each in one case of 5,000
RAREST = "钕铁硼磁料"  # in one case of 100,000


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the rows are about; ids of rows there are."""

    grids: Sequence[Any]
    units: Sequence[Any]
    handlers: dict[int, list[int]]
    sources: Sequence[Any]
    above: dict[int, list[int]]
    officer: int
    rechecker: int
    photo: str


class Writer:
    """Writes rows of one table at a time, its indexes built afterwards where they can be."""

    def __init__(self) -> None:
        self.is_postgres = connection.vendor == "postgresql"

    def moment(self, value: datetime) -> str:
        """A UTC moment as the database keeps it."""
        text = value.strftime("%Y-%m-%d %H:%M:%S")
        return f"{text}+00" if self.is_postgres else text

    def write(self, model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Every row, then the indexes."""
        table = model._meta.db_table
        held = self._without_indexes(table)
        if self.is_postgres:
            self._copy(table, columns, rows)
        else:
            self._insert(table, columns, rows)
        with connection.cursor() as cursor:
            for statement in held:
                cursor.execute(statement)

    def rows(self, model: type[Model], **fixed: object) -> tuple[list[str], Callable[..., list[object]]]:
        """The columns of a table, and what makes a row of it: defaults, what is fixed, what differs."""
        fields = [
            field for field in model._meta.concrete_fields if not (field.primary_key and field.column == "id")
        ]
        if "id" in fixed:
            fields = list(model._meta.concrete_fields)
        plain = [_plain(field.get_default()) for field in fields]
        columns = [field.column for field in fields]
        place = {name: number for number, name in enumerate(columns)}
        for name, value in fixed.items():
            plain[place[name]] = value

        def row(**given: object) -> list[object]:
            made = list(plain)
            for name, value in given.items():
                made[place[name]] = value
            return made

        return columns, row

    def _without_indexes(self, table: str) -> list[str]:
        """Drop the indexes that can be built again; returns the statements that do."""
        with connection.cursor() as cursor:
            if self.is_postgres:
                cursor.execute(
                    "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = %s AND NOT EXISTS"
                    " (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)",
                    [table],
                )
            else:
                cursor.execute(
                    "SELECT name, sql FROM sqlite_master"
                    " WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
                    [table],
                )
            found = cursor.fetchall()
            for name, _sql in found:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        return [sql for _name, sql in found]

    def _insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        sql = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
        raw = connection.connection
        left = iter(rows)
        raw.execute("BEGIN")
        while batch := list(islice(left, 50_000)):
            raw.executemany(sql, batch)
        raw.execute("COMMIT")

    def _copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        left = iter(rows)
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            while batch := list(islice(left, 20_000)):
                copy.write("".join(map(_line, batch)))


def _line(row: Sequence[object]) -> str:
    return "\t".join(["\\N" if cell is None else str(cell).replace("\n", "\\n") for cell in row]) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    return value


@dataclass(slots=True)
class Made:
    """One case as the other tables need it."""

    id: int
    number: str
    state: str
    level: str
    kind: str
    unit: Any
    grid: Any
    source: Any
    handler: int | None
    lon: float
    lat: float
    reported: datetime
    due: datetime | None
    closed: datetime | None
    reopened: int
    refused: bool
    title: str
    words: str
    address: str

    @property
    def deadline(self) -> datetime:
        return self.closed or self.due or self.reported


def cases(cast: Cast, count: int, *, now: datetime, seed: int = 4) -> Iterator[Made]:
    """The cases one after another; the same seed gives the same ones."""
    dice = random.Random(seed)
    states, weights = zip(*STATES, strict=True)
    levels, level_weights = zip(*LEVELS, strict=True)
    many = count // 1000 + 1
    for block in range(many):
        size = min(1000, count - block * 1000)
        drawn = zip(
            dice.choices(states, weights, k=size),
            dice.choices(levels, level_weights, k=size),
            dice.choices(KINDS, [kind[1] for kind in KINDS], k=size),
            dice.choices(cast.grids, k=size),
            dice.choices(cast.units, k=size),
            strict=True,
        )
        for n, (state, level, kind, grid, unit) in enumerate(drawn, start=block * 1000):
            yield _case(dice, cast, n, state, level, kind, grid, unit, now=now)


def _case(
    dice: random.Random,
    cast: Cast,
    n: int,
    state: str,
    level: str,
    kind: Any,
    grid: Any,
    unit: Any,
    *,
    now: datetime,
) -> Made:
    old = state in {"closed", "void", "merged"}
    reported = now - timedelta(minutes=dice.randrange(1_500_000) if old else dice.randrange(40_000))
    has_unit = state not in {"reported", "verifying", "filed", "void", "merged"}
    runs = has_unit and state not in {"returned", "reopened", "passed"}
    source = dice.choice(cast.sources) if dice.random() < 0.4 else None
    words = f"{kind[3]}，{dice.choice(ENDS)}。"
    if n % 1000 == 7:
        words += f"旁有{RARE[n // 1000 % len(RARE)]}。"
    if n % 100_000 == 77:
        words += f"堆放{RAREST}。"
    return Made(
        id=FIRST_ID + n,
        number=f"QX-{reported.year}-{FIRST_ID + n:07d}",
        state=state,
        level=level,
        kind=kind[0],
        unit=unit if has_unit else None,
        grid=grid,
        source=source,
        handler=dice.choice(cast.handlers[unit.pk]) if has_unit and state != "assigned" else None,
        lon=grid.lon + dice.gauss(0, 0.012),
        lat=grid.lat + dice.gauss(0, 0.010),
        reported=reported,
        due=reported + timedelta(minutes=dice.randrange(600, 50_000)) if runs else None,
        closed=reported + timedelta(minutes=dice.randrange(600, 30_000)) if state == "closed" else None,
        reopened=int(dice.random() < 0.03),
        refused=dice.random() < 0.01,
        title=source.name_zh if source else kind[2],
        words=words,
        address=f"{dice.choice(ROADS)}{dice.randrange(1, 600)}号{dice.choice(SIDES)}",
    )


def key(table: int, n: int) -> str:
    """A key of its own for each row of each table."""
    return UUID(int=(table << 100) + n).hex


def gram_rows(grams: list[np.ndarray], words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """(pair, case) in the order of their index, from packed integers."""
    packed = np.sort(np.concatenate(grams))
    for start in range(0, len(packed), 1_000_000):
        part = packed[start : start + 1_000_000]
        names = (part >> 24).tolist()
        cases_of = (part & 0xFFFFFF).tolist()
        yield from ((words[name], case) for name, case in zip(names, cases_of, strict=True))
