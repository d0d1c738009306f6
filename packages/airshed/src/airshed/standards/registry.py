"""Which edition is the law on a given day."""

from datetime import date

from airshed import AirshedError
from airshed.standards import gb3095_2012, gb3095_2026, hj633_2012, hj633_2026
from airshed.standards.tables import IndexStandard, LimitSet

INDEX_STANDARDS = (hj633_2012.STANDARD, hj633_2026.STANDARD)
"""Editions of HJ 633, oldest first."""

LIMIT_SETS = (gb3095_2012.LIMITS, gb3095_2026.TRANSITION, gb3095_2026.FINAL)
"""Editions and stages of GB 3095, oldest first."""


class UnknownEdition(AirshedError):
    """An edition was asked for that no module holds."""

    def __init__(self, *, edition: str) -> None:
        self.edition = edition
        known = ", ".join(standard.edition for standard in INDEX_STANDARDS)
        super().__init__(f"there is no edition {edition!r} of HJ 633 here; the editions are {known}")


def index_standard(on: date) -> IndexStandard:
    """Return the edition of HJ 633 that was the law on a day.

    Parameters
    ----------
    on : date
        Local day of the data (for shifted data, the shifted day).

    Returns
    -------
    IndexStandard
        The edition in force.

    Notes
    -----
    Days before the first edition (in force nationwide from 2016-01-01, region by region before) are read by
    it too.

    Examples
    --------
    >>> from datetime import date
    >>> index_standard(date(2026, 2, 28)).edition, index_standard(date(2026, 3, 1)).edition
    ('2012', '2026')
    """
    found = INDEX_STANDARDS[0]
    for standard in INDEX_STANDARDS:
        if standard.in_force.since <= on:
            found = standard
    return found


def index_standard_of(edition: str) -> IndexStandard:
    """Return an edition of HJ 633 by its year, ``"2012"`` or ``"2026"``; `UnknownEdition` otherwise."""
    for standard in INDEX_STANDARDS:
        if standard.edition == edition:
            return standard
    raise UnknownEdition(edition=edition)


def limits(on: date) -> LimitSet:
    """Return the edition and stage of GB 3095 that was the law on a day.

    Parameters
    ----------
    on : date
        Local day of the data (for shifted data, the shifted day).

    Returns
    -------
    LimitSet
        Limits in force; days before the first edition are read by it too.

    Examples
    --------
    >>> from datetime import date
    >>> from airshed.standards.tables import Period
    >>> [str(limits(date(year, 6, 1)).limit("pm25", period=Period.DAY)) for year in (2025, 2026, 2031)]
    ['75', '60', '50']
    """
    found = LIMIT_SETS[0]
    for limit_set in LIMIT_SETS:
        if limit_set.in_force.since <= on:
            found = limit_set
    return found
