"""The map to press on: our district with its townships, and no site or firm."""

from dataclasses import replace

from django.utils.translation import gettext as _

from lantian.console import maps, words
from lantian.console.intake.page import PickMap
from lantian.registry.models import Region
from lantian.ui.figures import district, scene

WIDTH, HEIGHT = 340, 320


def map_of(region: Region | None) -> PickMap | None:
    """The map and how its points become degrees; None where there is no outline."""
    if region is None:
        return None
    figure = scene.DistrictMap(
        label=_("Map of %(place)s; press to show the place") % {"place": words.name(region)},
        words=replace(maps.legend_words(), levels=()),
        townships=maps.townships(region),
        key="report",
        width=WIDTH,
        height=HEIGHT,
    )
    try:
        view = district.view_of(figure)
    except district.NothingToMap:
        return None
    north_east = view.point(view.lon + 1, view.lat + 1)
    return PickMap(
        svg=district.district_map(figure),
        lon=str(view.lon),
        lat=str(view.lat),
        x=str(view.x),
        y=str(view.y),
        per_lon=str(north_east[0] - view.x),
        per_lat=str(north_east[1] - view.y),
    )
