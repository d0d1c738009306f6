"""The numbers the duties run by, and the words a sheet is filled with."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The numbers of one day, from `Policy` rows."""

    reply_hours: Decimal
    reply_oldest_hours: Decimal
    sheet_due_hour: Decimal
    sheet_shown_days: Decimal
    week_grace_days: Decimal
    check_in_radius_m: Decimal


class Stage(StrEnum):
    """What is done at a site on a day."""

    DEMOLITION = "demolition"
    EARTHWORK = "earthwork"
    FOUNDATION = "foundation"
    STRUCTURE = "structure"
    FIT_OUT = "fit_out"
    ROADS = "roads"
    NO_WORK = "no_work"


class Tap(StrEnum):
    """How a line of the sheet is answered; 不适用 counts as met (Qingdao 2025)."""

    OK = "ok"
    MOSTLY = "mostly"
    NO = "no"
    NA = "na"


FUELS = ("diesel", "gas", "petrol", "electric", "hydrogen")
STAGES = ("3", "4", "5", "6", "none")
ENERGIES = ("electricity", "gas", "coal", "oil", "steam", "other")
