"""Arithmetic on hours laid out as one row per station: medians past gaps, and runs of hours."""

from typing import NamedTuple

import numpy as np

from airshed.decimals import BoolArray, FloatArray, IntArray

DAY_HOURS = 24


class Runs(NamedTuple):
    """Runs of hours, one entry each: row of the station, first hour, and the hour after the last."""

    station: IntArray
    start: IntArray
    end: IntArray

    @property
    def hours(self) -> IntArray:
        """Length of each run. [h]"""
        return self.end - self.start

    def where(self, chosen: BoolArray) -> "Runs":
        """Return the runs chosen by a mask over the runs."""
        return Runs(self.station[chosen], self.start[chosen], self.end[chosen])


def runs(mask: BoolArray, *, bridge: int = 0) -> Runs:
    """Return the runs of True hours of every station.

    Parameters
    ----------
    mask : ndarray, shape (n_stations, n_hours)
        True where an hour belongs to a run.
    bridge : int
        Gaps of at most this many hours do not end a run. [h]

    Returns
    -------
    Runs
        Sorted by station, then time.

    Examples
    --------
    >>> found = runs(np.array([[True, True, False, True]]), bridge=1)
    >>> found.start.tolist(), found.end.tolist()
    ([0], [4])
    """
    n_stations, n_hours = mask.shape
    width = n_hours + bridge + 1
    padded = np.zeros((n_stations, width), dtype=np.bool_)
    padded[:, :n_hours] = mask
    places = np.flatnonzero(padded)
    if not places.size:
        none = np.zeros(0, dtype=np.int64)
        return Runs(none, none, none)
    breaks = np.flatnonzero(np.diff(places) > bridge + 1)
    first = places[np.concatenate([[0], breaks + 1])]
    last = places[np.concatenate([breaks, [places.size - 1]])]
    station = first // width
    return Runs(station, first - station * width, last - station * width + 1)


def spread(found: Runs, *, shape: tuple[int, ...]) -> BoolArray:
    """Return the mask, shape (n_stations, n_hours), of the hours that runs cover."""
    edges = np.zeros((shape[0], shape[1] + 1), dtype=np.int32)
    np.add.at(edges, (found.station, found.start), 1)
    np.add.at(edges, (found.station, found.end), -1)
    return np.cumsum(edges, axis=1)[:, :-1] > 0


def over(values: FloatArray, found: Runs, *, ufunc: np.ufunc) -> FloatArray:
    """Reduce the values of each run, NaN left out; NaN for a run without values.

    Parameters
    ----------
    values : ndarray, shape (n_stations, n_hours)
        Any unit.
    found : Runs
        Runs that do not overlap, as `runs` gives them.
    ufunc : numpy.ufunc
        ``np.fmax``, ``np.fmin`` or another that passes NaN over.

    Returns
    -------
    ndarray, shape (n_runs,)
        One number a run.

    Examples
    --------
    >>> over(np.array([[1.0, 5.0, np.nan]]), runs(np.array([[True, True, True]])), ufunc=np.fmax).tolist()
    [5.0]
    """
    if not found.station.size:
        return np.zeros(0)
    n_hours = values.shape[1]
    flat = np.append(values.ravel(), np.nan)
    edges = np.empty(2 * found.station.size, dtype=np.int64)
    edges[0::2] = found.station * n_hours + found.start
    edges[1::2] = found.station * n_hours + found.end
    result: FloatArray = ufunc.reduceat(flat, edges)[0::2]
    return result


def run_medians(values: FloatArray, found: Runs) -> FloatArray:
    """Return the median of each run, NaN left out; taken one by one, for runs that are few."""
    places = zip(found.station.tolist(), found.start.tolist(), found.end.tolist(), strict=True)
    return np.array([float(median(values[row, start:end])) for row, start, end in places])


