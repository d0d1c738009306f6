"""One office per test."""

import pytest

import build
from build import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody a case meets, and the rows the loop runs by."""
    return build.a_cast()
