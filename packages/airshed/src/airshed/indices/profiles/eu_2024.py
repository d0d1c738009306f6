"""The European Air Quality Index with the bands of 2024, hour by hour; bands only, no numbers.

The table of the index's own page (airindex.eea.europa.eu/AQI, legend), revised after ETC HE Report 2024/17:
the first two ends of PM2.5 are the WHO's guideline levels of 2021. It was seen as four programs that name
the page copied it, all alike; the page itself was not seen with the table. It prints whole numbers (0–5,
6–15): a value between 5 and 6 is read here as above 5, nothing is rounded, and a value on an end belongs to
the better band.
"""

from types import MappingProxyType

from airshed.indices.profiles.profile import Band, Beyond, Cut, IndexCut, Item, Profile, segments

_SOURCE = "European Environment Agency, European Air Quality Index, legend (bands of 2024)"
_NAMES = ("Good", "Fair", "Moderate", "Poor", "Very poor", "Extremely poor")


def _item(item: str, ends: str) -> Item:
    return Item(
        item=item, pollutant=item.partition("_")[0], averaging="1 h", unit="ug/m3", digits=0,
        segments=segments(ends, indices="="), beyond=Beyond.LAST_BAND, clause=_SOURCE,
    )  # fmt: skip


_ITEMS = (
    _item("pm25_1h", "5 15 50 90 140"),
    _item("pm10_1h", "15 45 120 195 270"),
    _item("no2_1h", "10 25 60 100 150"),
    _item("o3_1h", "60 100 120 160 180"),
    _item("so2_1h", "20 40 125 190 275"),
)

PROFILE = Profile(
    code="eu-2024",
    name="European Air Quality Index (2024)",
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
