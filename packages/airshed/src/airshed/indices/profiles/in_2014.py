"""India's National Air Quality Index of 2014.

Central Pollution Control Board, National Air Quality Index (October 2014). Of its text were seen: the
scheme (eight pollutants; at least three, one of them PM2.5 or PM10; the worst sub-index decides) and the
example of its bulletin of October 2015: PM2.5 of 31, 45 and 60 µg/m³ give 51, 75 and 100. The table was
seen as several programs copied it, all alike. Rows are read as printed (31–60 gives 51–100), which the
example asks for; programs that draw the lines without gaps would give 52 for 31. Above 208 µg/m³ of O3 the
hour tells instead of the 8 h value. The last row of each pollutant is open ("250+"): it has a band, Severe,
and no number here. Concentrations go to the nearest printed place, which no source says.
"""

from types import MappingProxyType

from airshed.indices.profiles.profile import Band, Beyond, Cut, IndexCut, Item, Profile, Segment, segments

_SOURCE = "CPCB, National Air Quality Index (October 2014), health breakpoints"
_INDICES = "50 100 200 300 400"


def _item(
    item: str,
    averaging: str,
    rows: tuple[Segment, ...],
    *,
    unit: str = "ug/m3",
    digits: int = 0,
    beyond: Beyond = Beyond.LAST_BAND,
) -> Item:
    return Item(
        item=item, pollutant=item.partition("_")[0], averaging=averaging, unit=unit, digits=digits,
        segments=rows, beyond=beyond, clause=_SOURCE,
    )  # fmt: skip


_ITEMS = (
    _item("pm10_24h", "24 h", segments("50 100 250 350 430", indices=_INDICES, step="1")),
    _item("pm25_24h", "24 h", segments("30 60 90 120 250", indices=_INDICES, step="1")),
    _item("no2_24h", "24 h", segments("40 80 180 280 400", indices=_INDICES, step="1")),
    _item(
        "o3_8h", "8 h", segments("50 100 168 208", indices="50 100 200 300", step="1"),
        beyond=Beyond.OTHER_ITEM,
    ),
    _item(
        "o3_1h", "1 h",
        (segments("748", indices="400", first="209")[0]._replace(first=301),),
    ),
    _item("co_8h", "8 h", segments("1.0 2.0 10 17 34", indices=_INDICES, step="0.1"), unit="mg/m3", digits=1),
    _item("so2_24h", "24 h", segments("40 80 380 800 1600", indices=_INDICES, step="1")),
    _item("nh3_24h", "24 h", segments("200 400 800 1200 1800", indices=_INDICES, step="1")),
    _item("pb_24h", "24 h", segments("0.5 1.0 2.0 3.0 3.5", indices=_INDICES, step="0.1"), digits=1),
)  # fmt: skip

PROFILE = Profile(
    code="in-2014",
    name="India's National Air Quality Index (2014)",
    source=_SOURCE,
    items=MappingProxyType({item.item: item for item in _ITEMS}),
    bands=(
        Band(number=1, name="Good", lowest=0, highest=50),
        Band(number=2, name="Satisfactory", lowest=51, highest=100),
        Band(number=3, name="Moderately polluted", lowest=101, highest=200),
        Band(number=4, name="Poor", lowest=201, highest=300),
        Band(number=5, name="Very Poor", lowest=301, highest=400),
        Band(number=6, name="Severe", lowest=401, highest=None),
    ),
    cut=Cut.NEAREST,
    index_cut=IndexCut.NEAREST,
    is_scale=True,
    needed=3,
    one_of=("pm25", "pm10"),
)
