"""The district's map shows every station and source where it is, with its number and its word."""

from __future__ import annotations

from math import cos, radians
from xml.etree import ElementTree

import pytest

from lantian.ui.figures import district, marks, projection, scene, standalone
from lantian.ui.figures.legend import MapWords
from lantian.ui.figures.projection import Box
from lantian.ui.tests.reading import collisions

WORDS = MapWords(
    levels=("one", "two", "three", "four", "five", "six"),
    kinds={kind: kind.title() for kind in marks.KINDS},
    sector="suspected",
    no_spray="no spraying",
)
SQUARE = ((116.0, 36.0), (116.1, 36.0), (116.1, 36.1), (116.0, 36.1))
NEXT_SQUARE = ((116.1, 36.0), (116.2, 36.0), (116.2, 36.1), (116.1, 36.1))


def station(name="North", lon=116.05, lat=36.05, **changes):
    return scene.Station(**{"name": name, "lon": lon, "lat": lat, "aqi": 126, "level": 3, **changes})


def draw(**changes):
    values = {
        "label": "the district",
        "words": WORDS,
        "townships": (
            scene.Township(name="West", rings=(SQUARE,)),
            scene.Township(name="East", rings=(NEXT_SQUARE,)),
        ),
        "stations": (
            station(is_main=True),
            station(name="South", lat=36.02, aqi=None, level=None, note="offline 2 h"),
        ),
        "sources": (
            scene.Source(
                name="Site 7", lon=116.03, lat=36.07, kind="site", standing="to be checked", is_candidate=True
            ),
            scene.Source(name="Plant 1", lon=116.15, lat=36.07, kind="plant"),
        ),
        "sectors": (
            scene.Sector(
                lon=116.05, lat=36.05, start=280, end=350, inner_km=0.5, outer_km=4, probability=0.61
            ),
        ),
        "no_spray": (scene.NoSpray(lon=116.05, lat=36.05, radius_km=1.0),),
        "wind": scene.Wind(blows_from=315, name="Northwest wind", speed="2.4 m/s"),
    }
    return district.district_map(scene.DistrictMap(**{**values, **changes}))


def words_of(drawn):
    return ["".join(node.itertext()) for node in ElementTree.fromstring(drawn).iter("text")]


def test_a_map_is_a_named_image_with_a_summary_and_the_same_bytes():
    root = ElementTree.fromstring(draw())
    assert root.get("role") == "img"
    assert root.get("aria-label") == "the district"
    assert (
        root.findtext("desc")
        == "North 126; South — offline 2 h; Site 7 to be checked; Northwest wind 2.4 m/s"
    )
    assert draw() == draw()


def test_a_disc_holds_the_index_and_the_name_stands_beside_it():
    shown = words_of(draw())
    assert "126" in shown
    assert "North" in shown
    assert 'fill="var(--aqi-3)"' in draw()


def test_a_station_without_an_index_is_a_dashed_disc_with_a_dash():
    drawn = draw(stations=(station(aqi=None, level=None, note="offline"),))
    assert "—" in words_of(drawn)
    assert 'stroke-dasharray="3 2.5"' in drawn


def test_only_candidates_are_named_and_only_kinds_on_the_map_are_in_the_legend():
    shown = words_of(draw())
    assert "Site 7 to be checked" in shown
    assert "Plant 1" not in shown
    assert "Plant" in shown
    assert "Road" not in shown


def test_the_legend_always_has_all_six_levels():
    assert set(WORDS.levels) <= set(words_of(draw(sources=(), sectors=(), no_spray=(), wind=None)))


def test_a_sectors_opacity_is_its_probability():
    assert 'opacity="0.61"' in draw()
    assert "suspected" in words_of(draw())
    assert "suspected" not in words_of(draw(sectors=()))


def test_a_calm_has_no_arrow():
    assert "rotate(315)" in draw()
    calm = draw(wind=scene.Wind(blows_from=None, name="Calm", speed=""))
    assert "rotate(" not in calm
    assert "Calm" in words_of(calm)


