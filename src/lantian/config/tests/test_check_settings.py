"""Each dangerous mix of settings is said, with its id and what to do."""

import pytest
from django.core import checks


def _ids() -> set[str]:
    return {found.id for found in checks.run_checks() if found.id and found.id.startswith("lantian.")}


def test_the_defaults_are_safe() -> None:
    assert _ids() == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"LANTIAN_BIND": "0.0.0.0"}, {"lantian.W001"}),
        ({"LANTIAN_BIND": "0.0.0.0", "LANTIAN_SECURE": True}, set()),
        ({"LANTIAN_BIND": "0.0.0.0", "LANTIAN_SECURE": True, "LANTIAN_DEMO": True}, {"lantian.W002"}),
        ({"LANTIAN_DEMO": True}, set()),
        ({"PORT": 8212}, {"lantian.E001"}),
    ],
)
def test_a_dangerous_mix_is_named(settings: object, changes: dict[str, object], expected: set[str]) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert _ids() == expected
