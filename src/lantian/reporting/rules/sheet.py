"""How words and numbers stand on a briefing: numbers as `{key}`, each with its text, unit and address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypedDict

MISSING = "—"
PLACE = re.compile(r"\{([a-z0-9_]+)\}")
DECIMALS = {"co": 1, "ws": 1, "composite": 2, "single": 2, "points": 2, "difference": 1}


class Words(TypedDict):
    """The same words in Chinese and English."""

    zh: str
    en: str


class Block(TypedDict):
    """One of the four blocks."""

    code: str
    title: Words
    lines: list[Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its address; `value` is None where there is none, and `reason` says why."""

    value: Decimal | int | None
    address: str
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A number as it stands on the sheet."""

    key: str
    text: str
    unit: str
    address: str
    reason: str


@dataclass(slots=True)
class Sheet:
    """Collects the numbers of a briefing while its lines are written."""

    figures: dict[str, Printed] = field(default_factory=dict)

    def put(self, key: str, amount: Amount, *, code: str = "") -> str:
        """Take a number in under a key, rounded as its kind is printed; returns how the line names it."""
        text = written(amount.value, code=code)
        reason = amount.reason or ("missing" if amount.value is None else "")
        self.figures[key] = Printed(
            key=key, text=text, unit=amount.unit, address=amount.address, reason=reason
        )
        return f"{{{key}}}"


def written(value: Decimal | int | None, *, code: str = "") -> str:
    """A number rounded half to even (GB/T 8170) to the places its kind is published with; — for none."""
    if value is None:
        return MISSING
    step = Decimal(1).scaleb(-DECIMALS.get(code, 0))
    rounded = Decimal(value).quantize(step, rounding=ROUND_HALF_EVEN)
    return f"{abs(rounded) if rounded == 0 else rounded:f}".replace("-", "−")


def filled(text: str, figures: Mapping[str, str]) -> str:
    """A line with its numbers put in; an unknown key stays as it is."""
    return PLACE.sub(lambda found: figures.get(found[1], found[0]), text)


def keys_of(lines: Iterable[Words]) -> list[str]:
    """The keys of every number in some lines, in order."""
    return [key for line in lines for words in (line["zh"], line["en"]) for key in PLACE.findall(words)]


def both(zh: str, en: str) -> Words:
    """The same words in both languages."""
    return {"zh": zh, "en": en}
