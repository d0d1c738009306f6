"""The district's map: townships, stations as numbered discs, sources by shape, wind, suspected sectors.

Drawn from longitude and latitude alone, so that it needs no tiles. Inside a disc is the station's AQI,
outside its name. A sector's opacity is its probability up to a cap; the number is in the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from lantian.ui.figures import legend, marks, names, projection, squares, svg
from lantian.ui.figures.names import MAIN_RADIUS, RADIUS
from lantian.ui.figures.projection import Box, Projection
from lantian.ui.figures.scene import DistrictMap
from lantian.ui.figures.svg import Point

WIND_MARK, WIND_HEIGHT = 46.0, 44.0
SCALE_ROOM = 90.0


class NothingToMap(ValueError):
    """The map was given no township, station or source."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(f"{label!r} has no township, station or source; a map needs at least one place")


def district_map(figure: DistrictMap) -> str:
    """The map as SVG text."""
    view = view_of(figure)
    rows = legend.rows(
        figure.words,
        figure.width,
        kinds=_kinds(figure),
        sectors=bool(figure.sectors),
        rings=bool(figure.no_spray),
        hatched=bool(figure.hatched),
    )
    floor = figure.height
    frame = Box(left=2, top=2, right=figure.width - 2, bottom=floor - 20)
    wind_box = _wind_box(figure, view, frame)
    taken = [*squares.boxes(figure.cells, view), *([wind_box] if wind_box else [])]
    shown = names.put(figure, view, frame=frame, reserved=taken)
    body = [
        _land(figure, view),
        _hatched(figure, view),
        squares.draw(figure.cells, view),
        svg.node("g", *shown.townships),
        _sectors(figure, view),
        "".join(
            _linked(
                marks.source(one.kind, view.point(one.lon, one.lat)),
                one.url,
                f"{one.name} {one.standing}".strip(),
            )
            for one in figure.sources
        ),
        _rings(figure, view),
        svg.node("g", *(_stalk(disc) for disc in shown.discs)),
        svg.node("g", *(_disc(disc) for disc in reversed(shown.discs))),
        svg.node("g", *shown.spots, class_="fig-names"),
        _wind(figure, wind_box),
        marks.scale_bar((10, floor - 6), units_per_km=view.units_per_km, room=SCALE_ROOM),
        legend.draw(rows, floor, width=figure.width),
    ]
    drawn = svg.document(
        body,
        width=figure.width,
        height=floor + legend.height(rows) + 4,
        label=figure.label,
        summary=figure.summary or _summary(figure),
        kind=f"fig-at-{figure.screen}" if figure.screen else "",
    )
    has_links = any(one.url for one in (*figure.spots, *figure.cells))
    # Links inside an image would be hidden from a screen reader; then the map is a named group.
    return drawn.replace(' role="img"', ' role="group"', 1) if has_links else drawn


def view_of(figure: DistrictMap) -> Projection:
    """Where the map puts a place; NothingToMap without a single one."""
    places = _places(figure)
    if not places:
        raise NothingToMap(figure.label)
    return projection.fit(places, Box(left=8, top=10, right=figure.width - 8, bottom=figure.height - 26))


def _places(figure: DistrictMap) -> list[Point]:
    corners = [corner for township in figure.townships for ring in township.rings for corner in ring]
    return corners or [(one.lon, one.lat) for one in figure.spots]


def _kinds(figure: DistrictMap) -> tuple[str, ...]:
    present = {one.kind for one in figure.sources}
    return tuple(kind for kind in marks.KINDS if kind in present)


def _summary(figure: DistrictMap) -> str:
    told = [f"{one.name} {'—' if one.aqi is None else one.aqi} {one.note}".strip() for one in figure.stations]
    told += [one.detail for one in figure.cells]
    told += [f"{one.name} {one.standing}".strip() for one in figure.sources if one.is_candidate]
    if figure.wind:
        told.append(f"{figure.wind.name} {figure.wind.speed}")
    return "; ".join(told)


def _square(at: Point, reach: float) -> Box:
    return Box(left=at[0] - reach, top=at[1] - reach, right=at[0] + reach, bottom=at[1] + reach)


def _wind_box(figure: DistrictMap, view: Projection, frame: Box) -> Box | None:
    """The corner for the wind that covers the fewest stations, sources and land."""
    if figure.wind is None:
        return None
    words = max(svg.width_of(figure.wind.name, bold=True), svg.width_of(figure.wind.speed))
    width = WIND_MARK + words
    right, bottom = frame.right - width, frame.bottom - WIND_HEIGHT
    corners = [(right, frame.top), (frame.left, frame.top), (right, bottom), (frame.left, bottom)]
    boxes = [Box(left=x, top=y, right=x + width, bottom=y + WIND_HEIGHT) for x, y in corners]
    rings = [
        [view.point(*corner) for corner in ring] for township in figure.townships for ring in township.rings
    ]
    things = [_square(view.point(one.lon, one.lat), RADIUS) for one in figure.spots]

    def covered(box: Box) -> float:
        spots = [
            (box.left + width * across / 4, box.top + WIND_HEIGHT * down / 2)
            for across in range(5)
            for down in range(3)
        ]
        land = sum(projection.contains(ring, spot) for ring in rings for spot in spots)
        return 10 * sum(thing.overlap(box) > 0 for thing in things) + land

    return min(boxes, key=covered)


