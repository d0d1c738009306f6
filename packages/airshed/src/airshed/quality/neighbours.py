"""Which stations see the same air: by distance, or from a list that somebody drew up."""

from collections.abc import Mapping

from airshed.sources.upwind import Place, distance_m


def by_distance(
    places: Mapping[str, Place], *, nearest: int = 8, within_m: float = 50_000.0
) -> dict[str, tuple[str, ...]]:
    """Return the nearest stations of each station.

    Parameters
    ----------
    places : mapping of str to Place
        Where each station stands. [degrees]
    nearest : int
        How many at most.
    within_m : float
        How far away at most. [m]

    Returns
    -------
    dict of str to tuple of str
        Nearest first, equal distances in the order of names; empty for a station that stands alone.

    Examples
    --------
    >>> by_distance({name: Place(lon=lon, lat=35) for name, lon in (("a", 113), ("b", 113.1), ("c", 115))})
    {'a': ('b',), 'b': ('a',), 'c': ()}
    """
    result = {}
    for station, place in places.items():
        others = sorted((distance_m(place, other), name) for name, other in places.items() if name != station)
        result[station] = tuple(name for metres, name in others[:nearest] if metres <= within_m)
    return result
