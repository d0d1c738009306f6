"""A whole office with the rows of residents."""

import pytest

import build
from build.office import Cast
from lantian.residents import actions


@pytest.fixture
def cast(db: None) -> Cast:
    """The office, and what residents can choose."""
    found = build.a_cast()
    actions.seed(now=build.NOON)
    return found
