"""When alarms of one place are one episode, and when an episode is over."""

from datetime import datetime, timedelta

DEVICE_GROUP = "device"
_PARTICLES = ("pm25", "pm10")
HOUR = timedelta(hours=1)


def group_of(parameter: str, *, is_device: bool = False) -> str:
    """The parameters whose alarms are one episode: particles together, each gas alone, a device by itself."""
    if is_device:
        return DEVICE_GROUP
    return "pm" if parameter in _PARTICLES else parameter


def joins(begins_at: datetime, *, first: datetime, last: datetime, window: timedelta, is_open: bool) -> bool:
    """Whether an hour belongs to an episode of its place: within the window, both ends included.

    An episode that is over takes only hours it already spans, which late readings may bring.
    """
    if not is_open and begins_at > last:
        return False
    return first - window <= begins_at <= last + window


def is_quiet(last: datetime, *, now: datetime, quiet: timedelta) -> bool:
    """Whether an episode whose last alarming hour began at `last` has been quiet long enough."""
    return now - (last + HOUR) >= quiet
