"""Builders: people, places and things as they come to be in the product, by the same actions.

Everything is made once per test; places are made up.
"""

from build.at_once import second_while_first
from build.cases import YES, a_case, a_look, a_mending, walk
from build.moments import NOON, SINCE
from build.office import Cast, a_cast, a_house, a_keeper
from build.orders import a_suspicion, an_order
from build.people import a_person, an_actor, an_organisation
from build.places import EAST, HERE, METRE, NORTH, SOUTH, SQUARE, WEST, a_grid, a_region, a_source, a_station
from build.records import events, key
from build.sites import WELL, a_reply, a_sheet, a_site_on_duty, an_exceedance, monitored_hours
from build.visits import a_photo, a_problem, a_scene, a_visit, answer_all, photo_bytes

__all__ = [
    "Cast",
    "EAST",
    "HERE",
    "METRE",
    "NOON",
    "NORTH",
    "SINCE",
    "SOUTH",
    "SQUARE",
    "WELL",
    "WEST",
    "YES",
    "a_case",
    "a_cast",
    "a_grid",
    "a_house",
    "a_keeper",
    "a_look",
    "a_mending",
    "a_person",
    "a_photo",
    "a_problem",
    "a_region",
    "a_reply",
    "a_scene",
    "a_sheet",
    "a_site_on_duty",
    "a_source",
    "a_station",
    "a_suspicion",
    "a_visit",
    "an_actor",
    "an_exceedance",
    "an_order",
    "an_organisation",
    "answer_all",
    "events",
    "key",
    "monitored_hours",
    "photo_bytes",
    "second_while_first",
    "walk",
]
