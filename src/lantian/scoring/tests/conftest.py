"""One office per test."""

import pytest

import build
from build import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody points are given to, and the rules."""
    return build.a_cast()
