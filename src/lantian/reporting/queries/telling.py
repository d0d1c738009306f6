"""A trace as JSON and as lines of text, for the command line and for programs."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from lantian.assessment.queries import Explained
from lantian.observations.queries import Reading
from lantian.reporting.queries.tree import NOTES, WHY, Step, Trace, reads_chinese

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
        "why": next((fact.text for fact in step.facts if fact.label == WHY), ""),
        "worked": _worked(step.worked) if step.worked else None,
        "reading": _reading(step.reading) if step.reading else None,
        "below": [_json(below) for below in step.below],
    }


def _worked(found: Explained) -> Json:
    """How a number was computed again: by which law, in which steps, from how much."""
    return {
        "formula": found.formula,
        "standard": found.standard,
        "edition": found.edition,
        "clause": found.clause,
        "steps": [
            {"label": one.label, "before": one.before, "after": one.after, "clause": one.clause}
            for one in found.steps
        ],
        "completeness": {name: str(value) for name, value in found.completeness.items()},
        "missing": {name: str(value) for name, value in found.missing.items()},
        "conventions": {name: str(value) for name, value in found.parameters.items()},
        "as_of": found.as_of,
        "kept": found.stored,
        "agrees": found.agrees,
    }


def _reading(found: Reading) -> Json:
    """What is known of a value as it came."""
    return {
        "parameter": found.parameter,
        "period": found.period,
        "mark": found.mark,
        "flags": [
            {
                "kind": flag.kind,
                "reason": flag.said(is_chinese=reads_chinese()),
                "author": flag.author,
                "set_at": flag.created_at.astimezone(UTC).isoformat(),
            }
            for flag in found.flags
        ],
        "counts": found.counts,
        "is_revision": found.is_rev,
        "received_at": found.received_at.astimezone(UTC).isoformat(),
        "packet": f"observations.packet:{found.position}",
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
