"""The values of the tracing pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.console import air, maps, words
from lantian.console.suspicions import alarms, course, pointing
from lantian.console.suspicions.alarms import Alarm
from lantian.diagnosis import permissions
from lantian.diagnosis import queries as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.diagnosis.queries import CandidateView, SuspicionLine, SuspicionView
from lantian.dispatch import queries as dispatch
from lantian.registry.models import Source
from lantian.ui import formats
from lantian.ui.figures import scene
from lantian.ui.parts import TimelineRow

SHOWN_AT_ONCE = 100
OPACITY_CAP = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One suspicion in the list."""

    number: str
    url: str
    station: str
    substance: str
    hour: str
    state: str
    is_open: bool
    candidates: int
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One factor of a candidate's score."""

    name: str
    value: str
    factor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A source to be checked."""

    name: str
    kind: str
    direction: str
    distance: str
    score: str
    standing: str
    is_confirmed: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionPage:
    """One suspicion with map, candidates, alarms and what was done."""

    number: str
    sentence: str
    facts: tuple[str, ...]
    station: str
    station_url: str
    state: str
    is_open: bool
    map: str
    candidates: tuple[Candidate, ...]
    why_none: str
    nearby: tuple[str, ...]
    alarms: tuple[Alarm, ...]
    steps: tuple[TimelineRow, ...]
    wind_url: str
    dismissed_reason: str
    may_send: bool
    may_dismiss: bool


def listing(by: Actor) -> tuple[str, tuple[Row, ...]]:
    """The sentence and the suspicions, the open ones first."""
    found = (
        permissions.visible_suspicions(by)
        .select_related("episode__station")
        .prefetch_related("candidates__source")
    )
    rows = [_row(one) for one in found.order_by("-begins_at", "-pk")[:SHOWN_AT_ONCE]]
    waiting = sum(row.is_open for row in rows)
    if waiting:
        sentence = ngettext(
            "%d suspicion waits for a decision: send somebody, or say why nobody goes.",
            "%d suspicions wait for a decision: send somebody, or say why nobody goes.",
            waiting,
        ) % waiting  # fmt: skip
    else:
        sentence = _("No suspicion waits for a decision.")
    return sentence, tuple(sorted(rows, key=lambda row: not row.is_open))


def _row(one: Suspicion) -> Row:
    candidates = sorted(one.candidates.all(), key=lambda candidate: candidate.rank)
    return Row(
        number=one.number,
        url=reverse("console:suspicion", args=[one.number]),
        station=words.name(one.episode.station),
        substance=formats.substance(one.parameter),
        hour=f"{formats.day(one.begins_at)} {formats.hour_label(one.begins_at)}",
        state=words.word(words.SUSPICION_STATES, one.state),
        is_open=one.state == Suspicion.State.OPEN,
        candidates=len(candidates),
        first=words.name(candidates[0].source) if candidates else "",
    )


def detail(number: str, by: Actor) -> SuspicionPage:
    """One suspicion; Suspicion.DoesNotExist when absent or not for this person."""
    view = diagnosis.suspicion(number, by)
    is_open = view.state == Suspicion.State.OPEN
    return SuspicionPage(
        number=number,
        sentence=_sentence(view),
        facts=_facts(view),
        station=station_name(view),
        station_url=air.episode_url(view.station, view.episode),
        state=words.word(words.SUSPICION_STATES, view.state),
        is_open=is_open,
        map=_map(view, by),
        candidates=tuple(_candidate(one, view) for one in view.candidates),
        why_none=pointing.pointed(view) if not view.candidates else "",
        nearby=tuple(f"{words.name(one)} {one.distance_km:.1f} km" for one in view.nearby),
        alarms=tuple(alarms.row(one) for one in view.alarms),
        steps=course.steps_of_suspicion(number, by),
        wind_url=air.explain_url(view.wind_addresses[0]) if view.wind_addresses else "",
        dismissed_reason=view.dismissed_reason,
        may_send=by.may(Verb.ISSUE_ORDER) and dispatch.running_order_of(number) is None,
        may_dismiss=by.may(Verb.DISMISS) and is_open,
    )


def station_name(view: SuspicionView) -> str:
    """The alarming station in the reader's language."""
    return view.station_name_zh if words.is_chinese() else view.station_name_en


