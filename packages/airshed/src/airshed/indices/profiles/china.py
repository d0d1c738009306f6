"""China's index as a profile: the tables of `airshed.indices.exact` behind the interface of the others."""

from fractions import Fraction
from types import MappingProxyType

from airshed.indices.profiles.profile import Band, Beyond, Cut, IndexCut, Item, Profile, Segment
from airshed.standards.tables import BreakpointRow, IndexStandard


def profile_of(standard: IndexStandard) -> Profile:
    """Return an edition of HJ 633 as a profile.

    Parameters
    ----------
    standard : IndexStandard
        The edition.

    Returns
    -------
    Profile
        Items of all its tables; a row gives those of its report. What may be published of an incomplete row
        is told by `airshed.indices.exact`, not here: the worst of what there is decides.

    References
    ----------
    HJ 633-2026 4.2, 4.3, table 3; HJ 633-2012 table 1.

    Examples
    --------
    >>> from airshed.standards import registry
    >>> found = profile_of(registry.index_standard_of("2026"))
    >>> found.code, len(found.items)
    ('cn-2026', 10)
    """
    return Profile(
        code=f"cn-{standard.edition}",
        name=standard.code,
        source=standard.code,
        items=MappingProxyType({name: _item(row) for name, row in standard.breakpoints.items()}),
        bands=tuple(
            Band(
                number=level.number,
                name=level.category_en,
                lowest=level.lowest,
                highest=level.highest if level is not standard.levels[-1] else None,
            )
            for level in standard.levels
        ),
        cut=Cut.HALF_EVEN,
        index_cut=IndexCut.CEIL,
        is_scale=True,
    )


def _item(row: BreakpointRow) -> Item:
    """Lay a row of breakpoints out in segments; what is above them follows the row."""
    points = [Fraction(point) for point in row.concentrations]
    ends = list(zip(points, row.indices, strict=True))
    rows = [
        Segment(low, high, first, last)
        for (low, first), (high, last) in zip(ends[:-1], ends[1:], strict=True)
    ]
    return Item(
        item=row.item,
        pollutant=row.pollutant,
        averaging=row.period.value,
        unit="mg/m3" if row.pollutant == "co" else "ug/m3",
        digits=row.digits,
        segments=tuple(rows),
        beyond=Beyond.OTHER_ITEM if row.above is None else Beyond.LAST_INDEX,
        clause=row.clause,
    )
