"""What those who keep a site or plant do, and what the clock does with it."""

from lantian.sites.actions.facts import state_facts
from lantian.sites.actions.plates import compute_plate, compute_plates
from lantian.sites.actions.replies import demand_reply, lift_demand, make_case, note_missed, reply, set_aside
from lantian.sites.actions.roster import check_in, hand_over, set_duty
from lantian.sites.actions.seeding import seed, take_up
from lantian.sites.actions.sheets import WHO_FILLS, confirm_week, correct_sheet, sign_sheet

__all__ = [
    "WHO_FILLS",
    "check_in",
    "compute_plate",
    "compute_plates",
    "confirm_week",
    "correct_sheet",
    "demand_reply",
    "hand_over",
    "lift_demand",
    "make_case",
    "note_missed",
    "reply",
    "seed",
    "set_aside",
    "set_duty",
    "sign_sheet",
    "state_facts",
    "take_up",
]
