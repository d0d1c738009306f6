"""Draw the demo district's boundaries once: python scripts/draw_district.py (writes boundaries.geojson).

Every grid is the part of the outline nearest to its seed. The straight borders are then bent by midpoint
displacement, each shared border once, so neighbours stay neighbours without gaps or overlaps.
"""

import json
import random
from pathlib import Path

import yaml
from shapely import MultiPoint, Point, Polygon, line_merge, polygonize, unary_union, voronoi_polygons
from shapely.affinity import scale
from shapely.geometry import LineString, mapping

PLACES = Path(__file__).parent.parent / "src/lantian/simulate/district"
STRETCH = 0.767  # cosine of the district's latitude: makes a degree of longitude as long as one of latitude
SHORTEST = 0.0018  # degrees of latitude; shorter pieces are not bent further (200 m)
ROUGHNESS = 0.16
DIGITS = 5


def main() -> None:
    plan = yaml.safe_load((PLACES / "outline.yaml").read_text())
    seeds = {grid["code"]: grid["seed"] for grid in plan["grids"]}
    cells = _bent(_cells(plan["outline"], list(seeds.values())), seed=plan["seed"])
    grids = {code: _holding(cells, Point(seed)) for code, seed in seeds.items()}
    features = [_feature(code, "grid", shape) for code, shape in grids.items()]
    for township in sorted({grid["township"] for grid in plan["grids"]}):
        parts = [grids[grid["code"]] for grid in plan["grids"] if grid["township"] == township]
        features.append(_feature(township, "township", unary_union(parts)))
    features.append(_feature("district", "district", unary_union(list(grids.values()))))
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    (PLACES / "boundaries.geojson").write_text(
        text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n"
    )


def _cells(outline: list[list[float]], seeds: list[list[float]]) -> list[Polygon]:
    """Voronoi cells of the seeds, cut by the outline; measured with degrees of equal length."""
    flat = scale(Polygon(outline), xfact=STRETCH, origin=(0, 0))
    points = scale(MultiPoint(seeds), xfact=STRETCH, origin=(0, 0))
    cells = [cell.intersection(flat) for cell in voronoi_polygons(points, extend_to=flat).geoms]
    return [scale(cell, xfact=1 / STRETCH, origin=(0, 0)) for cell in cells]


def _bent(cells: list[Polygon], *, seed: int) -> list[Polygon]:
    """The same cells with every border bent once."""
    borders = line_merge(unary_union([cell.boundary for cell in cells]))
    chance = random.Random(seed)
    bent = [_bend(list(border.coords), chance) for border in borders.geoms]
    return list(polygonize([unary_union(bent)]).geoms)


def _bend(points: list[tuple[float, ...]], chance: random.Random) -> LineString:
    found = [points[0]]
    for begin, end in zip(points, points[1:], strict=False):
        found += [*_displaced(begin, end, chance), end]
    return LineString([(round(x, DIGITS), round(y, DIGITS)) for x, y in found])


def _displaced(
    begin: tuple[float, ...], end: tuple[float, ...], chance: random.Random
) -> list[tuple[float, ...]]:
    """Points between two ends: the middle pushed aside, then each half the same way."""
    east, north = (end[0] - begin[0]) * STRETCH, end[1] - begin[1]
    length = (east**2 + north**2) ** 0.5
    if length < SHORTEST:
        return []
    push = chance.gauss(0, ROUGHNESS) * min(1.0, 0.012 / length)
    middle = ((begin[0] + end[0]) / 2 - push * north / STRETCH, (begin[1] + end[1]) / 2 + push * east)
    return [*_displaced(begin, middle, chance), middle, *_displaced(middle, end, chance)]


def _holding(cells: list[Polygon], point: Point) -> Polygon:
    (found,) = [cell for cell in cells if cell.contains(point)]
    return found


def _feature(code: str, kind: str, shape: Polygon) -> dict[str, object]:
    if shape.geom_type != "Polygon" or not shape.is_valid:
        raise SystemExit(
            f"{kind} {code} is a {shape.geom_type}, valid: {shape.is_valid}; choose another seed"
        )
    return {"type": "Feature", "properties": {"code": code, "kind": kind}, "geometry": mapping(shape)}


if __name__ == "__main__":
    main()
