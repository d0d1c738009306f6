"""How numbers and moments are written on their way out: exactly as kept, the same in every form."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from lantian.assessment.rules.figures import text_of


def number(value: Decimal | float | int | None) -> str | None:
    """A number as its shortest decimal."""
    if isinstance(value, float):
        return text_of(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value is None else str(value)


def exact(value: Fraction | None) -> str | None:
    """An exact number: its decimal where it ends, else the fraction itself."""
    if value is None:
        return None
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(at: datetime) -> str:
    """A moment to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
