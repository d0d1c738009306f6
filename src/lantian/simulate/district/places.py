"""The demo's places as written in its YAML: what stands where, before anything is in a database."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
PLACE_WORDS = ("code", "name_zh", "name_en", "kind", "lon", "lat", "answerable", "activity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A station with its device: where it stands, what it carries, how its device speaks."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    lon: float
    lat: float
    mn: str
    password: str
    speaks_2025: bool
    labels_end: bool
    region: str = ""
    series: str = ""
    no_spray_radius_m: int = 0

    @property
    def is_real(self) -> bool:
        """Whether its readings are real hours, untouched."""
        return bool(self.series)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A source that may pollute."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    lon: float
    lat: float
    answerable: str
    activity: float
    radius_m: float
    line: tuple[tuple[float, float], ...]
    ring: tuple[tuple[float, float], ...]
    monitor: str

    @property
    def geometry(self) -> str:
        """GeoJSON of a road or plot; empty for a point."""
        if self.line:
            return json.dumps({"type": "LineString", "coordinates": self.line})
        if self.ring:
            return json.dumps({"type": "Polygon", "coordinates": [self.ring]})
        return ""


@lru_cache(maxsize=8)
def written(name: str) -> Any:  # YAML holds what it holds; whoever reads a key knows its shape
    """A YAML file of the district."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def boundaries() -> dict[str, str]:
    """GeoJSON geometry by code of region or grid; the district's own under 'district'."""
    collection = json.loads((FOLDER / "boundaries.geojson").read_text(encoding="utf-8"))
    return {f["properties"]["code"]: json.dumps(f["geometry"]) for f in collection["features"]}


@lru_cache(maxsize=1)
def posts() -> tuple[Post, ...]:
    """All stations: national, micro, site monitors."""
    places = written("places")
    rows = [
        *({"kind": "national", **row} for row in places["national"]),
        *({"kind": "micro", **row} for row in places["micro"]),
        *({"kind": "site", **row} for row in places["site_monitors"]),
    ]
    return tuple(_post(row, places["devices"]) for row in rows)


@lru_cache(maxsize=1)
def sources() -> tuple[Place, ...]:
    """All sources of the register."""
    return tuple(_place(row) for row in written("sources")["sources"])


def our_series() -> tuple[str, ...]:
    """Names in the data set of the real stations that count for the demo's district; the centre first."""
    ours = written("places")["district"]["code"]
    return tuple(post.series for post in posts() if post.is_real and post.region == ours)


def _post(row: dict[str, Any], devices: dict[str, Any]) -> Post:
    return Post(
        **row,
        mn=f"{devices['mn_prefix']}{row['code']}",
        password=devices["password"],
        speaks_2025=row["code"] in devices["edition_2025"],
        labels_end=row["code"] in devices["label_end"],
    )


def _place(row: dict[str, Any]) -> Place:
    line = tuple((lon, lat) for lon, lat in row.get("line", ()))
    ring = tuple((lon, lat) for lon, lat in row.get("ring", ()))
    kept = {name: row[name] for name in PLACE_WORDS}
    return Place(
        **kept, radius_m=row.get("radius_m", 0.0), line=line, ring=ring, monitor=row.get("monitor", "")
    )
