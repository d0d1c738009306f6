"""About which places and stations a person may decide; seeing is another question."""

from lantian.accounts.rules import Actor
from lantian.registry.models import Region, Station


def decides_about_place(by: Actor, region: Region) -> bool:
    """Whether a place lies in a person's area; one that no unit here answers for is any desk's."""
    return region.organisation is None or by.covers(region.organisation.path)


def decides_about_station(by: Actor, station: Station) -> bool:
    """Whether a station stands in a person's area: by its grid, or by its place."""
    if station.grid is not None and by.covers(station.grid.organisation.path):
        return True
    return decides_about_place(by, station.region)
