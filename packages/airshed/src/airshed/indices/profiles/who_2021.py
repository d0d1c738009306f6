"""The WHO's air quality guideline levels of 2021 and the interim targets on the way there; bands only.

WHO global air quality guidelines (2021, ISBN 978-92-4-003422-8), recommended levels and interim targets.
Seen as others reprint the table: levels and targets at airclim.org/who-air-quality-guidelines, levels in
several programs. They agree but for SO2, whose level the first prints as 50 and the others as 40; 40 is
taken, as 50 is its second interim target. A value at a level meets it; nothing is rounded. Levels of a day
and of 8 h are meant as the 99th percentile of a year, those of the peak season as a mean of six months: the
caller says what a value is.
"""

from fractions import Fraction
from types import MappingProxyType

from airshed.indices.profiles.profile import Band, Beyond, Cut, IndexCut, Item, Profile, Segment

_SOURCE = "WHO global air quality guidelines (2021), recommended levels and interim targets"
_NAMES = (
    "Guideline level", "Interim target 4", "Interim target 3", "Interim target 2", "Interim target 1",
    "Above all targets",
)  # fmt: skip


def _item(item: str, averaging: str, levels: str, *, unit: str = "ug/m3") -> Item:
    """Rows from the guideline level up to interim target 1; a dash where there is no such target."""
    rows: list[Segment] = []
    low = Fraction(0)
    for number, level in enumerate(levels.split(), start=1):
        if level != "-":
            rows.append(Segment(low, Fraction(level), number, number))
            low = Fraction(level)
    return Item(
        item=item, pollutant=item.partition("_")[0], averaging=averaging, unit=unit, digits=0,
        segments=tuple(rows), beyond=Beyond.LAST_BAND, clause=_SOURCE,
    )  # fmt: skip


_ITEMS = (
    _item("pm25_year", "year", "5 10 15 25 35"),
    _item("pm25_24h", "24 h", "15 25 37.5 50 75"),
    _item("pm10_year", "year", "15 20 30 50 70"),
    _item("pm10_24h", "24 h", "45 50 75 100 150"),
    _item("o3_season", "peak season, 8 h", "60 - - 70 100"),
    _item("o3_8h", "8 h", "100 - - 120 160"),
    _item("no2_year", "year", "10 - 20 30 40"),
    _item("no2_24h", "24 h", "25 - - 50 120"),
    _item("so2_24h", "24 h", "40 - - 50 125"),
    _item("co_24h", "24 h", "4 - - - 7", unit="mg/m3"),
)

PROFILE = Profile(
    code="who-2021",
    name="WHO guideline levels (2021)",
    source=_SOURCE,
    items=MappingProxyType({item.item: item for item in _ITEMS}),
    bands=tuple(
        Band(number=n, name=name, lowest=n, highest=n if n < len(_NAMES) else None)
        for n, name in enumerate(_NAMES, start=1)
    ),
    cut=Cut.NONE,
    index_cut=IndexCut.NEAREST,
    is_scale=False,
)
