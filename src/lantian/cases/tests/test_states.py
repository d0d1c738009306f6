"""The table of moves is the one in docs/reference/case-transitions.csv."""

import csv
import re
from pathlib import Path

import pytest

from lantian.accounts.rules import MAY
from lantian.cases import states
from lantian.cases.states import ROLES, SIGNERS, TABLE, VERBS, Level, Move, MoveRefused, State, Who

CSV = Path(__file__).resolve().parents[4] / "docs" / "reference" / "case-transitions.csv"


def _rows() -> dict[str, dict[str, str]]:
    with CSV.open(encoding="utf-8") as file:
        return {row["verb"]: row for row in csv.DictReader(file)}


def _sources(text: str) -> set[str]:
    """States of a cell; what stood for one before there were self-checks is left aside."""
    cells = [re.sub(r" \(step 1: \w+\)", "", cell.strip()) for cell in text.split(";")]
    return {cell for cell in cells if cell != "(new)"}


@pytest.mark.parametrize("verb", list(Move))
def test_a_row_agrees_with_the_reference(verb: Move) -> None:
    said = _rows()[verb]
    row = next(row for row in TABLE if row.verb is verb)
    assert row.sources == _sources(said["from"])
    assert (row.to or "(same)") == said["to"]
    assert {who.value for who in row.who} == _who(said["who"])
    assert row.step == int(said["step"])


def _who(text: str) -> set[str]:
    return {text} if text.startswith("signer") else set(text.split(";"))


def test_every_row_of_the_reference_is_in_the_table_once_and_no_other() -> None:
    assert [row.verb for row in TABLE] == list(dict.fromkeys(row.verb for row in TABLE))
    assert {row.verb for row in TABLE} == set(_rows()) == set(Move)


def test_every_state_is_reached_by_a_row() -> None:
    assert {row.to for row in TABLE if row.to} == set(State)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", list(Move))
def test_a_verb_leads_where_the_table_says_or_is_refused_with_a_sentence(verb: Move, state: State) -> None:
    rows = [row for row in TABLE if row.verb is verb and state in row.sources]
    if rows:
        assert states.target(verb, state) is (rows[0].to or state)
        assert verb in states.moves_from(state)
    else:
        with pytest.raises(MoveRefused, match=f"A case that is {state} cannot be moved by “{verb}”"):
            states.target(verb, state)


@pytest.mark.parametrize("state", [s for s in State if s not in {State.VOID, State.MERGED}])
def test_no_state_but_void_and_merged_is_a_dead_end(state: State) -> None:
    assert states.moves_from(state)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.verb.value)
def test_the_roles_that_may_are_roles_that_the_table_names(row: states.Row) -> None:
    named = [ROLES[who] for who in row.who if who is not Who.CLOCK]
    allowed = MAY[VERBS[row.verb]]
    assert allowed <= frozenset().union(*named)
    assert all(allowed & roles for roles in named)


def test_a_level_rises_by_one_and_stays_at_the_top() -> None:
    assert [states.raised(level) for level in Level] == [
        Level.SERIOUS,
        Level.MAJOR,
        Level.SUPERIOR,
        Level.SUPERIOR,
    ]


def test_every_level_has_a_signer() -> None:
    assert set(SIGNERS) == set(Level)
    assert all(SIGNERS.values())
