"""Where the code under test stands, and the order of the rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANTIAN = ROOT / "src" / "lantian"
PACKAGES = (ROOT / "packages" / "airshed" / "src", ROOT / "packages" / "hj212" / "src")

# bottom first: a room may know those before it
ROOMS = (
    "kernel", "ui", "calendar", "accounts", "registry", "observations", "ingest", "plants", "transport",
    "forecast", "assessment", "diagnosis", "emergency", "documents", "campaign", "planning", "dispatch",
    "inspections", "cases", "residents", "sites", "scoring", "reporting",
)  # fmt: skip
OPEN_ROOMS = ("kernel", "ui", "calendar")
DOORS = ("console", "field", "public", "api")
ABOVE = ("simulate", "pipeline", "cli", "config")


def sources(*folders: Path) -> Iterator[Path]:
    """Python files of the product, without tests and migrations."""
    for folder in folders or (LANTIAN, *PACKAGES):
        for path in sorted(folder.rglob("*.py")):
            if not {"tests", "migrations"} & set(path.relative_to(folder).parts):
                yield path


def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, `from a import b` given as both a and a.b."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
