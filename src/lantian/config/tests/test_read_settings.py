"""The table of settings: what is wrong is named."""

from pathlib import Path

import pytest

from lantian.config import settings, table


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


@pytest.mark.parametrize(
    ("url", "host", "port", "options"),
    [
        ("postgresql://lantian:p%40ss@db.example:5433/air", "db.example", 5433, {}),
        ("postgresql://lantian:p%40ss@/air?host=/run/postgres", "/run/postgres", "", {}),
        ("postgresql://lantian:p%40ss@/air?host=/run/pg&port=5499", "/run/pg", "5499", {}),
        (
            "postgresql://lantian:p%40ss@db/air?sslmode=verify-full&connect_timeout=5",
            "db", "", {"sslmode": "verify-full", "connect_timeout": "5"},
        ),
    ],
)  # fmt: skip
def test_a_database_url_is_read_whole(url: str, host: str, port: int | str, options: dict[str, str]) -> None:
    read = settings.database(url)
    assert (read["NAME"], read["USER"], read["PASSWORD"]) == ("air", "lantian", "p@ss")
    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == (host, port, options)