def _wind(figure: DistrictMap, box: Box | None) -> str:
    if figure.wind is None or box is None:
        return ""
    one = figure.wind
    return marks.wind(
        (box.left + 20, box.top + 20), blows_from=one.blows_from, name=one.name, speed=one.speed
    )


def _land(figure: DistrictMap, view: Projection) -> str:
    """The land first, inner lines over it, so that shared edges are drawn once."""
    drawn = []
    for township in figure.townships:
        for ring in township.rings:
            outline = svg.path([view.point(*corner) for corner in ring], closed=True)
            drawn.append(
                svg.node(
                    "path",
                    d=outline,
                    fill=svg.LAND,
                    stroke="var(--map-inner)",
                    stroke_width=1,
                    stroke_linejoin="round",
                )
            )
    edge = _outer_edge([ring for township in figure.townships for ring in township.rings])
    stretches = "".join(svg.path([view.point(*start), view.point(*end)]) for start, end in edge)
    if stretches:
        drawn.append(svg.node("path", d=stretches, fill="none", stroke="var(--map-edge)", stroke_width=1.5))
    return svg.node("g", *drawn) if drawn else ""


def _hatched(figure: DistrictMap, view: Projection) -> str:
    """Parts marked by lines, so that the mark does not hang on a colour."""
    if not figure.hatched:
        return ""
    name = f"{figure.key}-hatch"
    line = svg.node("path", d="M0 8L8 0", stroke=svg.OVERDUE, stroke_width=1.2, opacity=".75")
    pattern = svg.node("pattern", line, id=name, width=8, height=8, patternUnits="userSpaceOnUse")
    drawn = []
    for one in figure.hatched:
        outline = "".join(
            svg.path([view.point(*corner) for corner in ring], closed=True) for ring in one.rings
        )
        mark = svg.node("path", d=outline, fill=f"url(#{name})", stroke=svg.OVERDUE, stroke_width=1)
        drawn.append(svg.node("g", svg.title(one.detail or one.name), mark))
    return svg.node("defs", pattern) + svg.node("g", *drawn)


def _outer_edge(rings: Sequence[Sequence[Point]]) -> list[tuple[Point, Point]]:
    """The stretches that belong to one township only: the district's own boundary."""
    seen: dict[tuple[Point, Point], tuple[int, tuple[Point, Point]]] = {}
    for ring in rings:
        closed = ring if ring[0] == ring[-1] else (*ring, ring[0])
        for start, end in zip(closed[:-1], closed[1:], strict=True):
            key = (start, end) if start <= end else (end, start)
            count = seen.get(key, (0, (start, end)))[0]
            seen[key] = (count + 1, (start, end))
    return [stretch for count, stretch in seen.values() if count == 1]


def _sectors(figure: DistrictMap, view: Projection) -> str:
    """Soft wedges; the group's opacity is the cap, each wedge's its probability."""
    if not figure.sectors:
        return ""
    defs, drawn = [], []
    for index, one in enumerate(figure.sectors):
        at = view.point(one.lon, one.lat)
        name = f"{figure.key}-sector-{index}"
        stops = [(".1", "1"), (".6", ".75"), ("1", ".12")]
        defs.append(
            svg.node(
                "radialGradient",
                *(
                    svg.node("stop", offset=offset, stop_color=svg.SKY, stop_opacity=opacity)
                    for offset, opacity in stops
                ),
                id=name,
                gradientUnits="userSpaceOnUse",
                cx=at[0],
                cy=at[1],
                r=one.outer_km * view.units_per_km,
            )
        )
        outline = marks.wedge(view, at, bearings=(one.start, one.end), reach_km=(one.inner_km, one.outer_km))
        share = min(max(one.probability, 0.0), 1.0)
        drawn.append(svg.node("path", d=outline, fill=f"url(#{name})", opacity=f"{share:.2f}"))
    blur = svg.node(
        "filter",
        svg.node("feGaussianBlur", stdDeviation="4"),
        id=f"{figure.key}-soft",
        x="-20%",
        y="-20%",
        width="140%",
        height="140%",
    )
    group = svg.node("g", *drawn, opacity="var(--wedge-max)", filter=f"url(#{figure.key}-soft)")
    return svg.node("defs", *defs, blur) + group


def _rings(figure: DistrictMap, view: Projection) -> str:
    drawn = []
    for one in figure.no_spray:
        radius = max(one.radius_km * view.units_per_km, MAIN_RADIUS + 5)
        drawn.append(marks.ring(view.point(one.lon, one.lat), radius=radius))
    return "".join(drawn)


def _stalk(disc: names.Disc) -> str:
    """From a disc that stands aside to its true place."""
    if disc.drawn == disc.true:
        return ""
    line = svg.node("path", d=svg.path([disc.true.at, disc.drawn.at]), stroke=marks.EDGE)
    return line + svg.node("circle", cx=disc.true.at[0], cy=disc.true.at[1], r=2, fill=marks.EDGE)


def _disc(disc: names.Disc) -> str:
    one = disc.station
    words = "—" if one.aqi is None else str(one.aqi)
    drawn = marks.disc(disc.drawn.at, level=one.level, words=words, radius=disc.drawn.radius)
    return _linked(drawn, one.url, one.detail or f"{one.name} {words} {one.note}".strip())


def _linked(drawn: str, url: str, words: str) -> str:
    """The mark with what is read on hover, as a link when it leads somewhere."""
    if url:
        return svg.node("a", svg.title(words), drawn, href=url, aria_label=words)
    return svg.node("g", svg.title(words), drawn)
