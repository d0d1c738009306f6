"""One office per test."""

import pytest

import build
from build import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody an order meets, and what may be asked for."""
    return build.a_cast()
