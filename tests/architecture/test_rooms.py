"""What import contracts cannot see: where rooms meet, how keys point, what code must not contain."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from architecture import layout

MEETING_PLACES = {"actions", "queries", "events", "states", "rules", "permissions", "models"}
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base"}
PLACES = (
    "焦作", "沁阳", "郑州", "河南", "北京", "示例区", "东四",
    "jiaozuo", "qinyang", "zhengzhou", "henan", "beijing", "dongsi",
)  # fmt: skip


def _files() -> list[Path]:
    return list(layout.sources())


def _name(path: Path) -> str:
    return str(path.relative_to(layout.ROOT))


@pytest.mark.parametrize("room", [r for r in layout.ROOMS if (layout.LANTIAN / r).exists()])
def test_other_rooms_meet_a_room_only_at_its_public_files(room: str) -> None:
    if room in layout.OPEN_ROOMS:
        return
    wrong = []
    for path in layout.sources(layout.LANTIAN):
        owner = path.relative_to(layout.LANTIAN).parts[0]
        if owner in {room, "config", "cli"}:
            continue
        for module in layout.imported(path):
            parts = module.split(".")
            if (owner, *parts[1:3]) == ("ingest", "observations", "journal"):
                continue  # the journal is kept by observations so that every door can append to it
            if parts[:2] == ["lantian", room] and len(parts) > 2 and parts[2] not in MEETING_PLACES:
                wrong.append(f"{_name(path)} imports {module}")
    allowed = {"pipeline", "simulate", "console"}  # the supervisor starts processes; doors show stored frames
    wrong = [w for w in wrong if not (room in {"observations", "ingest"} and w.split("/")[2] in allowed)]
    assert not wrong, wrong


def test_nobody_writes_the_rows_of_another_room() -> None:
    wrong = []
    for path in layout.sources(layout.LANTIAN):
        owner = path.relative_to(layout.LANTIAN).parts[0]
        if owner in {"simulate", "cli"}:
            continue
        aliases = _foreign_models(path, owner)
        for node in ast.walk(layout.tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
            ):
                written = ast.unparse(node.func.value)
                if any(written.startswith(f"{alias}.") for alias in aliases) and ".objects" in written:
                    wrong.append(f"{_name(path)}:{node.lineno} {written}.{node.func.attr}")
    assert not wrong, wrong


def _foreign_models(path: Path, owner: str) -> set[str]:
    """Names under which a file knows models of other rooms."""
    found = set()
    for node in ast.walk(layout.tree(path)):
        if not isinstance(node, ast.ImportFrom) or not node.module or not node.module.startswith("lantian."):
            continue
        room = node.module.split(".")[1]
        if room in {owner, "kernel"}:
            continue
        for alias in node.names:
            if node.module.endswith(".models") or alias.name == "models":
                found.add(alias.asname or alias.name)
    return found


def test_foreign_keys_point_down_the_corridor_and_protect() -> None:
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in layout.ROOMS:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey):
                continue
            other = field.related_model._meta.app_label
            if other in layout.ROOMS and layout.ROOMS.index(other) > layout.ROOMS.index(room):
                wrong.append(f"{model.__name__}.{field.name} points up to {other}")
            if field.remote_field.on_delete is not models.PROTECT and not field.auto_created:
                wrong.append(f"{model.__name__}.{field.name} does not protect")
    wrong = [w for w in wrong if not w.startswith("Recheck_evidence.")]  # the rows of a many-to-many table
    assert not wrong, wrong


def test_no_module_outgrows_its_limit() -> None:
    limits = {layout.LANTIAN: 400, layout.PACKAGES[0]: 700, layout.PACKAGES[1]: 700}
    wrong = []
    for folder, limit in limits.items():
        for path in layout.sources(folder):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > limit:
                wrong.append(f"{_name(path)} has {lines} lines; {limit} is the limit")
    assert not wrong, wrong


def test_there_are_no_signal_receivers_and_no_save_overrides() -> None:
    wrong = []
    for path in _files():
        for node in ast.walk(layout.tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                ("django.dispatch", "django.db.models.signals", "django.core.signals")
            ):
                wrong.append(f"{_name(path)}:{node.lineno} imports {node.module}")
            if isinstance(node, ast.ClassDef):
                overrides = [f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "save"]
                wrong += [f"{_name(path)}:{f.lineno} overrides save()" for f in overrides]
    assert not wrong, wrong


def test_no_module_has_a_drawer_s_name() -> None:
    wrong = [_name(path) for path in _files() if path.stem in FORBIDDEN_NAMES]
    assert not wrong, wrong


def test_no_place_is_named_in_code() -> None:
    pattern = re.compile("|".join(PLACES), re.IGNORECASE)
    wrong = []
    for path in _files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = pattern.search(line)
            if found:
                wrong.append(f"{_name(path)}:{number} names {found[0]}")
    assert not wrong, wrong


def test_the_clock_is_read_in_one_place() -> None:
    wrong = []
    for path in layout.sources(layout.LANTIAN):
        if path == layout.LANTIAN / "kernel" / "clock.py":
            continue
        for node in ast.walk(layout.tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "datetime.now", "datetime.utcnow", "date.today", "timezone.now", "datetime.datetime.now",
            }:  # fmt: skip
                wrong.append(f"{_name(path)}:{node.lineno} reads the clock")
    assert not wrong, wrong


def test_the_kernel_is_a_closed_list() -> None:
    known = {"__init__", "apps", "models", "outbox", "chain", "files", "references", "clock", "refusals"}
    found = {path.stem for path in layout.sources(layout.LANTIAN / "kernel")}
    assert found == known, f"a new file of the kernel needs a decision record: {sorted(found ^ known)}"


def test_rooms_hold_no_pages() -> None:
    wrong = []
    for room in layout.ROOMS:
        for name in ("views.py", "urls.py", "forms.py"):
            if (layout.LANTIAN / room / name).exists():
                wrong.append(f"{room}/{name}")
    assert not wrong, wrong
