"""By which channel a patrol's own find reached us."""

from datetime import time

DAY, NIGHT = "patrol_day", "patrol_night"
# day patrol from six to six, night check from six to six (Sanhe's grid rules of 2015)
DAY_BEGINS, DAY_ENDS = time(6), time(18)


def patrol_channel(local: time) -> str:
    """Day patrol or night check, by the local time of day at which it was seen."""
    return DAY if DAY_BEGINS <= local < DAY_ENDS else NIGHT
