"""The duties of those who keep a site or plant: sheets, roster, replies, plates, and the rows they run by."""

from lantian.sites.models.plates import Plate, PlateRule
from lantian.sites.models.premises import Policy, Premises, SheetItem, Statement
from lantian.sites.models.replies import Demand, DemandPhoto
from lantian.sites.models.roster import Shift
from lantian.sites.models.sheets import Sheet, SheetAnswer, SheetPhoto, Week

__all__ = [
    "Demand",
    "DemandPhoto",
    "Plate",
    "PlateRule",
    "Policy",
    "Premises",
    "Sheet",
    "SheetAnswer",
    "SheetItem",
    "SheetPhoto",
    "Shift",
    "Statement",
    "Week",
]
