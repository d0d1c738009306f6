"""The demo names a department for every kind of problem, and every kind of power it speaks of is known."""

from lantian.cases.rules import enforcing
from lantian.console import words
from lantian.simulate.district import places


def test_every_category_has_one_department_and_every_power_is_one_of_the_law_table() -> None:
    told = places.written("answering")
    named = [category for categories in told["industries"].values() for category in categories]
    assert sorted(named) == sorted(words.CATEGORIES)
    assert set(told["powers"]) <= set(enforcing.POWERS)
