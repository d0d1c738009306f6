"""The style guide in a real browser: nothing refused by the policy, nothing wider than the screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.browser
def test_every_gallery_page_fits_its_screen_and_breaks_no_rule_of_the_policy(tmp_path):
    told = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "gallery.py"), str(tmp_path), "--shoot"],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert told.stderr == ""
    assert told.stdout.split() == [str(tmp_path)]
    assert len(list(tmp_path.glob("*.png"))) == 10