def test_a_north_wind_points_south():
    drawn = marks.wind((0.0, 0.0), blows_from=0, name="North wind", speed="")
    assert "rotate(0)" in drawn
    assert 'd="M0 17' in drawn  # the head lies below the middle


def test_names_are_escaped_and_inner_names_do_not_clash():
    drawn = draw(stations=(station(name="<b>"),), key="second")
    assert "<b>" not in drawn
    assert 'id="second-sector-0"' in drawn


def test_a_map_with_links_is_a_group_so_that_the_links_can_be_reached():
    root = ElementTree.fromstring(draw(stations=(station(url="/stations/1/"),)))
    assert root.get("role") == "group"
    assert root.find(".//a").get("href") == "/stations/1/"


def test_a_map_without_boundaries_still_works_and_one_without_anything_is_refused():
    assert "126" in words_of(draw(townships=()))
    with pytest.raises(district.NothingToMap, match="at least one place"):
        draw(townships=(), stations=(), sources=())


def test_a_shared_edge_is_not_part_of_the_districts_boundary():
    edge = district._outer_edge([SQUARE, NEXT_SQUARE])
    assert len(edge) == 6
    assert all({start, end} != {(116.1, 36.0), (116.1, 36.1)} for start, end in edge)


def test_a_kilometre_is_as_long_to_the_north_as_to_the_east():
    view = projection.fit(SQUARE, Box(left=0, top=0, right=400, bottom=400))
    middle = view.point(116.05, 36.05)
    north = view.point(116.05, 36.05 + 1 / 110.94)
    east = view.point(116.05 + 1 / (111.41 * cos(radians(36.05))), 36.05)
    assert middle[1] - north[1] == pytest.approx(east[0] - middle[0], rel=1e-6)
    assert view.off(middle, bearing=90, km=1) == pytest.approx(east, abs=1e-6)


def test_everything_lies_within_the_figure():
    figure = ElementTree.fromstring(draw())
    width, height = (float(side) for side in figure.get("viewBox").split()[2:])
    for disc in figure.iter("circle"):
        if disc.get("r") in ("13", "17"):
            assert 0 < float(disc.get("cx")) < width
            assert 0 < float(disc.get("cy")) < height


def crowd(number):
    """Stations on a small square, every third on the spot of the one before."""
    return tuple(
        station(
            name=f"Station {n}", lon=116.05 + 0.004 * (n % 5), lat=36.05 + 0.004 * (n // 3 % 4), rank=n % 3
        )
        for n in range(number)
    )


@pytest.mark.parametrize("number", [2, 7, 20])
def test_however_crowded_no_text_stands_on_another(number):
    assert collisions(draw(stations=crowd(number))) == []


def test_a_name_left_out_is_still_read_on_its_disc():
    drawn = draw(stations=crowd(20))
    shown = words_of(drawn)
    titles = [one.text for one in ElementTree.fromstring(drawn).iter("title")]
    left_out = [f"Station {n}" for n in range(20) if f"Station {n}" not in shown]
    assert left_out
    assert all(any(name in title for title in titles) for name in left_out)


def test_the_main_station_keeps_its_name_and_its_place():
    crowded = (*crowd(20), station(name="Main", lon=116.058, lat=36.058, is_main=True))
    drawn = draw(stations=crowded)
    assert "Main" in words_of(drawn)
    big = [one for one in ElementTree.fromstring(drawn).iter("circle") if one.get("r") == "17"]
    view = draw(stations=(crowded[-1],))
    alone = [one for one in ElementTree.fromstring(view).iter("circle") if one.get("r") == "17"]
    assert [(one.get("cx"), one.get("cy")) for one in big] == [
        (one.get("cx"), one.get("cy")) for one in alone
    ]


def test_a_disc_moved_aside_points_to_its_true_place():
    drawn = draw(stations=(station(), station(name="South")), no_spray=(), sectors=())
    dots = [one for one in ElementTree.fromstring(drawn).iter("circle") if one.get("r") == "2"]
    assert len(dots) == 1


def test_a_map_stands_alone_for_a_pdf():
    drawn = standalone.render(draw())
    assert "var(" not in drawn
    assert "#ff7e00" in drawn
