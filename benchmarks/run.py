"""Run every benchmark, one after another, and print their tables: `make bench`."""

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORDER = (
    "aqi_million_rows.py",
    "quality.py",
    "national_year.py",
    "spark_year.py",
    "hj212_decode.py",
    "door.py",
    "recorder.py",
    "daily_update.py",
    "pages.py",
    "start.py",
)


def main() -> int:
    """Never two at a time: each wants the machine for itself."""
    load = os.getloadavg()[0]
    print(f"{platform.platform()}, {os.cpu_count()} cores, {platform.python_version()}, load {load:.1f}\n")
    failed = []
    for name in ORDER:
        print(f"## {name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / name)], check=False).returncode:
            failed.append(name)
        print(flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
