"""One office per test."""

import pytest

import build
from build import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody a visit meets, and the checklists."""
    return build.a_cast()
