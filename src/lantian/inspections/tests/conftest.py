"""One office per test."""

import build
import pytest
from build import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody a visit meets, and the checklists."""
    return build.a_cast()
