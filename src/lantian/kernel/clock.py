"""The one place that reads the clock; everything else is given `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(tz=UTC)
