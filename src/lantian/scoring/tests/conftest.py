"""One office per test."""

import build
import pytest
from build import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody points are given to, and the rules."""
    return build.a_cast()
