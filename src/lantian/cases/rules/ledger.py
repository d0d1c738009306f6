"""The ledger of a superior inspection: what a line needs, and in which order its steps are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lantian.kernel.refusals import Refused, gettext_noop

CHANNEL = "superior_inspection"
# short up to half a year, medium one to two years, long three to five (Hebei)
SPANS = ("short", "medium", "long")
TIERS = ("central", "provincial", "own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger as somebody brings it."""

    batch: str
    serial: str
    original_words: str
    tier: str
    target: str
    measures: str
    span: str
    due_on: date
    lead_unit: str
    cooperating: tuple[str, ...] = ()
    contact: str = ""


class NotOfInspection(Refused):
    sentence = gettext_noop(
        "{number} did not come by a superior inspection; only such cases stand in the ledger."
    )

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class FieldMissing(Refused):
    sentence = gettext_noop("The line lacks {field}. Nothing was written.")

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class UnitUnknown(Refused):
    sentence = gettext_noop("There is no unit “{unit}”, neither by that name nor by an alias of that time.")

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class ContactUnknown(Refused):
    sentence = gettext_noop("“{contact}” is no contact of {unit}: nobody there is called so.")

    def __init__(self, contact: str, *, unit: str) -> None:
        super().__init__(contact=contact, unit=unit)


class EntryTwice(Refused):
    sentence = gettext_noop("{serial} of {batch} stands in the ledger already, or {number} does.")

    def __init__(self, *, batch: str, serial: str, number: str) -> None:
        super().__init__(batch=batch, serial=serial, number=number)


class StepOutOfOrder(Refused):
    sentence = gettext_noop("“{step}” cannot be taken yet: “{before}” comes first.")

    def __init__(self, step: str, *, before: str) -> None:
        super().__init__(step=step, before=before)


class StepTakenAlready(Refused):
    sentence = gettext_noop("“{step}” is taken already.")

    def __init__(self, step: str) -> None:
        super().__init__(step=step)


class StepTooSoon(Refused):
    sentence = gettext_noop("“{step}” asks for a case that is further on; this one is {state}.")

    def __init__(self, step: str, *, state: str) -> None:
        super().__init__(step=step, state=state)


class StepNotYours(Refused):
    sentence = gettext_noop("“{step}” is taken by somebody of another role.")

    def __init__(self, step: str) -> None:
        super().__init__(step=step)


class DocumentMissing(Refused):
    sentence = gettext_noop("Name the paper that shows it: {needed}.")

    def __init__(self, needed: str) -> None:
        super().__init__(needed=needed)


class StepsOpen(Refused):
    sentence = gettext_noop("The case stands in the ledger: “{step}” comes before it is closed.")

    def __init__(self, step: str) -> None:
        super().__init__(step=step)


class RowsBad(Refused):
    """A sheet with lines that cannot be taken: each is named, and nothing of the sheet is taken."""

    sentence = gettext_noop("{count} lines cannot be taken; nothing was imported. {lines}")

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        super().__init__(count=len(lines), lines="\n".join(lines[:40]))


class SheetBad(Refused):
    sentence = gettext_noop("The file cannot be read as a ledger: {reason}. Nothing was imported.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


def check_entry(entry: Entry) -> None:
    """Raise FieldMissing for the first thing a line needs and has not."""
    for field in ("batch", "serial", "original_words", "target", "measures", "lead_unit"):
        if not str(getattr(entry, field)).strip():
            raise FieldMissing(field)
    if entry.tier not in TIERS:
        raise FieldMissing("tier")
    if entry.span not in SPANS:
        raise FieldMissing("span")


def next_step(codes: Sequence[str], taken: Sequence[str]) -> str | None:
    """The first step of a procedure that is not taken; None when all are."""
    return next((code for code in codes if code not in taken), None)
