"""A trace as JSON and as lines of text, for the command line and for programs."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from lantian.reporting.queries.tree import NOTES, Step, Trace

Json = dict[str, Any]  # Any: JSON


def trace_as_json(trace: Trace) -> Json:
    """The whole tree as plain values."""
    return {"address": trace.address, "trace": _json(trace.top)}


def trace_as_lines(trace: Trace) -> list[str]:
    """The whole tree as indented lines, in English."""
    return [trace.address, *_lines(trace.top, indent="")]


def _json(step: Step) -> Json:
    return {
        "kind": step.kind.value,
        "address": step.address,
        "what": step.what,
        "of": {"zh": step.of.zh, "en": step.of.en} if step.of else None,
        "at": step.at.astimezone(UTC).isoformat() if step.at else None,
        "day": step.day.isoformat() if step.day else None,
        "value": step.text,
        "unit": step.unit,
        "facts": [
            {"label": fact.label, "text": fact.text} | ({"zh": fact.zh} if fact.zh else {})
            for fact in step.facts
        ],
        "note": step.note,
        "below": [_json(below) for below in step.below],
    }


def _lines(step: Step, *, indent: str) -> Iterator[str]:
    when = f"{step.at:%Y-%m-%d %H:%MZ}" if step.at else step.day.isoformat() if step.day else ""
    head = [step.what, step.of.en if step.of else "", when]
    value = f"= {step.text} {step.unit}".rstrip() if step.text else ""
    yield f"{indent}{' · '.join(part for part in head if part)} {value}".rstrip()
    if step.address:
        yield f"{indent}    {step.address}"
    for fact in step.facts:
        yield f"{indent}    {fact.label}: {fact.text}"
    if step.note:
        yield f"{indent}    ({NOTES[step.note]})"
    for below in step.below:
        yield from _lines(below, indent=indent + "  ")
