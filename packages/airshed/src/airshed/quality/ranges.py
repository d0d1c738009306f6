"""Range: values that the instrument cannot show, values at its end, and long stays at its detection limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import polars as pl

from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.instruments import Instrument, instrument
from airshed.quality.scene import WEATHER, Scene

CHECK = Check(code="range", version="1", name_zh="超出量程", name_en="range")

_ABOVE = Words(
    measure="above the range",
    zh="{parameter}最高 {observed}，超出仪器量程上限 {threshold}，共 {hours} 小时",
    en="{parameter} reached {observed}, above the end {threshold} of the instrument's range, for {hours} h",
)
_BELOW = Words(
    measure="below the range",
    zh="{parameter}最低 {observed}，低于仪器量程下限 {threshold}，共 {hours} 小时",
    en="{parameter} fell to {observed}, below the end {threshold} of the instrument's range, for {hours} h",
)
_AT_END = Words(
    measure="at the end of the range",
    zh="{parameter}停在仪器量程上限 {threshold}，共 {hours} 小时，真实浓度可能更高",
    en="{parameter} stood at the end {threshold} of the instrument's range for {hours} h; the air may have "
    "held more",
)
_AT_DETECTION = Words(
    measure="hours at the detection limit",
    zh="{parameter}连续 {observed} 小时不高于检出限 {reference}",
    en="{parameter} was at or below the detection limit {reference} for {observed} hours",
)


def _none() -> Mapping[str, str]:
    """Return no choice of instruments."""
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Parameters (design defaults).

    ``instruments`` names an instrument of `airshed.quality.instruments` for a parameter, or for
    ``station:parameter``; the usual one is taken elsewhere. ``caps`` are values that instruments or
    platforms put in place of anything higher. ``detection_hours`` is how long a stay at the detection
    limit must last to be worth a note. [h]
    """

    instruments: Mapping[str, str] = field(default_factory=_none)
    caps: tuple[float, ...] = (985.0, 995.0, 999.0, 1000.0, 9999.0, 10000.0)
    detection_hours: int = 72


_RULE = Range()


def check(scene: Scene, *, rule: Range = _RULE) -> pl.DataFrame:
    """Flag values outside what the instrument can show.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants and weather. Concentrations below zero are left to the check of negative values.
    rule : Range
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`; ``observed`` the farthest value, ``threshold`` the end of the range
        (impossible, or doubtful at the end itself); or equal hours at the detection limit (a note).

    Notes
    -----
    The ranges are settings, not law (`airshed.quality.instruments`). `UnknownInstrument` for a name that is
    not in the table.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from airshed.quality import scene
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> found = check(scene.of(pl.DataFrame({"station": ["a"], "begins_at": [noon], "o3": [1500.0]})))
    >>> found.select("severity", "observed", "threshold").rows()
    [('impossible', 1500.0, 981.0)]
    """
    found: list[Found] = []
    for parameter in scene.values:
        rows = [_instrument(name, parameter=parameter, rule=rule) for name in scene.stations]
        found += _outside(scene, parameter=parameter, rows=rows, rule=rule)
        if parameter not in WEATHER:
            found.append(_at_detection(scene, parameter=parameter, rows=rows, rule=rule))
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _instrument(station: str, *, parameter: str, rule: Range) -> Instrument:
    """Return the instrument of one station and parameter."""
    code = rule.instruments.get(f"{station}:{parameter}", rule.instruments.get(parameter))
    return instrument(parameter, code=code)


def _outside(scene: Scene, *, parameter: str, rows: list[Instrument], rule: Range) -> list[Found]:
    """Find the hours above, at and below the ends of the range."""
    values = scene.values[parameter]
    highest = np.array([row.highest for row in rows], dtype=np.float64)[:, None]
    lowest = np.array([row.lowest for row in rows], dtype=np.float64)[:, None]
    above, at_end = series.runs(values > highest), series.runs(values == highest)
    parts = [
        Found(parameter, above, Severity.IMPOSSIBLE, _ABOVE, series.over(values, above, ufunc=np.fmax),
              threshold=highest[above.station, 0]),
    ]  # fmt: skip
    if parameter in WEATHER:
        below = series.runs(values < lowest)
        worst = series.over(values, below, ufunc=np.fmin)
        parts.append(
            Found(parameter, below, Severity.IMPOSSIBLE, _BELOW, worst, threshold=lowest[below.station, 0])
        )
        return parts
    at_end = series.runs(((values == highest) | np.isin(values, rule.caps)) & (values <= highest))
    held = series.over(values, at_end, ufunc=np.fmax)
    parts.append(Found(parameter, at_end, Severity.DOUBTFUL, _AT_END, held, threshold=held))
    return parts


def _at_detection(scene: Scene, *, parameter: str, rows: list[Instrument], rule: Range) -> Found:
    """Find long stays at the detection limit."""
    values = scene.values[parameter]
    limit = np.array([row.detection for row in rows], dtype=np.float64)[:, None]
    stays = series.runs((values >= 0) & (values <= limit))
    stays = stays.where(stays.hours >= rule.detection_hours)
    return Found(
        parameter=parameter,
        runs=stays,
        severity=Severity.NOTE,
        words=_AT_DETECTION,
        observed=stays.hours.astype(np.float64),
        reference=limit[stays.station, 0],
        threshold=float(rule.detection_hours),
    )
