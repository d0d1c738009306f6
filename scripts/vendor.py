"""Bring the browser scripts named in src/lantian/ui/vendor.json into static/ui/vendor, and lock them.

A maintainer's script; it calls `npm pack`, which only downloads and runs nothing. Once a package is in the
lock, another tarball under the same version is refused.

    python3 scripts/vendor.py            fetch, check against the lock, write the files
    python3 scripts/vendor.py --relock   accept what the registry gives now (after a version change)
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

UI = Path(__file__).resolve().parent.parent / "src" / "lantian" / "ui"
WANTED = UI / "vendor.json"
LOCK = UI / "vendor.lock.json"
SHELF = UI / "static" / "ui" / "vendor"


def fetch(package: str, folder: Path) -> Path:
    """The package's tarball as the registry gives it."""
    told = subprocess.run(
        ["npm", "pack", package, "--json", "--ignore-scripts"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return folder / json.loads(told.stdout)[0]["filename"]


def integrity(tarball: Path) -> str:
    """The sha512 of the tarball, written as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()


def unpack(tarball: Path, files: dict[str, str]) -> dict[str, str]:
    """Write the wanted members to the shelf; their sha256 by file name."""
    digests = {}
    with tarfile.open(tarball) as archive:
        for member, name in files.items():
            stream = archive.extractfile(f"package/{member}")
            if stream is None:
                raise SystemExit(f"{tarball.name} holds no {member}")
            content = stream.read()
            (SHELF / name).write_bytes(content)
            digests[name] = hashlib.sha256(content).hexdigest()
    return digests


def main() -> None:
    """Fetch every package of vendor.json and compare or renew the lock."""
    wanted = json.loads(WANTED.read_text(encoding="utf-8"))
    lock = json.loads(LOCK.read_text(encoding="utf-8")) if LOCK.exists() else {}
    relock = "--relock" in sys.argv[1:]
    SHELF.mkdir(parents=True, exist_ok=True)
    new_lock = {}
    for package, files in wanted.items():
        with tempfile.TemporaryDirectory() as folder:
            tarball = fetch(package, Path(folder))
            seen = integrity(tarball)
            known = lock.get(package, {}).get("tarball")
            if known and known != seen and not relock:
                raise SystemExit(f"{package}: the registry's tarball is {seen}, the lock says {known}")
            new_lock[package] = {"tarball": seen, "files": unpack(tarball, files)}
    LOCK.write_text(json.dumps(new_lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
