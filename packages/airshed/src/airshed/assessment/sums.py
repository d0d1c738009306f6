"""Sums over stations, hour by hour, exact however many values come and in whatever order."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from airshed.assessment import exact, kernel
from airshed.assessment.kernel import Parts
from airshed.decimals import BoolArray, FloatArray, IntArray, fraction_of, whole_units

_LARGEST_SHARED = 2**31
_LARGEST_UNITS = 2.0**40
_NEAR = 4
_SURE, _FINER, _LOST = 0, 1, 2


class Sums:
    """Sums and numbers of values of many cells, a cell being one hour of one place.

    Values are added as whole numbers of the decimal place they share. What is finer than a millionth, or too
    large, is kept beside, and its cell marked, so that a mean of it can still be had exactly. A value may
    count several times: then the mean is the one weighted by how often.
    """

    def __init__(self, n_cells: int) -> None:
        self.n = np.zeros(n_cells, dtype=np.int32)
        self._times: IntArray | None = None
        self._total = np.zeros(n_cells)
        self._places = 0
        self._doubt = np.zeros(0, dtype=np.int8)
        self._beside: dict[int, Fraction] = {}

    def grow(self, n_cells: int) -> None:
        """Make room for more cells."""
        more = n_cells - len(self.n)
        self.n = np.append(self.n, np.zeros(more, dtype=np.int32))
        if self._times is not None:
            self._times = np.append(self._times, np.zeros(more, dtype=np.int64))
        self._total = np.append(self._total, np.zeros(more))
        if self._doubt.size:
            self._doubt = np.append(self._doubt, np.zeros(more, dtype=np.int8))

    def add(self, cell: IntArray, values: FloatArray, *, times: IntArray | None = None) -> None:
        """Add values to their cells, NaN where missing, each ``times`` over; `NotFinite` for infinities."""
        whole = whole_units(values)
        units = whole.units * 10.0 ** max(self._places - whole.places, 0)
        if times is not None:
            units = units * times
        if whole.places > self._places:
            self._total *= 10.0 ** (whole.places - self._places)
            self._places = whole.places
        large = np.abs(units) >= _LARGEST_UNITS
        if whole.unsure is not None or large.any():
            unsure = large if whole.unsure is None else whole.unsure
            self._keep_beside(cell, values=values, times=times, units=units, unsure=unsure | large)
        present = np.flatnonzero(~whole.absent)
        self._count(cell[present], times=None if times is None else times[present])
        self._put(cell[present], units[present])

    def mean(self, cell: int) -> Fraction:
        """Exact mean of a cell that has values."""
        total = Fraction(int(self._total[cell]), 10**self._places)
        return (total + self._beside.get(cell, Fraction(0))) / int(self._divisor[cell])

    @property
    def _divisor(self) -> NDArray[np.int32] | IntArray:
        """Return what the total of each cell is divided by: how often values count."""
        return self.n if self._times is None else self._times

    def parts(self, cells: IntArray, *, needed: IntArray | int = 1) -> Parts:
        """Make rows of the means of some cells (-1: none) that have as many values as ``needed``.

        The means of a row are whole numbers over the multiple that its counts share.
        """
        absent = (cells < 0) | (self.n[cells] < np.maximum(needed, 1))
        n = np.where(absent, 1, self._divisor[cells]).astype(np.int64)
        shared = np.ones(len(cells), dtype=np.int64)
        for column in n.T:
            shared = np.where(shared < _LARGEST_SHARED, np.lcm(shared, column), shared)
        units = np.where(absent, 0.0, self._total[cells] * (shared[:, None] // n))
        slack = np.zeros(len(cells))
        if self._doubt.size:
            doubt = np.where(absent, _SURE, self._doubt[cells]).max(axis=1, initial=_SURE)
            slack = np.where(doubt == _LOST, np.inf, np.where(doubt == _FINER, shared, 0)).astype(np.float64)
        slack[shared >= _LARGEST_SHARED] = np.inf

        def exactly(row: int) -> exact.Hours:
            return [
                None if gone else self.mean(cell)
                for gone, cell in zip(absent[row].tolist(), cells[row].tolist(), strict=True)
            ]

        over = (shared * 10.0**self._places).astype(np.float64)
        count = cells.shape[1] - np.count_nonzero(absent, axis=1)
        return kernel.bounded(Parts(units, over, absent, count, slack if slack.any() else None, exactly))

    def _keep_beside(
        self,
        cell: IntArray,
        *,
        values: FloatArray,
        times: IntArray | None,
        units: FloatArray,
        unsure: BoolArray,
    ) -> None:
        """Keep what whole units cannot say of values, and mark their cells."""
        if not self._doubt.size:
            self._doubt = np.zeros(len(self.n), dtype=np.int8)
        lost = unsure & (np.abs(units) >= _LARGEST_UNITS)
        units[lost] = 0.0
        np.maximum.at(self._doubt, cell[unsure], np.where(lost, _LOST, _FINER)[unsure].astype(np.int8))
        rows = np.flatnonzero(unsure)
        often = [1] * len(rows) if times is None else times[rows].tolist()
        for place, value, unit, count in zip(
            cell[rows].tolist(), values[rows].tolist(), units[rows].tolist(), often, strict=True
        ):
            rest = count * fraction_of(value) - Fraction(int(unit), 10**self._places)
            self._beside[place] = self._beside.get(place, Fraction(0)) + rest

    def _count(self, cell: IntArray, *, times: IntArray | None) -> None:
        """Count how often the values of cells count, once a value counts more than once."""
        if times is not None and self._times is None:
            self._times = self.n.astype(np.int64)
        if self._times is not None:
            np.add.at(self._times, cell, 1 if times is None else times)

    def _put(self, cell: IntArray, units: FloatArray) -> None:
        """Add whole units to cells; quick where the cells lie near one another."""
        if not len(cell):
            return
        first, span = int(cell.min()), int(np.ptp(cell)) + 1
        if span > _NEAR * len(cell):
            np.add.at(self._total, cell, units)
            np.add.at(self.n, cell, 1)
            return
        self._total[first : first + span] += np.bincount(cell - first, weights=units, minlength=span)
        self.n[first : first + span] += np.bincount(cell - first, minlength=span).astype(np.int32)
