"""Write docs/reference from the code: settings, commands, events, pages. `--check` only compares."""

import importlib
import io
import os
import pkgutil
import sys
from contextlib import redirect_stdout
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import django
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")


def settings_page() -> str:
    """Every setting with type, default and help."""
    from lantian.config import table  # after the script's path is known

    rows = [f"| `{s.name}` | {s.kind.__name__} | `{s.default}` | {s.help} |" for s in table.SETTINGS]
    return "\n".join(
        [
            "# Settings",
            "",
            "Read from the environment once, at start.",
            "",
            "| name | type | default | what for |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def commands_page() -> str:
    """Every command's own help."""
    airshed = importlib.import_module("airshed.cli")
    hj212 = importlib.import_module("hj212.cli")
    lantian = importlib.import_module("lantian.cli")
    calls = [("lantian", lantian.main, [])] + [
        (f"lantian {name}", lantian.main, [name])
        for name in ("serve", "demo", "simulate", "verify", "explain", "import", "migrate")
    ]
    calls.append(("hj212 decode", hj212.main, ["decode"]))
    calls += [(f"airshed {name}", airshed.main, [name]) for name in ("aqi", "rank", "check")]
    parts = ["# Commands", ""]
    for title, call, words in calls:
        parts += [f"## `{title}`", "", "```", _help(call, words), "```", ""]
    return "\n".join(parts)


def _help(call: Any, words: list[str]) -> str:  # Any: three programs' entry points
    said = io.StringIO()
    os.environ["COLUMNS"] = "100"
    try:
        with redirect_stdout(said):
            call([*words, "--help"])
    except SystemExit:
        pass
    return said.getvalue().rstrip()


def events_page() -> str:
    """Every event with its facts."""
    outbox = importlib.import_module("lantian.kernel.outbox")
    lantian = importlib.import_module("lantian")
    parts = [
        "# Events",
        "",
        "Each is written in the transaction of the change it tells of, sealed into the audit chain, "
        "and carried to its handlers.",
        "Every event also has `about` (an address), `by` (a person, or nobody) and `at`.",
        "",
    ]
    for module in sorted(m.name for m in pkgutil.iter_modules(lantian.__path__)):
        if not (ROOT / "src" / "lantian" / module / "events.py").exists():
            continue
        room = importlib.import_module(f"lantian.{module}.events")
        kinds = [
            k
            for k in vars(room).values()
            if is_dataclass(k) and hasattr(k, "version") and k.__module__ == room.__name__
        ]
        parts += [f"## {module}", "", "| event | v | facts | what happened |", "|---|---|---|---|"]
        for kind in kinds:
            facts = ", ".join(f"`{f.name}`" for f in fields(kind) if f.name not in {"about", "by", "at"})
            first = (kind.__doc__ or "").strip().splitlines()[0]
            words = "" if first.startswith(f"{kind.__name__}(") else first
            parts.append(f"| `{outbox.name_of(kind)}` | {kind.version} | {facts} | {words} |")
        parts.append("")
    return "\n".join(parts)


def pages_page() -> str:
    """Every address of the pages."""
    rows = [
        f"| `/{path}` | `{name}` | {words} |"
        for path, name, words in _urls(get_resolver().url_patterns, "", "")
    ]
    return "\n".join(["# Pages", "", "| address | name | what it does |", "|---|---|---|", *rows, ""])


def _urls(
    patterns: list[Any], prefix: str, space: str
) -> list[tuple[str, str, str]]:  # Any: Django's two kinds
    found = []
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += _urls(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            doc = (getattr(pattern.callback, "__doc__", "") or "").strip().splitlines()
            found.append((path, f"{space}{pattern.name or ''}", doc[0] if doc else ""))
    return found


PAGES = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "events.md": events_page,
    "pages.md": pages_page,
}


def main() -> int:
    """Write, or say what differs."""
    django.setup()
    stale = []
    for name, make in PAGES.items():
        path, text = REFERENCE / name, make()
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/reference/{name} is stale: run .venv/bin/python scripts/reference.py")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
