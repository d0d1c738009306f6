"""Britain's Daily Air Quality Index, 1 to 10 in four bands.

Defra, Update on Implementation of the Daily Air Quality Index (April 2013). The NO2 row was seen on the
department's own page (uk-air.defra.gov.uk/air-pollution/daqi), the others as several programs and one data
service give them, all alike but for a slip. Concentrations go to the nearest whole number before they are
looked up, as one of them says; a half is taken up, which no source says.
"""

from types import MappingProxyType

from airshed.indices.profiles.profile import Band, Beyond, Cut, IndexCut, Item, Profile, segments

_SOURCE = "Defra, Update on Implementation of the Daily Air Quality Index (April 2013)"


def _item(item: str, averaging: str, ends: str) -> Item:
    rows = segments(ends, indices="=", step="1")
    last = rows[-1]
    tenth = last._replace(low=last.high + 1, high=last.high + 1, first=last.last + 1, last=last.last + 1)
    return Item(
        item=item, pollutant=item.partition("_")[0], averaging=averaging, unit="ug/m3", digits=0,
        segments=(*rows, tenth), beyond=Beyond.LAST_INDEX, clause=_SOURCE,
    )  # fmt: skip


_ITEMS = (
    _item("o3_8h", "running 8 h", "33 66 100 120 140 160 187 213 240"),
    _item("no2_1h", "1 h", "67 134 200 267 334 400 467 534 600"),
    _item("so2_15min", "15 min", "88 177 266 354 443 532 710 887 1064"),
    _item("pm25_24h", "running 24 h", "11 23 35 41 47 53 58 64 70"),
    _item("pm10_24h", "running 24 h", "16 33 50 58 66 75 83 91 100"),
)

PROFILE = Profile(
    code="uk-2013",
    name="UK Daily Air Quality Index (2013)",
    source=_SOURCE,
    items=MappingProxyType({item.item: item for item in _ITEMS}),
    bands=(
        Band(number=1, name="Low", lowest=1, highest=3),
        Band(number=2, name="Moderate", lowest=4, highest=6),
        Band(number=3, name="High", lowest=7, highest=9),
        Band(number=4, name="Very High", lowest=10, highest=None),
    ),
    cut=Cut.NEAREST,
    index_cut=IndexCut.NEAREST,
    is_scale=True,
)