def _sentence(view: SuspicionView) -> str:
    return _("%(hour)s, %(station)s: %(substance)s is high; %(pointed)s.") % {
        "hour": formats.hour_label(view.begins_at),
        "station": station_name(view),
        "substance": formats.substance(view.parameter),
        "pointed": pointing.pointed(view),
    }


def _facts(view: SuspicionView) -> tuple[str, ...]:
    facts = [view.number, formats.day(view.begins_at)]
    if view.wind_speed is not None:
        facts.append(
            _("wind %(speed)s m/s at %(station)s")
            % {"speed": formats.number(view.wind_speed, "ws"), "station": view.wind_station}
        )
    if view.wedge:
        facts.append(
            _("sector ±%(angle)d°, %(near)s–%(far)s km")
            % {
                "angle": round(view.wedge.half_angle),
                "near": f"{view.wedge.near_km:g}",
                "far": f"{view.wedge.far_km:g}",
            }
        )
    facts.append(_("to be checked is no verdict"))
    return tuple(facts)


def _candidate(one: CandidateView, view: SuspicionView) -> Candidate:
    confirmed = one.code in view.confirmed
    return Candidate(
        name=words.name(one),
        kind=words.word(words.SOURCE_KINDS, one.kind),
        direction=words.direction(one.bearing) if one.distance_km else _("at the station"),
        distance=f"{one.distance_km:.1f} km",
        score=f"{one.score:.2f}",
        standing=_("confirmed on the spot") if confirmed else _("to be checked"),
        is_confirmed=confirmed,
        reasons=tuple(
            Reason(
                name=words.word(words.SCORE_FACTORS, name),
                value=_reason_value(fact.get("value"), str(fact.get("unit", ""))),
                factor=f"×{float(fact['factor']):.2f}",
            )
            for name, fact in one.reasons.items()
        ),
    )


def _reason_value(value: object, unit: str) -> str:
    shown = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, int | float) else str(value)
    return f"{shown} {words.SCORE_UNITS[unit]}" if unit in words.SCORE_UNITS else shown


def sectors(views: Sequence[SuspicionLine | SuspicionView]) -> tuple[scene.Sector, ...]:
    """The wedges of suspicions; the likelier their first candidate, the stronger."""
    return tuple(
        scene.Sector(
            lon=view.wedge.lon,
            lat=view.wedge.lat,
            start=(view.wedge.wind_from - view.wedge.half_angle) % 360,
            end=(view.wedge.wind_from + view.wedge.half_angle) % 360,
            inner_km=view.wedge.near_km,
            outer_km=view.wedge.far_km,
            probability=min(view.candidates[0].score, OPACITY_CAP) if view.candidates else 0.2,
        )
        for view in views
        if view.wedge
    )


def _map(view: SuspicionView, by: Actor) -> str:
    region = maps.our_district()
    if region is None:
        return ""
    seen = air.of_district(air.visible_stations(by), region)
    stations = [one for one in seen if one.kind in air.STATUTORY or one.code == view.station]
    hours = air.hours([one.code for one in stations], until=view.begins_at, length=1)
    at = {code: rows[view.begins_at] for code, rows in hours.items() if view.begins_at in rows}
    candidates = {one.code: _("to check") for one in view.candidates}
    return maps.draw(
        scene.DistrictMap(
            label=_("Sector and candidates of %(number)s") % {"number": view.number},
            words=maps.legend_words(),
            townships=maps.townships(region),
            stations=maps.stations(stations, at, main=view.station, parameter=view.parameter),
            sources=maps.sources(Source.objects.order_by("code"), candidates=candidates),
            sectors=sectors([view]),
            no_spray=maps.no_spray(stations),
            wind=maps.wind(view.wedge.wind_from if view.wedge else None, view.wind_speed),
            key="suspicion",
        )
    )
