"""Checks of hours: faults put into real hours with a seed, what is found and false flags, beside SaQC.

    python benchmarks/quality.py [--saqc /path/to/venv/bin/python] [--half report|tune] [--seed 1]

The hours are those the demo plays (12 stations × 26,304 hours). Rules were tuned on one half of the stations,
the figures are of the other half, whose stations are each other's neighbours. SaQC is GPL-3, no dependency:
it runs under the interpreter named, on the same values; without it only ours are printed.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import quality_faults as faults
from quality_faults import KINDS, POLLUTANTS, Faulty, Hours
from quality_hours import BEGINS_AT, Half, Mask, frame_of, halves, mask_of

from airshed.quality import flatline, registry, scene, series
from airshed.quality.registry import CHECKS
from airshed.quality.series import Runs

HERE = Path(__file__).resolve().parent
LAST_YEAR = slice(16_058, 16_058 + 8_760)
EASY = KINDS[:3]
STEPS = {"co": 0.1}
"""The finest step of a parameter in these hours where it is not 1. [µg m⁻³; CO mg m⁻³]"""
VALUE_CHECKS = ("range", "negative", "unit_slip", "flatline", "spike")
HINTS = ("cut_off", "digits", "decoupled")
WINDOW_CHECKS = ("step", "drift", "clock_shift", *HINTS)
LONG_KINDS = ("step ×1.7 or ÷1.7", "drift to ×2", "clock shifted", "cut off", "damped when bad", KINDS[14])
MEANT_FOR = {
    "spike ×8": ("spike",),
    "stuck 12 h": ("flatline",),
    "negative −9.99": ("negative",),
    "over range": ("range",),
    "unit ×1000 or ÷1000": ("unit_slip",),
    "step ×1.7 or ÷1.7": ("step",),
    "drift to ×2": ("drift",),
    "clock shifted": ("clock_shift",),
    "block repeated": ("repeated",),
    "sprinkler": ("wetting",),
    "cut off": ("cut_off",),
    "damped when bad": ("decoupled",),
    "PM2.5 above PM10": ("inversion",),
    "missing": ("missing",),
    "rounded to fives": ("digits",),
}


def timed(work: Callable[[], object], *, repeats: int) -> tuple[float, float]:
    """Best wall and best CPU seconds of some repeats."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return min(walls), min(cpus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """What SaQC flagged: masks by test and parameter, and its seconds by test (wall, CPU)."""

    version: str
    masks: dict[str, dict[str, Mask]]
    seconds: dict[str, tuple[float, float]]

    def union(self, code: str, tests: Iterable[str] = ("range", "constants", "zscore")) -> Mask:
        """Hours that any of the tests flagged."""
        return np.logical_or.reduce([self.masks[test][code] for test in tests])


def peer_of(interpreter: str, *, values: Hours, codes: tuple[str, ...], repeats: int) -> Peer:
    """Run SaQC on the same values."""
    n_stations = values[codes[0]].shape[0]
    names = [f"{row}:{code}" for code in codes for row in range(n_stations)]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.npz", Path(folder) / "out.npz"
        np.savez(source, names=np.array(names), values=np.concatenate([values[code] for code in codes]))
        script = str(HERE / "quality_peer.py")
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", folder)}
        subprocess.run(
            [interpreter, script, str(source), str(target), str(repeats)], check=True, env=environment
        )
        held = dict(np.load(target))
    masks = {}
    for test in ("range", "constants", "zscore"):
        rows = held[f"mask_{test}"].reshape(len(codes), n_stations, -1)
        masks[test] = {code: rows[k] & ~np.isnan(values[code]) for k, code in enumerate(codes)}
    seconds = {test: tuple(held[f"seconds_{test}"].tolist()) for test in masks}
    return Peer(version=str(held["version"]), masks=masks, seconds=seconds)


def share(part: float, whole: float) -> str:
    """A share in per cent."""
    return "–" if not whole else f"{100 * part / whole:.2f} %"


def recall(made: Faulty, masks: dict[str, Mask], kind: str) -> tuple[float, float]:
    """Part of the hours and of the events of a kind that masks cover."""
    k = KINDS.index(kind) + 1
    hit = hours = 0
    found: set[int] = set()
    events: set[int] = set()
    for code, mask in masks.items():
        here = made.truth[code] == k
        hours += int(here.sum())
        hit += int((here & mask).sum())
        events |= set(made.event[code][here].tolist())
        found |= set(made.event[code][here & mask].tolist())
    return hit / max(hours, 1), len(found) / max(len(events), 1)


def false_share(made: Faulty, masks: dict[str, Mask]) -> float:
    """Part of the untouched values that are flagged."""
    flagged = untouched = 0
    for code, mask in masks.items():
        here = (made.truth[code] == 0) & ~np.isnan(made.values[code])
        flagged += int((mask & here).sum())
        untouched += int(here.sum())
    return flagged / untouched


def easy(half: Half, *, codes: tuple[str, ...], rows: int, options: argparse.Namespace) -> None:
    """The three easy kinds in one year, ours beside SaQC."""
    hours = {code: values[:rows, LAST_YEAR] for code, values in half.hours.items()}
    names = half.names[:rows]
    made = faults.put_faults(hours, seed=options.seed, plan=faults.EASY)
    frame = frame_of(names, {code: made.values[code] for code in codes})
    n_values = rows * hours["pm25"].shape[1] * len(codes)
    print(f"\n### Easy faults: {rows} stations × {' '.join(codes)} × 8,760 h = {n_values:,} values")
    print("| | spikes found | stuck found | −9.99 found | false flags | wall s | CPU s |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    found = registry.run(frame, checks=VALUE_CHECKS)
    sure = found.filter(pl.col("severity") != "note")
    ours = {code: mask_of(sure, names=names, parameter=code, n_hours=8760) for code in codes}
    value_seconds = timed(lambda: registry.run(frame, checks=VALUE_CHECKS), repeats=options.repeats)
    all_seconds = timed(lambda: registry.run(frame), repeats=options.repeats)
    _easy_row("airshed: " + ", ".join(VALUE_CHECKS), made, ours, value_seconds)
    noted = found.filter((pl.col("severity") != "note") | (pl.col("check") == "flatline"))
    told = {code: mask_of(noted, names=names, parameter=code, n_hours=8760) for code in codes}
    _easy_row("… with the notes of the flat line", made, told, None)
    for check in ("spike", "flatline"):
        only = sure.filter(pl.col("check") == check)
        masks = {code: mask_of(only, names=names, parameter=code, n_hours=8760) for code in codes}
        _easy_row(f"… {check} alone", made, masks, None)
    print(f"| … all {len(CHECKS)} checks (time only) | | | | | {all_seconds[0]:.2f} | {all_seconds[1]:.2f} |")
    if options.saqc:
        peer = peer_of(options.saqc, values=made.values, codes=codes, repeats=options.repeats)
        total = tuple(sum(part[k] for part in peer.seconds.values()) for k in (0, 1))
        _easy_row(
            f"SaQC {peer.version}: range, constants, z-score",
            made,
            {code: peer.union(code) for code in codes},
            (total[0], total[1]),
        )
        for test in ("zscore", "constants"):
            _easy_row(f"… {test} alone", made, peer.masks[test], peer.seconds[test])
    _curve(names, made, frame, codes=codes)
    _explain(made, ours, codes=codes)
    _missed(made, told, hours=hours, codes=codes)


def _easy_row(label: str, made: Faulty, masks: dict[str, Mask], seconds: tuple[float, float] | None) -> None:
    """One row of the table of easy faults."""
    cells = [f"{recall(made, masks, kind)[0]:.3f}" for kind in EASY]
    told = ["", ""] if seconds is None else [f"{part:.2f}" for part in seconds]
    print(f"| {label} | {' | '.join(cells)} | {100 * false_share(made, masks):.3f} % | {' | '.join(told)} |")


def _curve(names: tuple[str, ...], made: Faulty, frame: pl.DataFrame, *, codes: tuple[str, ...]) -> None:
    """What the two numbers of the flat-line rule buy: one makes a run doubtful, one worth a note."""
    laid_out = scene.of(frame)

    def bought(rule: flatline.Flatline, *, with_notes: bool) -> str:
        found = flatline.check(laid_out, rule=rule)
        if not with_notes:
            found = found.filter(pl.col("severity") != "note")
        masks = {code: mask_of(found, names=names, parameter=code, n_hours=8760) for code in codes}
        return f"{recall(made, masks, EASY[1])[0]:.3f} at {100 * false_share(made, masks):.2f} %"

    surprises, notes = (5.0, 6.0, 7.0, 8.0, 10.0), (0.0, 2.25, 2.75, 3.25)
    doubtful = {x: bought(flatline.Flatline(surprise=x), with_notes=False) for x in surprises}
    noted = {x: bought(flatline.Flatline(noted=x), with_notes=True) for x in notes}
    for name, cells in (("surprise", doubtful), ("noted", noted)):
        told = "; ".join(f"{x:g}: {cell}" for x, cell in cells.items())
        print(f"\nflat line by `{name}`, stuck hours found at false flags: {told}")


def _explain(made: Faulty, masks: dict[str, Mask], *, codes: tuple[str, ...]) -> None:
    """Where our false flags sit: on what the data themselves show to be flat or low."""
    n = flat = low = 0
    for code in codes:
        values = made.values[code]
        here = masks[code] & (made.truth[code] == 0) & ~np.isnan(values)
        same = values[:, 1:] == values[:, :-1]
        equal = series.spread(_long_runs(same, least=5), shape=values.shape)
        floor = np.nanquantile(np.where(values > 0, values, np.nan), 0.05)
        n += int(here.sum())
        flat += int((here & equal).sum())
        low += int((here & (values <= floor)).sum())
    print(
        f"of our {n:,} false flags {share(flat, n)} sit in runs of six or more equal values as published, "
        f"{share(low, n)} on the lowest twentieth of a pollutant's values"
    )


def _missed(made: Faulty, masks: dict[str, Mask], *, hours: Hours, codes: tuple[str, ...]) -> None:
    """Which stuck hours stay unseen: those that were stuck where the air stood still too."""
    n = small = 0
    for code in codes:
        unseen = (made.truth[code] == KINDS.index(EASY[1]) + 1) & ~masks[code]
        n += int(unseen.sum())
        off = np.abs(made.values[code] - hours[code])[unseen]
        small += int((off <= 2 * STEPS.get(code, 1.0) + 1e-9).sum())
    print(
        f"of the {n} stuck hours not found, notes counted, {share(small, n)} are off by two steps of the "
        "scale or less"
    )


def _long_runs(same: Mask, *, least: int) -> Runs:
    """Runs of equal values: each repeats the one before ``least`` times or more."""
    found = series.runs(same)
    found = found.where(found.hours >= least)
    return Runs(found.station, found.start, found.end + 1)


def every_kind(half: Half, *, options: argparse.Namespace) -> None:
    """All kinds of faults in three years."""
    made = faults.put_faults(half.hours, seed=options.seed)
    n_hours = half.hours["pm25"].shape[1]
    frame = frame_of(half.names, made.values)
    wall, cpu = time.perf_counter(), time.process_time()
    found = registry.run(frame)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    n_values = len(POLLUTANTS) * half.hours["pm25"].size
    print(f"\n### Every kind: 6 stations × 26,304 h × 6 pollutants and humidity = {n_values:,} values")
    print(f"all {len(CHECKS)} checks: {wall:.1f} s wall, {cpu:.1f} s CPU, {found.height:,} flags\n")
    peer = None
    if options.saqc:
        peer = peer_of(options.saqc, values=made.values, codes=POLLUTANTS, repeats=1)
    _kinds_table(half, made, found, peer=peer, n_hours=n_hours)
    _precision_table(half, made, found, n_hours=n_hours)
    if peer is not None:
        tests = {test: f"{100 * false_share(made, peer.masks[test]):.2f} %" for test in peer.masks}
        print(
            f"\nSaQC's false flags here: {tests}, {sum(part[0] for part in peer.seconds.values()):.1f} s wall"
        )


def _kinds_table(half: Half, made: Faulty, found: pl.DataFrame, *, peer: Peer | None, n_hours: int) -> None:
    """Recall of each kind: by the check meant for it, by any, and by SaQC."""
    print(
        "| fault | events | check meant for it | hours found | events found | by any check |"
        + (" SaQC |" if peer else "")
    )
    print("|---|---:|---|---:|---:|---:|" + ("---:|" if peer else ""))
    sure = found.filter(pl.col("severity") != "note")
    anything = {code: mask_of(sure, names=half.names, parameter=code, n_hours=n_hours) for code in POLLUTANTS}
    for kind, checks in MEANT_FOR.items():
        meant = found.filter(pl.col("check").is_in(checks))
        masks = {
            code: mask_of(meant, names=half.names, parameter=code, n_hours=n_hours) for code in POLLUTANTS
        }
        k = KINDS.index(kind) + 1
        events = len(
            set().union(*(set(made.event[code][made.truth[code] == k].tolist()) for code in POLLUTANTS))
        )
        own, any_hours = recall(made, masks, kind), recall(made, anything, kind)[0]
        cells = [kind, str(events), ", ".join(checks), f"{own[0]:.2f}", f"{own[1]:.2f}", f"{any_hours:.2f}"]
        if peer is not None:
            cells.append(f"{recall(made, {code: peer.union(code) for code in POLLUTANTS}, kind)[0]:.2f}")
        print(f"| {' | '.join(cells)} |")


def _precision_table(half: Half, made: Faulty, found: pl.DataFrame, *, n_hours: int) -> None:
    """What each check flags: on faults, on untouched values, and in the hours as published."""
    clean = registry.run(frame_of(half.names, half.hours))
    station_years = len(half.names) * n_hours / faults.YEAR
    heads = (
        "check",
        "flags",
        "on a fault",
        "untouched values flagged",
        "flags a station and year as published",
    )
    print(f"\n| {' | '.join(heads)} |\n|---|---:|---:|---:|---:|")
    for row in CHECKS:
        code = row.check.code
        if code == "missing":
            continue
        counted = (pl.col("check") == code) & ((pl.col("severity") != "note") | (code in HINTS))
        here, before = found.filter(counted), clean.filter(counted)
        kinds = LONG_KINDS if code in WINDOW_CHECKS else KINDS
        masks = {p: mask_of(here, names=half.names, parameter=p, n_hours=n_hours) for p in POLLUTANTS}
        on_fault = sum(
            _touches(made, one, names=half.names, kinds=kinds) for one in here.iter_rows(named=True)
        )
        cells = [code, f"{here.height:,}", share(on_fault, here.height)]
        cells += [f"{100 * false_share(made, masks):.3f} %", f"{before.height / station_years:.1f}"]
        print(f"| {' | '.join(cells)} |")


def _touches(
    made: Faulty, flag: dict[str, object], *, names: tuple[str, ...], kinds: tuple[str, ...]
) -> bool:
    """Say whether a flag covers an hour that a fault of these kinds changed."""
    first = int((flag["begins_at"] - BEGINS_AT).total_seconds() // 3600)  # type: ignore[operator]
    truth = made.truth.get(str(flag["parameter"]))
    if truth is None:
        return False
    here = truth[names.index(str(flag["station"])), first : first + int(str(flag["hours"]))]
    return bool(np.isin(here, [KINDS.index(kind) + 1 for kind in kinds]).any())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--saqc", metavar="PYTHON", default=None, help="interpreter that SaQC is installed in"
    )
    parser.add_argument("--half", choices=("report", "tune"), default="report")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    tune, report = halves()
    half = report if options.half == "report" else tune
    print(f"half: {options.half}, seed {options.seed}, {' '.join(half.names)}, load {os.getloadavg()[0]:.1f}")
    easy(half, codes=("pm25", "pm10"), rows=5, options=options)
    easy(half, codes=POLLUTANTS, rows=6, options=options)
    every_kind(half, options=options)


if __name__ == "__main__":
    main()
