"""The bottom of the way: a packet's bytes, what they decode to, and whether their checksum holds."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lantian.console import air
from lantian.console.explain import wording
from lantian.observations.rules import PARAMETER_OF_CODE, PARAMETERS
from lantian.reporting.queries import Step
from lantian.ui import formats
from lantian.ui.parts import KeyValue

_FIELD = re.compile(r"(?P<factor>[^-=]+)(?:-(?P<suffix>\w+))? = (?P<text>.*)")
_APART = ("Field", "As it came", "Checksum", "Fault")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a frame says of one factor: its value, its mark, anything else."""

    code: str
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """The bytes at the bottom, and what they decode to."""

    position: str
    title: str
    received: str
    url: str
    raw: str
    checksum: str
    faults: tuple[str, ...]
    known: tuple[KeyValue, ...]
    fields: tuple[Field, ...]


def sentence(top: Step) -> str:
    """What came, where it lies, and whether it came whole."""
    said = {
        "position": top.text,
        "when": wording.when(top),
        "device": wording.fact(top, "Device") or formats.MISSING,
    }
    checksum = wording.fact(top, "Checksum")
    number = wording.fact(top, "Row number, below the heading")
    if number.isdigit():
        said |= {"file": wording.fact(top, "File"), "number": number}
        return _("Row %(number)s of %(file)s, taken in %(when)s.") % said
    if not checksum:
        return _("Rows of a file at journal position %(position)s, taken in %(when)s.") % said
    said["tail"] = _("its checksum matches.") if checksum == "matches" else _("its checksum does not match.")
    return (
        _("Packet of device %(device)s at journal position %(position)s, received %(when)s; %(tail)s") % said
    )


def packet(step: Step) -> Packet:
    """A packet with the fields of each factor in one line."""
    checksum = wording.fact(step, "Checksum")
    return Packet(
        position=step.text,
        title=_(step.what),
        received=wording.when(step),
        url=air.explain_url(step.address),
        raw=wording.fact(step, "As it came"),
        checksum=_(checksum) if checksum else "",
        faults=tuple(fact.text for fact in step.facts if fact.label == "Fault"),
        known=tuple(
            KeyValue(key=_(fact.label), value=_known(fact.label, fact.text))
            for fact in step.facts
            if fact.label not in _APART
        ),
        fields=_fields(step),
    )


def _known(label: str, text: str) -> str:
    if label == "From when to when":
        return wording.interval(text)
    return _(text) if label == "Row number, below the heading" else wording.stamps(text)


def _fields(step: Step) -> tuple[Field, ...]:
    """The fields of a frame, those of one factor in one line."""
    found: dict[str, list[str]] = {}
    for fact in step.facts:
        part = _FIELD.fullmatch(fact.text) if fact.label == "Field" else None
        if part:
            text = f"{part['suffix']} {part['text']}" if part["suffix"] else part["text"]
            found.setdefault(part["factor"], []).append(text)
    return tuple(Field(code=code, name=_name(code), values=tuple(values)) for code, values in found.items())


def _name(code: str) -> str:
    """What a factor code of the standard measures; empty for one that is not known here."""
    parameter = code if code in PARAMETERS else PARAMETER_OF_CODE.get(code)
    return wording.parameter(parameter) if parameter else ""
