"""Missing hours: gaps inside a station's record, and parameters that fall silent while others report."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene

CHECK = Check(code="missing", version="1", name_zh="缺测", name_en="missing hours")

_SHORT = Words(
    measure="missing hours",
    zh="{parameter}缺 {observed} 小时",
    en="{parameter} is missing for {observed} h",
)
_LONG = Words(
    measure="missing hours",
    zh="{parameter}连续缺 {observed} 小时，达到 {threshold} 小时，可能是停机而不是校准",
    en="{parameter} is missing for {observed} h; from {threshold} h on it is an outage rather than a "
    "calibration",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Parameters (design defaults): gaps of ``hours`` are noted, those of ``long_hours`` are doubtful. [h]"""

    hours: int = 1
    long_hours: int = 5


_RULE = Missing()


def check(scene: Scene, *, rule: Missing = _RULE) -> pl.DataFrame:
    """Flag hours without a value.

    Parameters
    ----------
    scene : Scene
        Hours; all parameters. A station's record runs from its first value of any parameter to its last; a
        parameter that a station never reported is not missed.
    rule : Missing
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`; ``observed`` hours of the gap. From ``long_hours`` on a gap can cost
        the day its validity: GB 3095 asks for 20 of 24 hours.

    References
    ----------
    GB 3095-2026, table 4: a daily mean needs 20 hours.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in (0, 1, 8)]
    >>> frame = pl.DataFrame({"begins_at": hours, "so2": [4.0, None, 5.0]}).with_columns(station=pl.lit("a"))
    >>> check(scene.of(frame)).select("hours", "severity").rows()
    [(7, 'doubtful')]
    """
    present = np.zeros(scene.shape, dtype=np.bool_)
    for values in scene.values.values():
        present |= ~np.isnan(values)
    inside = np.maximum.accumulate(present, axis=1) & np.maximum.accumulate(present[:, ::-1], axis=1)[:, ::-1]
    found: list[Found] = []
    for parameter, values in scene.values.items():
        ever = (~np.isnan(values)).any(axis=1, keepdims=True)
        gaps = series.runs(np.isnan(values) & inside & ever)
        gaps = gaps.where(gaps.hours >= rule.hours)
        is_long = gaps.hours >= rule.long_hours
        for chosen, severity, words in (
            (is_long, Severity.DOUBTFUL, _LONG),
            (~is_long, Severity.NOTE, _SHORT),
        ):
            some = gaps.where(chosen)
            found.append(
                Found(
                    parameter,
                    some,
                    severity,
                    words,
                    some.hours.astype(np.float64),
                    threshold=float(rule.long_hours),
                )
            )
    return flags.frame(scene, check=CHECK, rule=rule, found=found)
