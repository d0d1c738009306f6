"""The two conventions of index arithmetic that differ between sources, each with a name and a source.

They are parameters because both exist in published data: audited daily reports follow the law, the national
real-time feed of city hours did not.
"""

from dataclasses import dataclass
from enum import StrEnum


class IndexRounding(StrEnum):
    """How a sub-index becomes a whole number."""

    CEIL = "ceil"
    """Always up. HJ 633-2026 4.2.6, HJ 633-2012 6.2; daily reports: 41 of 41 telling days agree."""

    HALF_UP = "half_up"
    """A half rises. The national feed of city hours, 2018-12 to 2020-06: all of 3,601,244 rows agree."""


class ConcentrationRounding(StrEnum):
    """What happens to a concentration before its sub-index is computed."""

    LAW = "law"
    """To a whole µg m⁻³ (CO to 0.1 mg m⁻³) by GB/T 8170. HJ 633-2026 4.2.2 and 4.2.3."""

    NONE = "none"
    """Nothing: the value as it came, as the national feed of city hours has it (CO has two places there)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """A pair of conventions; the default is the law."""

    rounding: IndexRounding = IndexRounding.CEIL
    concentrations: ConcentrationRounding = ConcentrationRounding.LAW


LAW = Convention()
"""What the standard says."""

CITY_FEED = Convention(rounding=IndexRounding.HALF_UP, concentrations=ConcentrationRounding.NONE)
"""What the national real-time feed of city hours did, at least from 2018-12 to 2020-06."""
