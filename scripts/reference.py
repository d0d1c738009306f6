"""Write docs/reference from the code: settings, commands, events, pages, API. `--check` only compares."""

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
        for name in ("serve", "demo", "simulate", "verify", "explain", "import", "open311", "migrate")
    ]
    spark = importlib.import_module("lantian.assessment.spark.cli")
    calls.append(("python -m lantian.assessment.spark", spark.main, []))
    calls.append(("hj212 decode", hj212.main, ["decode"]))
    calls += [(f"airshed {name}", airshed.main, [name]) for name in ("aqi", "assess", "rank", "check")]
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
        at = ROOT / "src" / "lantian" / module
        if not (at / "events.py").exists() and not (at / "events" / "__init__.py").exists():
            continue
        room = importlib.import_module(f"lantian.{module}.events")
        kinds = [
            k
            for k in vars(room).values()
            if is_dataclass(k) and hasattr(k, "version") and k.__module__.startswith(room.__name__)
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
        if isinstance(pattern, URLResolver) and pattern.namespace == "v1":
            found.append((path, f"{space}v1", "Questions of programs: [api.md](api.md)."))
        elif isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += _urls(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            doc = (getattr(pattern.callback, "__doc__", "") or "").strip().splitlines()
            found.append((path, f"{space}{pattern.name or ''}", doc[0] if doc else ""))
    return found


def api_page() -> str:
    """Every question of /v1/ with its parameters and the fields of its answer."""
    door = importlib.import_module("lantian.api.v1.door")
    said = door.api.get_openapi_schema(path_prefix="/v1/")
    parts = [
        "# API",
        "",
        said["info"]["description"],
        "",
        f"OpenAPI {said['openapi']} at `/v1/openapi.json`; the same as a page at `/v1/`. "
        "Each question is a GET; sign in, or send `Authorization: Bearer` and a token of your own. "
        "Every refusal (401, 403, 404, 422) is `{error, request}`: one sentence that names the offender, and "
        "the number of the request. A list that has more ends with `next`, the address of the rest.",
        "",
    ]
    for path, methods in said["paths"].items():
        for operation in methods.values():
            parts += [f"## `{path}`", "", operation["description"], "", *_parameters(operation["parameters"])]
            parts += [*_answer(operation["responses"][200]["content"]), ""]
    parts += ["## What answers are made of", ""]
    for name, shape in sorted(said["components"]["schemas"].items()):
        if name.endswith("Asked") or "properties" not in shape:
            continue
        parts += [f"### {name}", "", shape.get("description", ""), "", "| field | is | |", "|---|---|---|"]
        for field, each in shape["properties"].items():
            parts.append(f"| `{field}` | {_type(each)} | {each.get('description', '')} |")
        parts.append("")
    return "\n".join(parts)


def _parameters(found: list[dict[str, Any]]) -> list[str]:  # Any: JSON
    if not found:
        return []
    rows = ["| parameter | may be | needed | |", "|---|---|---|---|"]
    for one in found:
        needed = "yes" if one["required"] else ""
        rows.append(f"| `{one['name']}` | {_type(one['schema'])} | {needed} | {one.get('description', '')} |")
    return [*rows, ""]


def _answer(content: dict[str, Any]) -> list[str]:
    files = [kind for kind in content if kind != "application/json"]
    also = f"; with `format` also {', '.join(f'`{kind}`' for kind in files)}" if files else ""
    return [f"Answers {_type(content['application/json']['schema'])}{also}."]


def _type(schema: dict[str, Any]) -> str:
    """What a field or parameter is, in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for word in ("anyOf", "allOf"):
        if word in schema:
            return " or ".join(_type(part) for part in schema[word])
    if "enum" in schema:
        return " ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"by name: {_type(schema['additionalProperties'])}"
    return str(schema.get("format", schema.get("type", "anything")))


PAGES = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "events.md": events_page,
    "pages.md": pages_page,
    "api.md": api_page,
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
