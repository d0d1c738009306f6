"""The United States' air quality index from 2024-05-06.

EPA-454/B-24-002 (May 2024), table 6 and part IV, and 40 CFR Part 58, Appendix G, table 2, as amended by 89
FR 16202. Concentrations are truncated to the table's last place, the index goes to the nearest whole
number. The O3 8 h value tells up to 0.200 ppm, the hour from 0.125 ppm on, the larger counts. Above 304 ppb
the SO2 hour stands for 200 and the 24 h value tells more. Above 500 the last line goes on.

Seen were the agency's own code table (aqs.epa.gov, aqi_breakpoints, with the particles of 2012), the rows
of 2024 and the concentrations at 500 as several programs quote the document of 2024, all alike, and the
rules of truncation and rounding on the agency's forum (forum.airnowtech.org/t/453). Of the document only
the contents were seen, and its worked example (O3 0.07853333 ppm, PM2.5 35.92431999 µg/m³, CO 8.47532711 ppm
give 126, 102 and 90) as public programs repeat it.
"""

from types import MappingProxyType

from airshed.indices.profiles.profile import Band, Beyond, Cut, IndexCut, Item, Profile, Segment, segments

_SOURCE = "EPA-454/B-24-002 (May 2024), table 6; 40 CFR Part 58, Appendix G, table 2 (89 FR 16202)"
_INDICES = "50 100 150 200 300 500"


def _item(
    item: str,
    averaging: str,
    unit: str,
    *,
    digits: int,
    rows: tuple[Segment, ...],
    beyond: Beyond = Beyond.EXTEND,
) -> Item:
    return Item(
        item=item, pollutant=item.partition("_")[0], averaging=averaging, unit=unit, digits=digits,
        segments=rows, beyond=beyond, clause=_SOURCE,
    )  # fmt: skip


def _late(concentrations: str, *, first: str, indices: str, step: str, begins: int) -> tuple[Segment, ...]:
    """Rows of a table that begins above 0."""
    rows = segments(concentrations, indices=indices, step=step, first=first)
    return (rows[0]._replace(first=begins), *rows[1:])


_ITEMS = (
    _item(
        "o3_8h", "8 h", "ppm", digits=3, beyond=Beyond.OTHER_ITEM,
        rows=segments("0.054 0.070 0.085 0.105 0.200", indices="50 100 150 200 300", step="0.001"),
    ),
    _item(
        "o3_1h", "1 h", "ppm", digits=3,
        rows=_late(
            "0.164 0.204 0.404 0.604", first="0.125", indices="150 200 300 500", step="0.001", begins=101
        ),
    ),
    _item(
        "pm25_24h", "24 h", "ug/m3", digits=1,
        rows=segments("9.0 35.4 55.4 125.4 225.4 325.4", indices=_INDICES, step="0.1"),
    ),
    _item(
        "pm10_24h", "24 h", "ug/m3", digits=0,
        rows=segments("54 154 254 354 424 604", indices=_INDICES, step="1"),
    ),
    _item(
        "co_8h", "8 h", "ppm", digits=1,
        rows=segments("4.4 9.4 12.4 15.4 30.4 50.4", indices=_INDICES, step="0.1"),
    ),
    _item(
        "so2_1h", "1 h", "ppb", digits=0, beyond=Beyond.LAST_INDEX,
        rows=segments("35 75 185 304", indices="50 100 150 200", step="1"),
    ),
    _item(
        "so2_24h", "24 h", "ppb", digits=0,
        rows=_late("604 1004", first="305", indices="300 500", step="1", begins=201),
    ),
    _item(
        "no2_1h", "1 h", "ppb", digits=0,
        rows=segments("53 100 360 649 1249 2049", indices=_INDICES, step="1"),
    ),
)  # fmt: skip

PROFILE = Profile(
    code="us-2024",
    name="US AQI (2024)",
    source=_SOURCE,
    items=MappingProxyType({item.item: item for item in _ITEMS}),
    bands=(
        Band(number=1, name="Good", lowest=0, highest=50),
        Band(number=2, name="Moderate", lowest=51, highest=100),
        Band(number=3, name="Unhealthy for Sensitive Groups", lowest=101, highest=150),
        Band(number=4, name="Unhealthy", lowest=151, highest=200),
        Band(number=5, name="Very Unhealthy", lowest=201, highest=300),
        Band(number=6, name="Hazardous", lowest=301, highest=None),
    ),
    cut=Cut.TRUNCATE,
    index_cut=IndexCut.NEAREST,
    is_scale=True,
)
