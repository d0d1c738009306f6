"""All checks in one table, and the call that runs them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from airshed import AirshedError
from airshed.quality import (
    clock_shift,
    cut_off,
    decoupled,
    digits,
    drift,
    flags,
    flatline,
    inversion,
    missing,
    negative,
    ranges,
    repeated,
    rules,
    scene,
    spike,
    step,
    unit_slip,
    wetting,
)
from airshed.quality.flags import Check

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Finder = Callable[..., pl.DataFrame]
"""``check(scene, rule=rule)`` of one module; each takes a rule of its own kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One check: what it is called, the function, its default rule, and whether it looks at neighbours."""

    check: Check
    find: Finder
    rule: "DataclassInstance"
    looks_beside: bool = False


class UnknownCheck(AirshedError):
    """A check is named that there is not."""

    def __init__(self, *, check: str) -> None:
        self.check = check
        super().__init__(
            f"there is no check {check!r}; the checks are {', '.join(row.check.code for row in CHECKS)}"
        )


CHECKS = (
    Row(check=ranges.CHECK, find=ranges.check, rule=ranges.Range()),
    Row(check=negative.CHECK, find=negative.check, rule=negative.Negative()),
    Row(check=unit_slip.CHECK, find=unit_slip.check, rule=unit_slip.UnitSlip(), looks_beside=True),
    Row(check=flatline.CHECK, find=flatline.check, rule=flatline.Flatline(), looks_beside=True),
    Row(check=spike.CHECK, find=spike.check, rule=spike.Spike(), looks_beside=True),
    Row(check=inversion.CHECK, find=inversion.check, rule=inversion.Inversion()),
    Row(check=repeated.CHECK, find=repeated.check, rule=repeated.Repeated()),
    Row(check=missing.CHECK, find=missing.check, rule=missing.Missing()),
    Row(check=step.CHECK, find=step.check, rule=step.Step(), looks_beside=True),
    Row(check=drift.CHECK, find=drift.check, rule=drift.Drift(), looks_beside=True),
    Row(check=clock_shift.CHECK, find=clock_shift.check, rule=clock_shift.ClockShift(), looks_beside=True),
    Row(check=wetting.CHECK, find=wetting.check, rule=wetting.Wetting(), looks_beside=True),
    Row(check=cut_off.CHECK, find=cut_off.check, rule=cut_off.CutOff()),
    Row(check=digits.CHECK, find=digits.check, rule=digits.Digits()),
    Row(check=decoupled.CHECK, find=decoupled.check, rule=decoupled.Decoupled(), looks_beside=True),
)
"""Every check, those of single hours first, those of weeks and hints last."""


def row_of(code: str) -> Row:
    """Return the row of a check; `UnknownCheck` where there is none.

    Examples
    --------
    >>> row_of("spike").check.name_zh
    '孤立突变'
    """
    for row in CHECKS:
        if row.check.code == code:
            return row
    raise UnknownCheck(check=code)


def rule_of(code: str, values: Mapping[str, Any]) -> "DataclassInstance":  # Any: values as JSON holds them
    """Return the default rule of a check with some parameters changed.

    Examples
    --------
    >>> rule_of("drift", {"weeks": 8}).weeks
    8
    """
    return rules.changed(row_of(code).rule, values, check=code)


def run(
    hours: pl.DataFrame,
    *,
    checks: Collection[str] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,  # Any: values as JSON holds them
    neighbours: Mapping[str, Sequence[str]] | None = None,
) -> pl.DataFrame:
    """Run the checks and return all their flags.

    Parameters
    ----------
    hours : DataFrame
        As `airshed.quality.scene.of` takes them. [µg m⁻³; CO mg m⁻³]
    checks : collection of str, optional
        Codes of the checks to run; all where not given.
    parameters : mapping, optional
        Parameters that differ from the defaults: check → parameter → value (`airshed.quality.rules.changed`).
    neighbours : mapping of str to sequence of str, optional
        As `airshed.quality.scene.of` takes them.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`, sorted by station, begin, parameter and check; the hours are never
        changed. The same hours, rules and neighbours give the same flags.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> values = {"pm25": [90.0], "pm10": [70.0], "so2": [-9.99]}
    >>> found = run(pl.DataFrame({"station": ["a"], "begins_at": [noon], **values}))
    >>> found.select("check", "severity").rows()
    [('inversion', 'doubtful'), ('negative', 'impossible')]
    """
    wanted = {row_of(code).check.code for code in checks} if checks is not None else None
    fitted = {code: rule_of(code, values) for code, values in (parameters or {}).items()}
    laid_out = scene.of(hours, neighbours=neighbours)
    found = [
        row.find(laid_out, rule=fitted.get(row.check.code, row.rule))
        for row in CHECKS
        if wanted is None or row.check.code in wanted
    ]
    return pl.concat([pl.DataFrame(schema=dict(flags.SCHEMA)), *found]).sort(flags.ORDER, maintain_order=True)
