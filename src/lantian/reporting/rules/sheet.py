"""How words, numbers and names stand on a briefing: numbers as `{key}`, named things as `{thing.n}`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal, TypedDict

from lantian.scoring import rules as scoring

MISSING = "—"
PLACE = re.compile(r"\{([a-z0-9_]+)\}")
PLACES = re.compile(r"\{((?:thing\.)?[a-z0-9_]+)\}")
DECIMALS = {"co": 1, "ws": 1, "composite": 2, "single": 2, "difference": 1}
Part = Literal["say", "item"]


class Words(TypedDict):
    """The same words in Chinese and English."""

    zh: str
    en: str


class Line(Words):
    """One line of a block: a sentence, or an item of the list below it."""

    part: Part


class Block(TypedDict):
    """One of the four blocks; `until` says to which moment its figures stand."""

    code: str
    title: Words
    until: Words
    lines: list[Line]


class Thing(TypedDict):
    """Something a line names, with the address that leads to it."""

    address: str
    name: Words


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
    """Collects the numbers and the named things of a briefing while its lines are written."""

    figures: dict[str, Printed] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)

    def put(self, key: str, amount: Amount, *, code: str = "") -> str:
        """Take a number in under a key, rounded as its kind is printed; returns how the line names it."""
        text = written(amount.value, code=code)
        reason = amount.reason or ("missing" if amount.value is None else "")
        self.figures[key] = Printed(
            key=key, text=text, unit=amount.unit, address=amount.address, reason=reason
        )
        return f"{{{key}}}"

    def name(self, address: str, name: Words) -> str:
        """Take a thing in under its name; returns how the line names it, the same one every time."""
        thing: Thing = {"address": address, "name": name}
        key = next((key for key, known in self.things.items() if known == thing), "")
        key = key or f"thing.{len(self.things) + 1}"
        self.things[key] = thing
        return f"{{{key}}}"


def written(value: Decimal | int | None, *, code: str = "") -> str:
    """A number rounded half to even (GB/T 8170) to the places its kind is published with; — for none."""
    if value is None:
        return MISSING
    if code == "points":
        return scoring.signed(Decimal(value))
    step = Decimal(1).scaleb(-DECIMALS.get(code, 0))
    rounded = Decimal(value).quantize(step, rounding=ROUND_HALF_EVEN)
    return f"{abs(rounded) if rounded == 0 else rounded:f}".replace("-", "−")


def filled(text: str, figures: Mapping[str, str]) -> str:
    """A line with its numbers put in; an unknown key stays as it is."""
    return PLACE.sub(lambda found: figures.get(found[1], found[0]), text)


def keys_of(lines: Iterable[Words]) -> list[str]:
    """The keys of every number in some lines, in order."""
    return [key for line in lines for words in (line["zh"], line["en"]) for key in PLACE.findall(words)]


def lines_of(*said: Words, part: Part = "say") -> list[Line]:
    """Some sentences as the lines of a block."""
    return [{"zh": one["zh"], "en": one["en"], "part": part} for one in said]


def both(zh: str, en: str) -> Words:
    """The same words in both languages."""
    return {"zh": zh, "en": en}
