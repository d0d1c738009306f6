"""Which questions of a checklist are asked, and what the answers are worth, exactly."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

OK, MOSTLY, NO, NA, UNSEEN = "ok", "mostly", "no", "na", "unseen"
VALUES = (OK, MOSTLY, NO, NA, UNSEEN)
SEEN = frozenset({OK, MOSTLY, NO})
PROBLEM, NOTHING = "problem", "nothing"
NEVER, NOT_MET, ALWAYS = "never", "not_met", "always"

PARTIAL = Decimal("0.85")  # Jinan's site sheets; each checklist states its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An item with its answer, None where there is none yet, and whether it has a photo."""

    code: str
    text: str
    category: str
    weight: int
    value: str | None
    has_photo: bool
    photo: str = NOT_MET
    is_red_line: bool = False
    stages: tuple[str, ...] = ()
    asked_if: str = ""
    asked_if_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a checklist came to: points of 100, red lines not met, and what each item cost."""

    points: Decimal | None
    failed: tuple[str, ...]
    lost: dict[str, Decimal]


def has_stages(items: Iterable[Answered]) -> bool:
    """Whether some question is asked in some stages of work only."""
    return any(item.stages for item in items)


def asked(items: Sequence[Answered], *, stage: str) -> frozenset[str]:
    """Codes of the items that are asked: of this stage of work, their condition met by an asked item.

    Without a stage the items of every stage are asked: nothing is left out because nobody named one.
    """
    codes: set[str] = set()
    values = {item.code: item.value for item in items}
    for item in items:
        is_of_stage = not item.stages or not stage or stage in item.stages
        is_met = not item.asked_if or (
            item.asked_if in codes and values.get(item.asked_if) in item.asked_if_values
        )
        if is_of_stage and is_met:
            codes.add(item.code)
    return frozenset(codes)


def as_asked(items: Sequence[Answered], *, stage: str) -> list[Answered]:
    """The items that are asked, in their order."""
    codes = asked(items, stage=stage)
    return [item for item in items if item.code in codes]


def worth(value: str | None, *, partial: Decimal = PARTIAL) -> Fraction | None:
    """What an answer is worth of its weight; None for what does not count (not seen, not answered)."""
    if value in {OK, NA}:  # 不适用 counts in full (Qingdao 2025)
        return Fraction(1)
    if value == MOSTLY:
        return Fraction(partial)
    return Fraction(0) if value == NO else None


def score(answers: Collection[tuple[int, str | None]], *, partial: Decimal = PARTIAL) -> Decimal | None:
    """Points of 100 for (weight, answer), rounded half to even at two decimals.

    What was not seen does not count; None when nothing at all was looked at.
    """
    if not any(value in SEEN for _, value in answers):
        return None
    counted = [
        (weight, share) for weight, value in answers if (share := worth(value, partial=partial)) is not None
    ]
    total = sum(weight for weight, _ in counted)
    if total == 0:
        return None
    return _points(sum((weight * share for weight, share in counted), Fraction(0)), total)


def outcome(items: Sequence[Answered], *, stage: str, partial: Decimal = PARTIAL) -> Outcome:
    """What a checklist came to; an item that is not asked counts as not applicable."""
    codes = asked(items, stage=stage)
    given = [(item, item.value if item.code in codes else NA) for item in items]
    total = sum(item.weight for item, value in given if worth(value, partial=partial) is not None)
    lost = {
        item.code: _points(item.weight * (1 - share), total)
        for item, value in given
        if total and (share := worth(value, partial=partial)) is not None and share < 1
    }
    return Outcome(
        points=score([(item.weight, value) for item, value in given], partial=partial),
        failed=tuple(item.text for item, value in given if item.is_red_line and value == NO),
        lost={code: points for code, points in lost.items() if points},
    )


def _points(part: Fraction, total: int) -> Decimal:
    points = round(part * 100 / total, 2)  # of a Fraction: exact, half to even
    return (Decimal(points.numerator) / points.denominator).quantize(Decimal("0.01"))
