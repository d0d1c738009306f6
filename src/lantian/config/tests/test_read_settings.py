"""The table of settings: what is wrong is named."""

from pathlib import Path

import pytest

from lantian.config import table


def test_defaults_hold_where_nothing_is_given() -> None:
    assert table.read({}) == {s.name: s.default for s in table.SETTINGS}


def test_values_are_read_by_kind() -> None:
    read = table.read({"PORT": "9000", "LANTIAN_HOME": "/srv/x", "LANTIAN_SECURE": "yes"})
    assert (read["PORT"], read["LANTIAN_HOME"], read["LANTIAN_SECURE"]) == (9000, Path("/srv/x"), True)


def test_an_unknown_name_is_named_with_the_known_ones() -> None:
    with pytest.raises(table.UnknownSetting, match="LANTIAN_HOEM is not a setting of Lantian.*LANTIAN_HOME"):
        table.read({"LANTIAN_HOEM": "x"})


@pytest.mark.parametrize(("name", "text"), [("PORT", "eight"), ("PORT", "-1"), ("LANTIAN_SECURE", "maybe")])
def test_a_value_of_the_wrong_kind_is_named(name: str, text: str) -> None:
    with pytest.raises(table.BadSetting, match=name):
        table.read({name: text})
