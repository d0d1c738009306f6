"""What a checklist is worth, exactly."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

OK, MOSTLY, NO, NA, UNSEEN = "ok", "mostly", "no", "na", "unseen"
PROBLEM, NOTHING = "problem", "nothing"


# 符合 full, 基本符合 85 %, 不符合 nothing (a city's site sheets); 不适用 full (青建办字〔2025〕40号).
# Both from governance 2.3.
WORTH: dict[str, Decimal] = {OK: Decimal(1), MOSTLY: Decimal("0.85"), NO: Decimal(0), NA: Decimal(1)}


def score(answers: Iterable[tuple[int, str | None]]) -> Decimal | None:
    """Points of 100 for (weight, answer); what was not seen does not count, None when nothing was seen."""
    seen = [(weight, WORTH[value]) for weight, value in answers if value in WORTH]
    total = sum(weight for weight, _ in seen)
    if total == 0:
        return None
    points = sum((weight * worth for weight, worth in seen), Decimal(0)) * 100 / total
    return points.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
