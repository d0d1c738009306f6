"""Compile every .po under src/lantian into the .mo beside it; the .mo files are committed.

.venv/bin/python scripts/compile_messages.py             compile
.venv/bin/python scripts/compile_messages.py --missing   list the messages that have no Chinese
"""

from __future__ import annotations

import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
sys.path.insert(0, str(SOURCE))

from lantian.ui import catalogue  # noqa: E402 - found through the path above


def used() -> dict[str, list[str]]:
    """Every message the source uses, with the files that use it."""
    found: dict[str, list[str]] = {}
    for path in sorted((SOURCE / "lantian").rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "tests" in path.parts:
            continue
        if path.suffix == ".py":
            keys = catalogue.used_in_python(path.read_text(encoding="utf-8"))
        elif "templates" in path.parts:
            keys = catalogue.used_in_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for key in keys:
            found.setdefault(key, []).append(path.relative_to(SOURCE).as_posix())
    return found


def known() -> set[str]:
    """Every message that has a Chinese translation."""
    messages = []
    for po in (SOURCE / "lantian").rglob("locale/zh_Hans/LC_MESSAGES/*.po"):
        messages += catalogue.read(po.read_text(encoding="utf-8"))
    return {one.key for one in messages if one.translations and all(one.translations) and not one.is_fuzzy}


def main() -> None:
    """Compile, or list what is missing."""
    if "--missing" in sys.argv[1:]:
        have = known()
        for key, files in sorted(used().items()):
            if key not in have:
                print(f"{key!r}  {', '.join(files)}")
        return
    for po in sorted((SOURCE / "lantian").rglob("locale/*/LC_MESSAGES/*.po")):
        messages = catalogue.read(po.read_text(encoding="utf-8"))
        new = po.with_suffix(".mo.new")  # whole or not at all: a running server may read it meanwhile
        new.write_bytes(catalogue.compiled(messages))
        new.replace(po.with_suffix(".mo"))
        print(f"{po.relative_to(SOURCE)}: {len(messages) - 1} messages")


if __name__ == "__main__":
    main()
