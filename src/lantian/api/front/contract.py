"""What may be asked of /v1/, as a page prints it: the same facts as /v1/openapi.json."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from lantian.api.v1 import door
from lantian.kernel.refusals import gettext_noop

KINDS = {
    "string": gettext_noop("text"),
    "date": gettext_noop("a day, 2026-11-21"),
    "date-time": gettext_noop("a moment with its zone, 2026-11-21T05:00Z"),
    "integer": gettext_noop("a whole number"),
    "boolean": "true | false",
}
Json = Mapping[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: its name, what it may be, whether it must be given, and what it means."""

    name: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its address, what it answers, its parameters, and the forms the answer comes in."""

    name: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    forms: tuple[str, ...]
    answer: str
    fields: tuple[str, ...]


def questions() -> tuple[Question, ...]:
    """Every question, in the order of the door."""
    contract = door.api.get_openapi_schema()
    return tuple(
        _question(path, operation, contract["components"]["schemas"])
        for path, methods in contract["paths"].items()
        for operation in methods.values()
    )


def _question(path: str, operation: Json, schemas: Json) -> Question:
    content = operation["responses"][200]["content"]
    schema = content["application/json"]["schema"]
    is_list = schema.get("type") == "array"
    answer = str((schema["items"] if is_list else schema)["$ref"]).rpartition("/")[2]
    return Question(
        name=operation["operationId"],
        path=path,
        summary=gettext(operation["summary"]),
        parameters=tuple(_parameter(one) for one in operation["parameters"]),
        forms=tuple(_forms(content)),
        answer=f"[{answer}]" if is_list else answer,
        fields=tuple(schemas[answer]["properties"]),
    )


def _parameter(said: Json) -> Parameter:
    schema = said["schema"]
    return Parameter(
        name=said["name"],
        kind=_kind(schema),
        is_required=said["required"],
        description=gettext(str(said.get("description", ""))) if said.get("description") else "",
    )


def _kind(schema: Json) -> str:
    """`station or region`, `date`, `1 to 1000`, `text`."""
    for part in schema.get("allOf", ()):
        return _kind(part)
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema.get("type") == "array":
        return gettext("%(kind)s, any number of times") % {"kind": _kind(schema["items"])}
    if schema.get("type") == "integer" and "maximum" in schema:
        return f"{schema['minimum']} – {schema['maximum']}"
    return gettext(KINDS[schema.get("format") or schema["type"]])


def _forms(content: Json) -> Iterator[str]:
    names = {"text/csv": "CSV", "application/json": "JSON", "application/vnd.apache.parquet": "Parquet"}
    for kind in content:
        yield names.get(kind, "XLSX")
