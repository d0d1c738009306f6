"""Which hour a label means: feeds name an hour by its start or by its end, and a day's values hang on it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import polars as pl

from airshed import AirshedError


class HourLabel(StrEnum):
    """What a label names."""

    START = "start"
    """08:00 is 08:00 to 09:00."""

    END = "end"
    """08:00 is 07:00 to 08:00, and 24:00 or 00:00 the last hour of the day before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """How a feed labels its hours, where that is known from, and how sure it is.

    ``sure`` is ``A`` where the text was read, ``M`` where it is only known from practice.
    """

    name: str
    label: HourLabel
    source: str
    sure: str


FEEDS = (
    Feed(name="hj212", label=HourLabel.START, source="HJ 212-2017 appendix C", sure="A"),
    Feed(name="national", label=HourLabel.END, source="the national platform's published hours", sure="M"),
)
"""Feeds whose labels are known; others are asked for."""


class UnknownFeed(AirshedError):
    """A feed was named whose labels are not known."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        known = ", ".join(feed.name for feed in FEEDS)
        super().__init__(f"how {name!r} labels its hours is not known; it is for {known}")


def feed(name: str) -> Feed:
    """Return a feed by its name; `UnknownFeed` otherwise.

    Parameters
    ----------
    name : str
        Name in `FEEDS`.

    Returns
    -------
    Feed
        How its hours are labelled, and what says so.

    Raises
    ------
    UnknownFeed
        Where there is none of that name; it lists them.
    """
    for one in FEEDS:
        if one.name == name:
            return one
    raise UnknownFeed(name=name)


def begins_at(labels: pl.Series, *, label: HourLabel) -> pl.Series:
    """Return the starts of the hours that labels mean.

    Parameters
    ----------
    labels : Series
        Times, null where missing.
    label : HourLabel
        What they name.

    Returns
    -------
    Series
        ``begins_at``, of the same type.

    References
    ----------
    HJ 212-2017 appendix C: DataTime is the start of the interval.

    Examples
    --------
    >>> from datetime import datetime
    >>> begins_at(pl.Series([datetime(2026, 3, 1)]), label=HourLabel.END).item()
    datetime.datetime(2026, 2, 28, 23, 0)
    """
    shift = timedelta(hours=1 if label is HourLabel.END else 0)
    return (labels - shift).alias("begins_at")
