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
    "a_scene",
    "a_source",
    "a_station",
    "a_suspicion",
    "a_visit",
    "an_actor",
    "an_order",
    "an_organisation",
    "answer_all",
    "events",
    "key",
    "photo_bytes",
    "second_while_first",
    "walk",
]
