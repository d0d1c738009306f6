"""The phone's first page over 3G, and its start without a network, met from another machine over TLS.

    sudo python benchmarks/phone_start.py [--times 3]

Serves an office with `lantian serve --tls`, joins a network namespace to it by a cable, installs the office's
certificate there and opens the pages in Chromium as a phone that holds nothing: 1.6 Mbit/s down, 750 kbit/s
up, 150 ms. A phone has a Chinese font of its own, so none is fetched. Needs root, `ip`
and `certutil`; see tests/journeys/test_over_tls.py, which asserts that the same works.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from journeys.test_over_tls import cabled, visit_from


def main() -> None:
    """So many offices, one phone each."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()
    told = []
    for _ in range(given.times):
        with cabled() as elsewhere, tempfile.TemporaryDirectory() as folder:
            told.append(visit_from(elsewhere, Path(folder)))
    print(f"median of {given.times}, load {os.getloadavg()[0]:.1f}\n")
    print("| | |\n|---|---:|")
    for name, words in (
        ("kilobytes", "first page, everything it loads, kB on the wire"),
        ("seen_s", "first task seen over 3G, s"),
        ("usable_s", "page complete over 3G, s"),
        ("offline_s", "start without a network to the first task, s"),
    ):
        print(f"| {words} | {statistics.median(one[name] for one in told):.2f} |")


if __name__ == "__main__":
    main()
