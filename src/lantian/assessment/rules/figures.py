"""How numbers are written down and read back: the shortest decimal, as text, never a rounded float."""

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite

from airshed.standards.tables import POLLUTANTS
from lantian.observations import rules

UNITS: Mapping[str, str] = {
    **{name: rules.UNITS[name] for name in POLLUTANTS},
    **dict.fromkeys(("o3_8h", "o3_1h_max"), rules.UNITS["o3"]),
    "aqi": "",
}


def text_of(value: float | None) -> str | None:
    """The shortest decimal of a value as plain text; None for what is missing."""
    if value is None or not isfinite(value):
        return None
    plain = repr(float(value))
    if "e" in plain:
        plain = f"{Decimal(plain):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def number_of(text: str | None) -> Decimal | None:
    """The number a text was written for."""
    return None if text is None else Decimal(text)
