"""The shapes of the law's tables: rows that carry their clause, and the editions that hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

POLLUTANTS = ("so2", "no2", "co", "o3", "pm10", "pm25")
"""What the law judges: the six basic items in the order of its tables; ties are listed in this order.

One more changes only with the law: here, as rows of its edition (limits and validity in ``gb3095_*``,
breakpoints in ``hj633_*``), and in the tables that ``tests/standards/test_every_pollutant.py`` holds to this
list. What is merely measured needs none of this.
"""

DAY_COLUMNS: Mapping[str, str] = {code: "o3_8h" if code == "o3" else code for code in POLLUTANTS}
"""The column of a day's values by which each pollutant's days, and so its periods, are judged."""


class Period(StrEnum):
    """The time a concentration is a mean of."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "24h"
    HOURS_8 = "8h"
    HOUR = "1h"


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """First and last day on which an edition is the law; no last day while it still is."""

    since: date
    until: date | None

    def covers(self, on: date) -> bool:
        """Say whether the edition is the law on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One concentration limit of GB 3095, for first-grade and second-grade areas."""

    pollutant: str
    period: Period
    grade_1: Decimal
    grade_2: Decimal
    unit: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityRow:
    """How many parts a mean must have before the law calls it valid."""

    pollutants: tuple[str, ...]
    period: Period
    parts: str
    needed: int
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSet:
    """One edition of GB 3095 in one of its stages."""

    code: str
    stage: str
    in_force: InForce
    rows: tuple[LimitRow, ...]
    validity: tuple[ValidityRow, ...]

    def limit(self, pollutant: str, *, period: Period, grade: int = 2) -> Decimal | None:
        """Return the limit of a pollutant for a period, or None where the edition sets none.

        Parameters
        ----------
        pollutant : str
            Code such as ``pm25``.
        period : Period
            Averaging time of the limit.
        grade : int
            1 for first-grade areas (parks, reserves), 2 for all others.

        Returns
        -------
        Decimal or None
            The limit. [µg m⁻³; CO mg m⁻³]
        """
        for row in self.rows:
            if row.pollutant == pollutant and row.period == period:
                return row.grade_1 if grade == 1 else row.grade_2
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakpointRow:
    """One item's breakpoints: where each sub-index is reached, and what happens above the last one."""

    item: str
    pollutant: str
    period: Period
    digits: int
    concentrations: tuple[Decimal, ...]
    indices: tuple[int, ...]
    above: int | None
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexItem:
    """One column of a report and the breakpoints it is read by.

    ``instead`` names the optional column (and its item) that the edition reports where this one is above
    its table. ``optional`` marks an item that older reports carried and that may be absent.
    """

    column: str
    item: str
    optional: bool = False
    instead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the index: its bounds, names, colour and what people should do."""

    number: int
    lowest: int
    highest: int
    name_zh: str
    name_en: str
    category_zh: str
    category_en: str
    colour_zh: str
    colour_en: str
    rgb: tuple[int, int, int]
    advice_zh: str
    advice_en: str
    clause: str

    @property
    def hex(self) -> str:
        """The colour as ``#RRGGBB``."""
        red, green, blue = self.rgb
        return f"#{red:02X}{green:02X}{blue:02X}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveGroup:
    """Who suffers first when a pollutant's sub-index is above 100."""

    pollutant: str
    people_zh: str
    people_en: str
    clause: str


class MissingRule(StrEnum):
    """What an edition publishes when an item is missing."""

    REST_DECIDES = "rest_decides"
    """The index is the largest of the items present; nothing only when all are missing."""

    ONLY_ABOVE_100 = "only_above_100"
    """The index of the items present is published above 100 and is "NA" otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStandard:
    """One edition of HJ 633."""

    code: str
    edition: str
    in_force: InForce
    breakpoints: Mapping[str, BreakpointRow]
    hourly: tuple[IndexItem, ...]
    daily: tuple[IndexItem, ...]
    levels: tuple[Level, ...]
    groups: tuple[SensitiveGroup, ...]
    missing: MissingRule
    lowest: int
    highest: int

    def level(self, aqi: int) -> Level:
        """Return the level an index belongs to; an index above the last level belongs to the last."""
        for level in self.levels:
            if aqi <= level.highest:
                return level
        return self.levels[-1]

    def sensitive_groups(self, pollutant: str) -> SensitiveGroup | None:
        """Return who is sensitive to a pollutant, or None where the edition names nobody."""
        for group in self.groups:
            if group.pollutant == pollutant:
                return group
        return None
