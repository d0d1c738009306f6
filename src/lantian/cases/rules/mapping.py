"""The squares in which a map of cases counts them: a hundredth of a degree on each side, about 1 km."""

from math import floor

PER_DEGREE = 100
ACROSS = 360 * PER_DEGREE
LAST_CELL = (180 * PER_DEGREE + 1) * ACROSS


def cell_of(lon: float, lat: float) -> int:
    """The number of the square a place lies in (WGS-84 degrees)."""
    return floor((lat + 90) * PER_DEGREE) * ACROSS + floor((lon + 180) * PER_DEGREE)


def middle_of_cell(cell: int) -> tuple[float, float]:
    """Longitude and latitude of the middle of a square."""
    row, column = divmod(cell, ACROSS)
    return (column + 0.5) / PER_DEGREE - 180, (row + 0.5) / PER_DEGREE - 90