def median(stack: FloatArray, *, least: int = 1) -> FloatArray:
    """Return the median along the last axis, NaN left out; NaN where fewer than ``least`` are present.

    Examples
    --------
    >>> median(np.array([[3.0, np.nan, 1.0, 8.0]])).tolist()
    [3.0]
    """
    size = stack.shape[-1]
    if not size:
        return np.full(stack.shape[:-1], np.nan)
    ordered = np.sort(stack, axis=-1)
    n = size - np.isnan(stack).sum(axis=-1)
    low = np.take_along_axis(ordered, np.maximum((n - 1) // 2, 0)[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(ordered, np.minimum(n // 2, size - 1)[..., None], axis=-1)[..., 0]
    return np.where(n >= max(least, 1), (low + high) / 2, np.nan)


def median_of_others(values: FloatArray, *, least: int) -> FloatArray:
    """Return, for each station and hour, the median of all other stations.

    Parameters
    ----------
    values : ndarray, shape (n_stations, n_hours)
        NaN where missing.
    least : int
        Others that must have a value.

    Returns
    -------
    ndarray, shape (n_stations, n_hours)
        NaN with too few others. One sort serves all stations: a station's own value is stepped over.

    Examples
    --------
    >>> median_of_others(np.array([[1.0], [2.0], [9.0]]), least=2).ravel().tolist()
    [5.5, 5.0, 1.5]
    """
    n_stations, _ = values.shape
    if n_stations < 2:
        return np.full(values.shape, np.nan)
    columns = np.ascontiguousarray(values.T)
    order = np.argsort(columns, axis=1, kind="stable")
    ordered = np.take_along_axis(columns, order, axis=1)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(n_stations)[None, :].repeat(len(order), axis=0), axis=1)
    n = (~np.isnan(columns)).sum(axis=1)[:, None] - ~np.isnan(columns)
    parts = []
    for place in ((n - 1) // 2, n // 2):
        stepped = place + (place >= rank)
        parts.append(np.take_along_axis(ordered, np.clip(stepped, 0, n_stations - 1), axis=1))
    result: FloatArray = np.where(n >= max(least, 1), (parts[0] + parts[1]) / 2, np.nan).T
    return result


def peaks(heights: FloatArray, *, reach: int) -> BoolArray:
    """Say where a height above zero is the largest within ``reach`` places either way, the first of equals.

    Examples
    --------
    >>> peaks(np.array([[0.0, 2.0, 3.0, 3.0, 0.0, 1.0]]), reach=2).tolist()
    [[False, False, True, False, False, False]]
    """
    padded = np.pad(heights, ((0, 0), (reach, reach)))
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=1)
    return np.asarray((heights > 0) & (around.argmax(axis=2) == reach))


def by_day(values: FloatArray) -> FloatArray:
    """Lay hours out by blocks of 24, shape (n_stations, n_days, 24), the last block filled with NaN.

    Examples
    --------
    >>> by_day(np.zeros((2, 25))).shape
    (2, 2, 24)
    """
    n_stations, n_hours = values.shape
    n_days = -(-n_hours // DAY_HOURS)
    padded = np.full((n_stations, n_days * DAY_HOURS), np.nan)
    padded[:, :n_hours] = values
    return padded.reshape(n_stations, n_days, DAY_HOURS)


def windows(values: FloatArray, *, size: int) -> FloatArray:
    """Return a view of the last axis as centred windows, NaN beyond the ends; ``size`` is odd.

    Examples
    --------
    >>> windows(np.array([[1.0, 2.0]]), size=3).tolist()
    [[[nan, 1.0, 2.0], [1.0, 2.0, nan]]]
    """
    half = size // 2
    pad = [(0, 0)] * (values.ndim - 1) + [(half, half)]
    padded = np.pad(values, pad, constant_values=np.nan)
    view: FloatArray = np.lib.stride_tricks.sliding_window_view(padded, size, axis=-1)
    return view


def earlier(values: FloatArray, hours: int) -> FloatArray:
    """Return the values ``hours`` before each hour, NaN where there is none; negative hours look ahead."""
    result = np.full(values.shape, np.nan)
    if abs(hours) >= values.shape[-1]:
        return result
    if hours > 0:
        result[..., hours:] = values[..., :-hours]
    elif hours < 0:
        result[..., :hours] = values[..., -hours:]
    else:
        result[...] = values
    return result
