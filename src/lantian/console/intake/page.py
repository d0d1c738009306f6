"""The values of the intake: what can be chosen, the map to point at, and what may be the same problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import actions, rules
from lantian.cases import queries as cases
from lantian.console import maps, words
from lantian.console.cases import likeness
from lantian.console.intake import forms
from lantian.inspections import actions as inspections
from lantian.kernel import references
from lantian.registry import queries as registry
from lantian.registry.models import Grid, Source
from lantian.ui.figures import district, scene


@dataclass(frozen=True, slots=True, kw_only=True)
class PickMap:
    """A map on which a point can be shown: where one place lies in it, and how far a degree reaches."""

    svg: str
    lon: str
    lat: str
    x: str
    y: str
    per_lon: str
    per_lat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The page as it is shown."""

    form: forms.Intake
    map: PickMap | None
    kept: tuple[str, ...]
    likely: tuple[likeness.Likely, ...]


def form(
    by: Actor, *, now: datetime, data: Any = None, files: Mapping[str, Any] | None = None
) -> forms.Intake:  # Any: Django's QueryDict and uploaded files
    """The form with the channels in force and the places of this person's area."""
    grids = Grid.objects.filter(organisation__path__startswith=by.area_path).order_by("code")
    sources = registry.sources().filter(grid__in=grids).order_by("code")
    entered = [one for one in cases.channels(on=calendar.local_day(now)) if one.is_entered]
    return forms.Intake(
        data,
        files,
        channels=[(one.code, words.name(one)) for one in entered],
        sources=[(one.code, words.name(one)) for one in sources],
        grids=[(one.code, words.name(one)) for one in grids],
        initial={"key": references.new_key(now), "channel": "12345"},
    )


def shown(filled: forms.Intake, *, likely: tuple[likeness.Likely, ...] = ()) -> Intake:
    """The page of a form, with the photos that were kept from a try before."""
    return Intake(
        form=filled,
        map=_map(),
        kept=tuple(reverse("console:photo", args=[key]) for key in filled.kept),
        likely=likely,
    )


def problem(filled: forms.Intake, by: Actor, *, now: datetime) -> rules.Problem:
    """What was entered, with its photos kept at once: a refusal that follows loses nothing."""
    keys = [*filled.kept]
    for upload in filled.cleaned_data["photos"]:
        evidence = inspections.attach_photo(
            visit_key=None,
            key=references.new_key(now),
            content=upload.read(settings.LANTIAN_PHOTO_MAX_BYTES + 1),
            name=upload.name,
            by=by,
            now=now,
        )
        keys.append(str(evidence.key))
        filled.data = filled.data.copy()
        filled.data["photo_keys"] = ",".join(keys)
    lon, lat = _place(filled)
    return filled.problem(lon=lon, lat=lat, photo_keys=keys)


def offered(told: rules.Problem, by: Actor, *, now: datetime) -> tuple[likeness.Likely, ...]:
    """What may be the same problem, with both photos."""
    return likeness.likely(cases.duplicates_of(told, by, now=now), by)


def take_in(filled: forms.Intake, told: rules.Problem, by: Actor, *, now: datetime) -> str:
    """Enter it as a case of its own, beside those offered, or as the one that was recognised."""
    offered_then = filled.data.getlist("offered")
    same_as = filled.data.get("same_as", "")
    return actions.take_in(
        key=filled.cleaned_data["key"],
        problem=told,
        by=by,
        now=now,
        same_as=same_as,
        other_than=() if same_as else offered_then,
    )


def _place(filled: forms.Intake) -> tuple[float, float]:
    """The point that was shown; else the known source, else the middle of the grid."""
    said = filled.cleaned_data
    if said["lon"] is not None:
        return said["lon"], said["lat"]
    if said["source_code"]:
        source = Source.objects.get(code=said["source_code"])
        return source.lon, source.lat
    return registry.middle_of(Grid.objects.get(code=said["grid_code"]))


def _map() -> PickMap | None:
    """Our district with its sources; None in an empty home."""
    region = maps.our_district()
    if region is None:
        return None
    figure = scene.DistrictMap(
        label=words.name(region),
        words=maps.legend_words(),
        townships=maps.townships(region),
        sources=maps.sources(registry.sources().order_by("code"), candidates={}),
        key="intake",
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
