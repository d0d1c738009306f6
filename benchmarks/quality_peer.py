"""Run SaQC on hours that `benchmarks/quality.py` wrote: python quality_peer.py IN.npz OUT.npz REPEATS.

Runs under the interpreter SaQC is installed in, which need not be ours; it is GPL-3 and no part of this
project. IN holds ``names`` and ``values`` of shape (n_series, n_hours); OUT gets masks of flags and seconds.
Settings were chosen on the half of the stations that is not reported (see ``docs/benchmarks.md``).
"""

import sys
import time
import warnings

import numpy as np
import pandas as pd
import saqc

TOPS = {"pm25": 1000.0, "pm10": 10000.0, "so2": 1310.0, "no2": 940.0, "co": 57.25, "o3": 981.0}


def main(source: str, target: str, repeats: int) -> None:
    """Flag by range, by constant values of twelve hours, and by a windowed z-score; best of the repeats."""
    warnings.filterwarnings("ignore")
    held = np.load(source)
    names = [str(name) for name in held["names"]]
    index = pd.date_range("2015-01-01", periods=held["values"].shape[1], freq="h")
    given = saqc.SaQC(pd.DataFrame(dict(zip(names, held["values"], strict=True)), index=index))

    def by_range() -> saqc.SaQC:
        result = given
        for name in names:
            result = result.flagRange(name, min=0, max=TOPS[name.split(":")[1]])
        return result

    tests = {
        "range": by_range,
        "constants": lambda: given.flagConstants(names, thresh=0, window="11h", min_periods=2),
        "zscore": lambda: given.flagZScore(names, window="12h", thresh=2.5),
    }
    told: dict[str, np.ndarray] = {"version": np.array(saqc.__version__)}
    for test, run in tests.items():
        walls, cpus = [], []
        for _ in range(repeats):
            wall, cpu = time.perf_counter(), time.process_time()
            flagged = run()
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
        told[f"seconds_{test}"] = np.array([min(walls), min(cpus)])
        told[f"mask_{test}"] = np.stack([np.asarray(flagged._flags[name]) > 0 for name in names])
    np.savez(target, **told)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
