"""The values of the explain page: the way down as a ladder, its readings, its packets."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.console import air, words
from lantian.console.explain import leading, packets, stated, wording
from lantian.console.explain.wording import Names
from lantian.reporting.queries import NOTES, Step, StepKind, Trace
from lantian.ui import formats
from lantian.ui.parts import KeyValue

LONG = 12  # rows beyond which a table is folded
RowsOf = Literal["", "inputs", "readings", "items", "things"]
AGREED = "the same as kept"
NOT_AGREED = "not the same as kept"
_STEP = re.compile(r"(?P<label>.+?): (?P<before>.*) → (?P<after>.*?)(?:  \[(?P<clause>.*)\])?")
_PAIRS = ("Completeness", "Missing")
_APART = ("Step", "Field", "As it came", "Checksum", "Fault", "Event", "Rule", "Reason", "Points of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One line of the arithmetic."""

    label: str
    before: str
    after: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number or thing a rung rests on; which of its cells are shown is up to the kind of rows."""

    name: str
    when: str
    value: str
    unit: str
    url: str
    note: str = ""
    is_followed: bool = False
    mark: str = ""
    flags: tuple[str, ...] = ()
    is_revised: bool = False
    received: str = ""
    packet: str = ""
    packet_url: str = ""
    thing_url: str = ""
    event: str = ""
    rule: str = ""
    reason: str = ""
    whose: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the way: the number, how it was made, and what it rests on."""

    number: int
    title: str
    place: str
    when: str
    value: str
    unit: str
    url: str
    note: str
    known: tuple[KeyValue, ...]
    worked: tuple[Worked, ...]
    events: tuple[str, ...]
    rows_of: RowsOf
    rows: tuple[Row, ...]
    summary: str

    @property
    def is_long(self) -> bool:
        """Whether the table is folded."""
        return len(self.rows) > LONG

    @property
    def has_weights(self) -> bool:
        """Whether what it rests on does not count alike."""
        return any(row.weight for row in self.rows)

    @property
    def has_points(self) -> bool:
        """Whether the items are points, each given by a rule."""
        return any(row.rule for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The whole page."""

    address: str
    sentence: str
    facts: tuple[str, ...]
    json_url: str
    rungs: tuple[Rung, ...]
    packets: tuple[packets.Packet, ...]


def compose(trace: Trace) -> Explained:
    """A trace as a page: the followed steps as rungs, every packet once at the bottom."""
    names = Names.read()
    path = list(_path(trace.top))
    rungs = tuple(
        _rung(step, number, followed=follower, names=names)
        for number, (step, follower) in enumerate(zip(path, [*path[1:], None], strict=True), start=1)
        if step.kind is not StepKind.PACKET
    )
    bottom = {step.address: step for step in trace.of_kind(StepKind.PACKET)}
    return Explained(
        address=trace.address,
        sentence=_sentence(trace.top, names),
        facts=_facts(rungs=len(rungs), frames=len(bottom)),
        json_url=f"{air.explain_url(trace.address)}&format=json",
        rungs=rungs,
        packets=tuple(packets.packet(step) for step in bottom.values()),
    )


def _path(step: Step) -> Iterator[Step]:
    """From the top down along what was opened, up to the readings."""
    yield step
    for below in step.below:
        if below.kind in (StepKind.VALUE, StepKind.COUNT, StepKind.ITEM) and _is_opened(below, step):
            yield from _path(below)
            return


def _is_opened(below: Step, above: Step) -> bool:
    return (
        below.note != "not_opened" and above.kind is not StepKind.COUNT and bool(below.facts or below.below)
    )


def _sentence(top: Step, names: Names) -> str:
    said = {
        "what": wording.title(top),
        "place": wording.place(top, names),
        "when": wording.when(top),
        "value": wording.with_unit(top.text, top.unit),
        "printed": wording.fact(top, "Briefing"),
    }
    if top.kind is StepKind.PACKET:
        return packets.sentence(top)
    if top.kind is StepKind.ITEM:
        return _("%(what)s %(place)s: what happened, and the number that began it.") % said
    if top.kind is StepKind.READING:
        return _("%(place)s, %(when)s: %(what)s %(value)s, as the device sent it.") % said
    if top.kind is StepKind.FIGURE:
        said["tail"] = _agreement(top.below[0])
        return _("%(printed)s prints %(value)s for %(place)s, %(when)s; %(tail)s") % said
    return _("%(what)s, %(place)s, %(when)s: %(value)s; %(tail)s") % (said | {"tail": _agreement(top)})


def _agreement(step: Step) -> str:
    """Whether the computation, done again from the packets just now, gives the same."""
    again = wording.fact(step, "Computed again")
    if again == AGREED:
        return _("computed again from its packets just now, it comes out the same.")
    if again == NOT_AGREED:
        kept = wording.fact(step, "Kept now") or formats.MISSING
        return _("computed again from its packets it is %(again)s, but %(kept)s is kept.") % {
            "again": step.text,
            "kept": kept,
        }
    if again:
        return _("computed again as of the packets of that moment; newer ones have come since.")
    if step.kind is StepKind.COUNT:
        number = len(step.below)
        return ngettext("%d item is behind it.", "%d items are behind it.", number) % number
    return _("computed from the readings below.") if step.below else _("there is nothing below it.")


def _facts(*, rungs: int, frames: int) -> tuple[str, ...]:
    facts = [ngettext("%d step", "%d steps", rungs) % rungs] if rungs else []
    if frames:
        facts.append(ngettext("%d packet at the bottom", "%d packets at the bottom", frames) % frames)
    return tuple(facts)


def _rung(step: Step, number: int, *, followed: Step | None, names: Names) -> Rung:
    below = [one for one in step.below if one.kind is not StepKind.PACKET]
    rows = tuple(_row(one, is_followed=one is followed, names=names) for one in below)
    kind = _rows_of(step, below)
    return Rung(
        number=number,
        title=wording.title(step),
        place=wording.place(step, names),
        when=wording.when(step),
        value=step.text,
        unit=step.unit,
        url=air.explain_url(step.address),
        note=_(NOTES[step.note]) if step.note else "",
        known=(*_known(step, names), *_stated(step)),
        worked=tuple(_worked(fact.text, names) for fact in step.facts if fact.label == "Step"),
        events=tuple(wording.stamps(fact.text) for fact in step.facts if fact.label == "Event"),
        rows_of=kind,
        rows=rows,
        summary=_summary(kind, rows),
    )


def _rows_of(step: Step, below: Sequence[Step]) -> RowsOf:
    if not below:
        return ""
    if all(one.address.startswith("observations.reading:") for one in below):
        return "readings"
    if step.kind is StepKind.ITEM:
        return "things"
    return "items" if all(one.kind is StepKind.ITEM for one in below) else "inputs"


def _summary(kind: RowsOf, rows: Sequence[Row]) -> str:
    number = len(rows)
    if kind == "readings":
        return ngettext("%d reading", "%d readings", number) % number
    if kind == "things":
        return _("What it came from")
    if kind == "items":
        return ngettext("%d item that was counted", "%d items that were counted", number) % number
    return ngettext("%d number it is made of", "%d numbers it is made of", number) % number


def _known(step: Step, names: Names) -> Iterator[KeyValue]:
    for fact in step.facts:
        if fact.label in _PAIRS:
            yield KeyValue(key=_(fact.label), value=names.pairs(fact.text))
        elif fact.label not in _APART:
            yield KeyValue(key=_(fact.label), value=_SAYS.get(fact.label, _said)(fact.text))


def _stated(step: Step) -> Iterator[KeyValue]:
    """At which temperature and pressure the value is stated, where it is a concentration."""
    found = stated.stated(step.address) if step.address else None
    if found is not None:
        yield found


def _said(text: str) -> str:
    """A fact that is a msgid is translated, moments are local; anything else stays as it is."""
    return wording.stamps(_(text) if text else "")


def _mark(mark: str) -> str:
    return _("N: normal") if mark == "N" else words.word(words.MARKS, mark)


_SAYS: Mapping[str, Callable[[str], str]] = {
    "Parameter": wording.parameter,
    "Data mark": _mark,
    "Why": wording.reason,
    "Standard": wording.clause,
    "Edition": wording.clause,
    "Clause": wording.clause,
    "Formula": wording.formula,
    "Flag": wording.flag,
    "Convention": wording.conventions,
}


def _worked(text: str, names: Names) -> Worked:
    found = _STEP.fullmatch(text)
    if found is None:
        return Worked(label="", before=text, after="", clause="")
    return Worked(
        label=wording.step_label(found["label"], names),
        before=_spelled(found["before"]),
        after=found["after"],
        clause=wording.clause(found["clause"] or ""),
    )


def _spelled(text: str) -> str:
    """`max(so2 13, no2 72)` with the pollutants' names."""
    return re.sub(r"[a-z][a-z0-9_]+", lambda code: wording.parameter(code[0]), text)


def _row(step: Step, *, is_followed: bool, names: Names) -> Row:
    packet = next((one for one in step.below if one.kind is StepKind.PACKET), None)
    why = wording.fact(step, "Why")
    notes = [
        wording.reason(why) if why else "",
        "" if step.note in ("", "not_opened") or why else _(NOTES[step.note]),
        _("does not count") if wording.fact(step, "Counts in assessments") == "no" else "",
    ]
    return Row(
        name=_row_name(step, names),
        when=wording.when(step),
        value=step.text or formats.MISSING,
        unit=step.unit,
        url=air.explain_url(step.address) if step.address else "",
        note=_(", ").join(one for one in notes if one),
        is_followed=is_followed,
        mark=wording.fact(step, "Data mark"),
        flags=tuple(wording.flag(fact.text) for fact in step.facts if fact.label == "Flag"),
        is_revised=wording.fact(step, "Revision") == "yes",
        received=wording.stamps(wording.fact(step, "Received at")),
        packet=packet.text if packet else "",
        packet_url=air.explain_url(packet.address) if packet else "",
        thing_url=leading.page_url(step.page or step.address),
        event=wording.stamps(wording.fact(step, "Event")) if step.kind is StepKind.ITEM else "",
        rule=wording.named_fact(step, "Rule"),
        reason=wording.named_fact(step, "Reason"),
        whose=wording.named_fact(step, "Points of"),
        weight=wording.fact(step, "Weight"),
    )


def _row_name(step: Step, names: Names) -> str:
    place = wording.place(step, names)
    if step.kind is StepKind.ITEM:
        return f"{_(step.what)} {place}"
    figure = wording.figure(step)
    if step.address.startswith("observations.reading:"):
        return f"{names.of(step.address.partition(':')[2].partition('/')[0])} {figure}"
    if figure:
        return figure
    what = "" if step.what == "Input" else _(step.what)
    return " ".join(part for part in (what, place) if part)
